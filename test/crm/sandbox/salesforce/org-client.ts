import { importPKCS8, SignJWT } from "jose";
import type { SandboxOptions } from "../../../../src/crm/sandbox/options.ts";
import type { OrgOptions } from "../../../../src/crm/sandbox/salesforce/open-org.ts";
import type { Sandbox } from "../../../../src/crm/sandbox/sandbox.ts";
import { startSandbox } from "../../../../src/crm/sandbox/start-sandbox.ts";
import { type Json, text } from "../client.ts";

export const root = "/services/data/v66.0";

const tinyCompany = { reps: 2, openDeals: 8, activitiesPerDay: 20, historyDays: 5 } as const;

export interface OrgReply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
  readonly text: string;
}

export interface OrgClient {
  readonly sandbox: Sandbox;
  /** With a token of the integration user. */
  readonly ask: (method: string, path: string, body?: unknown) => Promise<OrgReply>;
  /** The records of a query's first page. */
  readonly query: (soql: string, resource?: "query" | "queryAll") => Promise<readonly Json[]>;
  readonly logIn: (form: Readonly<Record<string, string>>) => Promise<OrgReply>;
}

const started: Sandbox[] = [];

export async function openOrgClient(org: OrgOptions = {}, options: SandboxOptions = {}): Promise<OrgClient> {
  const sandbox = await startSandbox({ size: tinyCompany, orgs: [org], ...options });
  started.push(sandbox);
  const send = async (path: string, init: RequestInit) =>
    await toReply(await fetch(sandbox.url + path, init));
  const logIn: OrgClient["logIn"] = (form) =>
    send("/services/oauth2/token", { method: "POST", body: new URLSearchParams(form) });
  const { body } = await logIn(toForm(await sign(sandbox)));
  const authorization = `Bearer ${text(body["access_token"])}`;
  const ask: OrgClient["ask"] = (method, path, content) =>
    send(path, {
      method,
      headers: {
        authorization,
        "content-type": typeof content === "string" ? "text/csv" : "application/json",
      },
      ...(content === undefined
        ? {}
        : { body: typeof content === "string" ? content : JSON.stringify(content) }),
    });
  const query: OrgClient["query"] = async (soql, resource = "query") => {
    const answer = await ask("GET", `${root}/${resource}?q=${encodeURIComponent(soql)}`);
    if (answer.status !== 200) throw new Error(answer.text);
    return toList(answer.body["records"]);
  };
  return { sandbox, ask, query, logIn };
}

export async function closeAll(): Promise<void> {
  await Promise.all(started.splice(0).map((sandbox) => sandbox.close()));
}

/** An assertion that the org takes, unless told otherwise. */
export async function sign(
  { url, orgs: [org] }: Sandbox,
  own: { issuer?: string; subject?: string; audience?: string; seconds?: number; key?: string } = {},
): Promise<string> {
  if (org === undefined) throw new Error("the sandbox has no org");
  const { clientId, username, privateKey } = org;
  const right = { issuer: clientId, subject: username, audience: url, seconds: 120, key: privateKey };
  const { issuer, subject, audience, seconds, key } = { ...right, ...own };
  return await new SignJWT()
    .setProtectedHeader({ alg: "RS256" })
    .setIssuer(issuer)
    .setSubject(subject)
    .setAudience(audience)
    .setExpirationTime(Math.floor(Date.now() / 1_000) + seconds)
    .sign(await importPKCS8(key, "RS256"));
}

export function toForm(assertion: string): Record<string, string> {
  return { grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion };
}

async function toReply(response: Response): Promise<OrgReply> {
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") === true;
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : {} };
}

export function toList(json: Json | undefined): readonly Json[] {
  return Array.isArray(json) ? json : [];
}

/** Code of the first error of a refused call or record. */
export function codeOf(json: Json | undefined): unknown {
  const [first] = toList(json);
  return first?.["errorCode"] ?? first?.["statusCode"];
}
