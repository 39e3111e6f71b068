import type { ServerResponse } from "node:http";
import type { Crm } from "../../../src/crm/port.ts";
import type { SalesforceSettings } from "../../../src/crm/salesforce/open-salesforce.ts";
import { type Seen, sendJson, startTinyServer, type TinyServer } from "../tiny-server.ts";
import { openAdapter, root } from "./open-adapter.ts";

type Row = Readonly<Record<string, unknown>>;

/** What a tiny org holds; everything else it answers as an org without it does. */
export interface TinyOrg {
  /** Fields by object: names, or more where a test needs it. */
  readonly objects?: Readonly<Record<string, readonly (string | Row)[]>>;
  /** Answers of queries that contain a text, first match first. */
  readonly rows?: Readonly<Record<string, readonly Row[]>>;
  /** Anything else; true when it answered. */
  readonly answer?: (seen: Seen, response: ServerResponse, count: number) => boolean;
}

export interface OpenTinyOrg {
  readonly crm: Crm;
  readonly server: TinyServer;
  /** The queries asked so far. */
  readonly queries: () => readonly string[];
}

const usual: NonNullable<TinyOrg["objects"]> = {
  Opportunity: ["Name", "StageName", "IsClosed", "IsWon", "OwnerId", "CreatedDate", "SystemModstamp"],
  Task: ["Subject", "Description", "IsClosed", "IsDeleted", "SystemModstamp"],
  User: ["Name", "UserType", "IsActive", "ManagerId", "UserRoleId"],
};

const usualRows: NonNullable<TinyOrg["rows"]> = {
  "FROM Organization": [{ Id: "00D000000000001AAA", Name: "Tiny", TimeZoneSidKey: "UTC" }],
};

const ends: (() => Promise<void>)[] = [];

/** A server of a few lines that speaks as much Salesforce as a test needs, with an adapter on it. */
export async function openTinyOrg(
  org: TinyOrg = {},
  more: Partial<SalesforceSettings> = {},
): Promise<OpenTinyOrg> {
  const server = await startTinyServer((seen, response, count) => {
    if (org.answer?.(seen, response, count) !== true) answerUsually(org, seen, response);
  });
  const crm = openAdapter(server.baseUrl, more);
  ends.push(
    () => crm.close(),
    () => server.close(),
  );
  return { crm, server, queries: () => server.seen.flatMap((seen) => queryOf(seen) ?? []) };
}

export async function closeTinyOrgs(): Promise<void> {
  for (const end of ends.splice(0)) await end();
}

/** The SOQL of a request; null for any other. */
export function queryOf({ path }: Seen): string | null {
  return new URL(path, "http://tiny").searchParams.get("q");
}

export function sendRows(
  response: ServerResponse,
  records: readonly Row[],
  nextRecordsUrl?: string,
): boolean {
  const done = nextRecordsUrl === undefined;
  sendJson(response, 200, { totalSize: records.length, done, records, ...(done ? {} : { nextRecordsUrl }) });
  return true;
}

/** `words`: Salesforce's code, and its sentence. */
export function sendError(response: ServerResponse, status: number, ...words: readonly string[]): boolean {
  const [errorCode, message = ""] = words;
  sendJson(response, status, [{ errorCode, message }]);
  return true;
}

/** Says yes to every record of a collection; `errors` are by the record's place. */
export function sendResults(
  seen: Seen,
  response: ServerResponse,
  errors: Readonly<Record<number, Row>> = {},
): void {
  const { records } = JSON.parse(seen.body) as { records: readonly Row[] };
  const results = records.map((record, index) => {
    const error = errors[index];
    const id = record["id"] ?? `00T${String(index).padStart(12, "0")}AAA`;
    return error === undefined ? { id, success: true, errors: [] } : { success: false, errors: [error] };
  });
  sendJson(response, 200, results);
}

function answerUsually({ objects, rows }: TinyOrg, seen: Seen, response: ServerResponse): void {
  const object = /\/sobjects\/(\w+)\/describe$/.exec(seen.path)?.[1];
  const soql = queryOf(seen);
  if (object !== undefined) return sendShape(response, object, { ...usual, ...objects }[object]);
  if (soql === null)
    return void sendError(response, 404, "NOT_FOUND", "The requested resource does not exist");
  const found = Object.entries({ ...rows, ...usualRows }).find(([text]) => soql.includes(text));
  sendRows(response, found?.[1] ?? []);
}

function sendShape(
  response: ServerResponse,
  name: string,
  fields: readonly (string | Row)[] | undefined,
): void {
  if (fields === undefined)
    return void sendError(response, 404, "NOT_FOUND", "The requested resource does not exist");
  const all = fields.map((field) => ({
    type: "string",
    updateable: true,
    createable: true,
    ...(typeof field === "string" ? { name: field } : field),
  }));
  sendJson(response, 200, { name, updateable: true, createable: true, fields: all });
}

/** `/services/data/v66.0/query…`: is it the first page of a query? */
export function isQuery({ path }: Seen): boolean {
  return path.startsWith(`${root}/query?`) || path.startsWith(`${root}/queryAll?`);
}

export function opportunityId(number: number): string {
  return `006${String(number).padStart(12, "0")}AAA`;
}

export function opportunity(number: number, more: Row = {}): Row {
  return {
    Id: opportunityId(number),
    Name: `Deal ${number}`,
    StageName: "Angebot",
    IsClosed: false,
    SystemModstamp: "2026-10-14T04:00:00.000+0000",
    ...more,
  };
}
