import { createPrivateKey } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Env } from "../../config/env.ts";
import { readSecretVariable } from "../../config/env.ts";
import { product } from "../../config/product.ts";
import { zoneOf } from "../crm/account-zone.ts";
import { AppError } from "../domain/errors.ts";
import { type Credentials, type CrmKind, type Language, languages, type Tenant } from "../domain/tenant.ts";
import { createTenantId, findTenantByAccount, saveTenant } from "../store/tenants.ts";
import { printJson } from "./print.ts";
import { openRuntime, type Runtime } from "./runtime.ts";

export interface ConnectOptions {
  readonly tokenEnv: string;
  readonly baseUrl: string;
  readonly language?: string;
}

/** Checks the token against the account, stores both, schedules the nights and prints `{tenant}`. */
export async function connectHubSpot(env: Env, options: ConnectOptions): Promise<void> {
  const token = readSecretVariable(options.tokenEnv);
  await connectAndPrint(env, {
    crm: "hubspot",
    baseUrl: toBaseUrl(options.baseUrl),
    language: toLanguage(options.language ?? env.language),
    credentials: { kind: "static", token },
  });
}

export interface ConnectSalesforceOptions {
  /** File with the private key in PEM; the certificate that belongs to it is in the External Client App. */
  readonly jwtKey?: string;
  /** Environment variable that holds the key instead. */
  readonly jwtKeyEnv?: string;
  readonly clientId: string;
  readonly username: string;
  readonly loginUrl: string;
  readonly language?: string;
}

/** As connectHubSpot, with a signed assertion in place of a token. */
export async function connectSalesforce(env: Env, options: ConnectSalesforceOptions): Promise<void> {
  const { clientId, username } = options;
  const identity = { clientId, username, privateKey: await readPrivateKey(options) };
  await connectAndPrint(env, {
    crm: "salesforce",
    baseUrl: toBaseUrl(options.loginUrl),
    language: toLanguage(options.language ?? env.language),
    credentials: { kind: "jwt", ...identity, accessToken: "", instanceUrl: "", expiresAt: 0 },
  });
}

/** As PKCS#8, which is what signing takes; openssl writes older keys as PKCS#1. */
async function readPrivateKey({ jwtKey, jwtKeyEnv }: ConnectSalesforceOptions): Promise<string> {
  const source = jwtKey ?? (jwtKeyEnv === undefined ? undefined : `the environment variable ${jwtKeyEnv}`);
  if (source === undefined) throw toInvalid("--jwt-key or --jwt-key-env must say where the private key is");
  const pem = jwtKey === undefined ? readSecretVariable(jwtKeyEnv ?? "") : await readKeyFile(jwtKey);
  try {
    return createPrivateKey(pem).export({ type: "pkcs8", format: "pem" }).toString();
  } catch {
    // The cause may quote the key.
    throw toInvalid(
      `${source} holds no private key in PEM without a passphrase (openssl genrsa -out key.pem 2048)`,
    );
  }
}

async function readKeyFile(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch {
    throw toInvalid(`the file ${path} (--jwt-key) cannot be read`);
  }
}

function toInvalid(problem: string): AppError {
  return new AppError("config-invalid", { details: { problem } });
}

async function connectAndPrint(env: Env, account: NewConnection): Promise<void> {
  const runtime = await openRuntime(env);
  try {
    const tenant = await connectAccount(runtime, account);
    printJson({
      tenant: tenant.id,
      crm: tenant.crm,
      account: tenant.accountId,
      name: tenant.name,
      timeZone: tenant.timeZone,
    });
  } finally {
    await runtime.close();
  }
}

export interface NewConnection {
  readonly crm: CrmKind;
  readonly baseUrl: string;
  readonly language: Language;
  readonly credentials: Credentials;
}

/** Connects the account behind `baseUrl`; an account that was connected before keeps its tenant id and its facts. */
export async function connectAccount(
  { vault, store, jobs, crms }: Runtime,
  { crm: kind, baseUrl, language, credentials }: NewConnection,
): Promise<Tenant> {
  const opened = crms.openNew({ crm: kind, baseUrl }, credentials);
  const { crm } = opened;
  const account = await crm.readAccount();
  const known = await findTenantByAccount(store, { crm: crm.kind, accountId: account.accountId, baseUrl });
  const tenant: Tenant = {
    id: known?.id ?? createTenantId(),
    crm: crm.kind,
    accountId: account.accountId,
    name: account.name,
    timeZone: zoneOf(account),
    language,
    currency: account.currency,
    baseUrl,
    status: "active",
    connectedAt: Date.now(),
  };
  await saveTenant(vault, tenant, opened.credentials());
  await jobs.scheduleNight({ tenantId: tenant.id, hour: product.night.hour, timeZone: tenant.timeZone });
  return tenant;
}

function toBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !["http:", "https:"].includes(url.protocol)) {
    throw new AppError("input-invalid", {
      details: { problem: `--base-url must be an http or https address, not "${text}"` },
    });
  }
  return url.href.replace(/\/+$/, "");
}

function toLanguage(text: string): Language {
  const language = languages.find((known) => known === text);
  if (language === undefined) {
    throw new AppError("input-invalid", {
      details: { problem: `--language must be one of ${languages.join(", ")}, not "${text}"` },
    });
  }
  return language;
}
