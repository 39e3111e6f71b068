import type { z } from "zod";
import type { Log } from "../../domain/log.ts";
import { type Moment, msPerHour } from "../../domain/time.ts";
import type { Http, HttpRequest } from "../http.ts";
import type { Manifest } from "../manifest.ts";
import { unreadable } from "./errors.ts";
import { maxListBytes } from "./reading/soql.ts";

/** One connected org: what every reading and writing below needs of the adapter. */
export interface Org {
  readonly http: Http;
  readonly manifest: Manifest;
  /** `/services/data/v66.0`. */
  readonly root: string;
  readonly baseUrl: string;
  /** For sentences: "Salesforce at acme.my.salesforce.com". */
  readonly account: string;
  readonly log: Log;
  /** The moment that counts as now for judging what has happened and what is still to come. */
  readonly now: () => Moment;
  readonly bulk: BulkSettings;
  /** UTF-16 units kept of one text. */
  readonly maxTextLength: number;
  /** Answers that do not change within a night, asked for once; empty again when they are hours old. */
  readonly memory: () => Memory;
}

/** When and how a first backfill is read by Bulk API 2.0. */
export interface BulkSettings {
  /** From so many rows of an object on; fewer are quicker by query. */
  readonly minRows: number;
  /** Of one page of the result. */
  readonly rowsPerPage: number;
  /** The first pause before asking whether a job is done; each one after is half as long again. */
  readonly firstPollMs: number;
  /** Jobs that take longer are left to run, and the night ends with a failure that is tried again. */
  readonly deadlineMs: number;
}

interface Memory {
  readonly answers: Map<string, Promise<unknown>>;
  /** Opportunities that were open when they were last read. */
  readonly openDealIds: Set<string>;
  /** What Norma's fields held when their deals were last read by id, which is right before they are written: by deal and field. */
  readonly shown: Map<string, ReadonlyMap<string, unknown>>;
  /** Kinds of calls for which the org has refused to take several requests in one. */
  readonly neverTogether: Set<string>;
  /** Bytes that the values of one `IN` list may take in an address of this org. */
  listBytes: number;
}

/** An adapter lives as long as its process, an admin's change of the org must show in the next night. */
const memoryMs = 6 * msPerHour;

/** A memory that empties itself. */
export function openMemory(now: () => Moment): () => Memory {
  const empty = (): Memory => ({
    answers: new Map(),
    openDealIds: new Set(),
    shown: new Map(),
    neverTogether: new Set(),
    listBytes: maxListBytes,
  });
  let openedAt = now();
  let memory = empty();
  return () => {
    if (now() - openedAt > memoryMs) {
      openedAt = now();
      memory = empty();
    }
    return memory;
  };
}

/** The answer to a question that is asked once a night; a failed one is asked again. One `name` always has one type. */
export function remember<T>(org: Org, name: string, ask: () => Promise<T>): Promise<T> {
  const { answers } = org.memory();
  const known = answers.get(name) as Promise<T> | undefined;
  if (known !== undefined) return known;
  const asked = ask();
  answers.set(name, asked);
  asked.catch(() => answers.delete(name));
  return asked;
}

/** What an object looks like to our user: fields that it may not see are not there. */
export interface ObjectShape {
  readonly name: string;
  readonly isUpdateable: boolean;
  readonly isCreateable: boolean;
  readonly fields: ReadonlyMap<string, FieldShape>;
}

export interface FieldShape {
  readonly name: string;
  readonly type: string;
  readonly isUpdateable: boolean;
  readonly isCreateable: boolean;
  readonly isExternalId: boolean;
  /** Characters of a text; 0 for everything else. */
  readonly length: number;
  /** Of a reference: how a query reaches what lies behind it (`Owner` of `OwnerId`); else null. */
  readonly relationship: string | null;
  /** Objects that a reference may lead to. */
  readonly leadsTo: readonly string[];
  readonly picklistValues: readonly string[];
  /** Of a picklist: the value a new record gets. */
  readonly defaultValue: string | null;
}

export function isRemembered(org: Org, name: string): boolean {
  return org.memory().answers.has(name);
}

/** Makes the call and checks its answer's shape. Only fields that we use are checked; others pass. */
export async function callFor<S extends z.ZodType>(
  org: Org,
  request: HttpRequest,
  schema: S,
): Promise<z.infer<S>> {
  const parsed = schema.safeParse(await org.http.call(request));
  if (parsed.success) return parsed.data;
  // The path of the fault, never the value: it may be a note's text.
  const where = parsed.error.issues[0]?.path.join(".") || "the answer";
  throw unreadable(request, org, `${where} is missing or of another type`);
}
