import { importPKCS8, SignJWT } from "jose";
import type { Sandbox, SandboxOrg } from "../../../src/crm/sandbox/sandbox.ts";
import type { Stored } from "../pull.ts";
import { root } from "./open-adapter.ts";

/** What an org, the first one unless named, truly holds, asked for past all of the adapter's code. */
export async function readTruth(sandbox: Sandbox, org = sandbox.orgs[0]): Promise<Stored> {
  sandbox.faults.clear();
  const token = await askToken(sandbox, org);
  const truth: Stored = new Map();
  const keep = (kind: string, id: string | undefined, row: Row) =>
    truth.set(`${kind}:${id}`, Date.parse(row["SystemModstamp"] ?? row["LastModifiedDate"] ?? ""));
  const ask = (soql: string) => readRows(sandbox, token, soql);
  for (const row of await ask("SELECT Id, SystemModstamp FROM Opportunity")) keep("deal", row["Id"], row);
  const mailed = new Set<string | undefined>();
  for (const row of await ask("SELECT Id, ActivityId, SystemModstamp FROM EmailMessage")) {
    mailed.add(row["ActivityId"]);
    keep("task", row["ActivityId"], row);
  }
  const tasks = await ask("SELECT Id, SystemModstamp FROM Task");
  for (const row of tasks.filter(({ Id }) => !mailed.has(Id))) keep("task", row["Id"], row);
  const events = await ask("SELECT Id, WhatId, WhoId, SystemModstamp FROM Event WHERE IsChild = false");
  for (const row of events.filter(({ WhatId, WhoId }) => WhatId ?? WhoId)) keep("meeting", row["Id"], row);
  for (const row of await ask("SELECT Id, LastModifiedDate FROM ContentNote")) keep("note", row["Id"], row);
  return truth;
}

type Row = Readonly<Record<string, string>>;

/** Live rows of one query. */
export async function readTrueRows(sandbox: Sandbox, org: SandboxOrg, soql: string): Promise<readonly Row[]> {
  return await readRows(sandbox, await askToken(sandbox, org), soql);
}

async function askToken(sandbox: Sandbox, org: SandboxOrg | undefined): Promise<string> {
  const assertion = await new SignJWT()
    .setProtectedHeader({ alg: "RS256" })
    .setIssuer(org?.clientId ?? "")
    .setSubject(org?.username ?? "")
    .setAudience(sandbox.url)
    .setExpirationTime("2m")
    .sign(await importPKCS8(org?.privateKey ?? "", "RS256"));
  const form = { grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion };
  const body = new URLSearchParams(form);
  const answer = await fetch(`${sandbox.url}/services/oauth2/token`, { method: "POST", body });
  return ((await answer.json()) as { access_token: string }).access_token;
}

interface QueryPage {
  readonly records: readonly Row[];
  readonly nextRecordsUrl?: string;
}

/** Archived rows too, deleted ones not. */
async function readRows(sandbox: Sandbox, token: string, soql: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const where = soql.includes(" WHERE ") ? " AND IsDeleted = false" : " WHERE IsDeleted = false";
  let path: string | undefined = `${root}/queryAll?q=${encodeURIComponent(soql + where)}`;
  while (path !== undefined) {
    const answer = await fetch(`${sandbox.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    const page = (await answer.json()) as QueryPage;
    rows.push(...page.records);
    path = page.nextRecordsUrl;
  }
  return rows;
}
