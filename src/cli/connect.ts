import type { Env } from "../../config/env.ts";
import { readSecretVariable } from "../../config/env.ts";
import { product } from "../../config/product.ts";
import { AppError } from "../domain/errors.ts";
import { type Credentials, type Language, languages, type Tenant } from "../domain/tenant.ts";
import { isTimeZone } from "../domain/time.ts";
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
  const baseUrl = toBaseUrl(options.baseUrl);
  const language = toLanguage(options.language ?? env.language);
  const runtime = await openRuntime(env);
  try {
    const tenant = await connectAccount(runtime, {
      baseUrl,
      language,
      credentials: { kind: "static", token },
    });
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

/** Connects the account behind `baseUrl`; an account that was connected before keeps its tenant id and its facts. */
export async function connectAccount(
  { vault, store, jobs, crms }: Runtime,
  { baseUrl, language, credentials }: { baseUrl: string; language: Language; credentials: Credentials },
): Promise<Tenant> {
  const opened = crms.openNew(baseUrl, credentials);
  const { crm } = opened;
  const account = await crm.readAccount();
  const known = await findTenantByAccount(store, { crm: crm.kind, accountId: account.accountId, baseUrl });
  const tenant: Tenant = {
    id: known?.id ?? createTenantId(),
    crm: crm.kind,
    accountId: account.accountId,
    name: account.name,
    timeZone: isTimeZone(account.timeZone) ? account.timeZone : "UTC",
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
