import type { Moment } from "../../../domain/time.ts";
import type { Clock } from "../clock.ts";
import type { IngestJob } from "./routes/bulk-ingest-routes.ts";
import type { QueryJob } from "./routes/bulk-query-routes.ts";
import type { ObjectSchema } from "./schema.ts";
import { standardObjects } from "./standard-objects.ts";

/** A row as the org holds it: moments as numbers, days as texts, null when empty. */
export type Row = Record<string, string | number | boolean | null>;

/** How one org behaves where orgs differ. */
export interface OrgSettings {
  /** Rows of a page of a query's answer; Salesforce takes 2,000 and may give fewer. */
  readonly pageSize: number;
  /** Rows of a page of a Bulk result. */
  readonly bulkPageSize: number;
  /** Calls of 24 hours; each answer says how many are used. */
  readonly dailyCalls: number;
  /** Calls that other integrations made already. */
  readonly usedCalls: number;
  /** Objects that this edition lacks or our user may not see. */
  readonly hiddenObjects: readonly string[];
  /** `Opportunity.Norma_Flag__c`: fields that our user may not see. */
  readonly hiddenFields: readonly string[];
  /** `Opportunity.Norma_Flag__c`: fields that our user sees but may not change. */
  readonly readOnlyFields: readonly string[];
  /** Activities older than this are archived: only queryAll shows them; days. */
  readonly archiveAfterDays: number;
  /** May the app come in? Once an admin has withdrawn that, sessions end and no new ones begin. */
  readonly isAppApproved: boolean;
}

export const defaultOrgSettings: OrgSettings = {
  pageSize: 2_000,
  bulkPageSize: 50_000,
  dailyCalls: 100_000,
  usedCalls: 0,
  hiddenObjects: [],
  hiddenFields: [],
  readOnlyFields: [],
  archiveAfterDays: 365,
  isAppApproved: true,
};

/** One Salesforce org: all it holds. */
export interface Org {
  /** 18 characters that begin with 00D. */
  readonly id: string;
  readonly name: string;
  /** Company settings, which an admin may change. */
  timeZone: string;
  currency: string;
  readonly clock: Clock;
  settings: OrgSettings;
  readonly objects: Map<string, ObjectSchema>;
  readonly tables: Map<string, Map<string, Row>>;
  /** Rows that are there and that our user may not see, by object. */
  readonly keptBack: Map<string, Map<string, Row>>;
  /** Numbers the rows of each object. */
  readonly counters: Map<string, number>;
  /** Answers of queries of which more pages are to come, by locator. */
  readonly cursors: Map<string, Cursor>;
  /** Opportunities whose changes a validation rule refuses, with the rule's message. */
  readonly refusedDeals: Map<string, string>;
  /** Opportunities that somebody else's transaction holds: how many more tries meet the lock. */
  readonly lockedDeals: Map<string, number>;
  readonly queryJobs: Map<string, QueryJob>;
  readonly ingestJobs: Map<string, IngestJob>;
  /** Calls that were answered since the start. */
  calls: number;
}

export interface Cursor {
  readonly object: string;
  readonly records: readonly unknown[];
}

type OrgStart = Pick<Org, "id" | "name" | "timeZone" | "currency" | "clock"> & {
  readonly settings?: Partial<OrgSettings>;
};

export function createOrg(start: OrgStart): Org {
  const objects = new Map(standardObjects());
  return {
    ...start,
    settings: { ...defaultOrgSettings, ...start.settings },
    objects,
    tables: new Map([...objects.keys()].map((name) => [name, new Map()])),
    keptBack: new Map(),
    counters: new Map(),
    cursors: new Map(),
    refusedDeals: new Map(),
    lockedDeals: new Map(),
    queryJobs: new Map(),
    ingestJobs: new Map(),
    calls: 0,
  };
}

/** The rows of an object; throws for an object that the org does not know. */
export function tableOf(org: Org, object: string): Map<string, Row> {
  const table = org.tables.get(object);
  if (table === undefined) throw new RangeError(`The sandbox has no object ${object}`);
  return table;
}

/** The object as our user sees it; names are not case-sensitive. Throws NOT_FOUND's query form, INVALID_TYPE. */
export function findObject(org: Org, name: string): ObjectSchema | null {
  const exact = org.objects.get(name);
  const schema =
    exact ?? [...org.objects.values()].find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (schema === undefined || org.settings.hiddenObjects.includes(schema.name)) return null;
  const isHidden = (field: string) => org.settings.hiddenFields.includes(`${schema.name}.${field}`);
  if (!org.settings.hiddenFields.some((one) => one.startsWith(`${schema.name}.`))) return schema;
  return { ...schema, fields: new Map([...schema.fields].filter(([field]) => !isHidden(field))) };
}

/** What a row gets of itself when it is made. */
export function addRow(org: Org, object: string, { at, byId, values }: NewRow): Row {
  const id = typeof values["Id"] === "string" ? values["Id"] : takeId(org, object);
  const row: Row = {
    ...emptyRow(org, object),
    CreatedDate: at,
    CreatedById: byId,
    IsDeleted: false,
    ...values,
    Id: id,
    LastModifiedDate: at,
    LastModifiedById: byId,
    SystemModstamp: at,
  };
  tableOf(org, object).set(id, row);
  return row;
}

export interface NewRow {
  readonly at: Moment;
  readonly byId: string | null;
  readonly values: Row;
}

export function changeRow(row: Row, { at, byId, values }: NewRow): void {
  Object.assign(row, values, { LastModifiedDate: at, LastModifiedById: byId, SystemModstamp: at });
}

function emptyRow(org: Org, object: string): Row {
  const fields = org.objects.get(object)?.fields.values() ?? [];
  return Object.fromEntries([...fields].map(({ name, type }) => [name, type === "boolean" ? false : null]));
}

/** The next free id of an object. */
export function takeId(org: Org, object: string): string {
  const schema = org.objects.get(object);
  if (schema === undefined) throw new RangeError(`The sandbox has no object ${object}`);
  const number = (org.counters.get(object) ?? 0) + 1;
  org.counters.set(object, number);
  return toId(schema.prefix, number);
}

/** Jobs have numbers of their own: a replayed journal knows nothing of jobs that only read. */
export function takeJobId(org: Org): string {
  const number = (org.counters.get("job") ?? 0) + 1;
  org.counters.set("job", number);
  return toId("750", number);
}

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const suffixLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

/** An id of 18 characters: prefix, pod, number in base 62, and three characters that tell capitals from small letters. */
export function toId(prefix: string, number: number): string {
  let text = "";
  for (let rest = number; rest > 0; rest = Math.floor(rest / digits.length)) {
    text = digits.charAt(rest % digits.length) + text;
  }
  return toLongId(`${prefix}Sb00000${text.padStart(15 - prefix.length - 7, "0")}`);
}

/** The 18 characters of an id; one of 15 gets the three that make it the same in programs that ignore capitals. */
export function toLongId(id: string): string {
  if (id.length === 18) return id;
  const suffix = [0, 5, 10].map((start) => {
    const bits = Array.from({ length: 5 }, (_, index) =>
      /[A-Z]/.test(id.charAt(start + index)) ? 1 << index : 0,
    );
    return suffixLetters[bits.reduce((sum, bit) => sum + bit, 0)];
  });
  return id + suffix.join("");
}

/** The row behind an id of either length; null when there is none, or when it is deleted. */
export function findLive(org: Org, object: string, id: string): Row | null {
  const row = tableOf(org, object).get(id.length === 15 ? toLongId(id) : id);
  return row === undefined || row["IsDeleted"] === true ? null : row;
}
