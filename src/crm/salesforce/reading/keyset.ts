import { isAppError } from "../../../domain/errors.ts";
import { codeOf } from "../errors.ts";
import type { Org } from "../org.ts";
import { isAbsent } from "./is-absent.ts";
import { isCursorLost, queryPages, type Row } from "./query.ts";
import { quote } from "./soql.ts";

export interface KeysetQuery {
  readonly object: string;
  readonly fields: readonly string[];
  /** Conditions that all hold. */
  readonly where: readonly string[];
  readonly kind: string;
  readonly act: string;
  readonly isAll?: boolean;
  /** Of an object that may be described and refused all the same (roles without the right to see them): then it has no rows. */
  readonly isOptional?: boolean;
}

export interface KeysetPage {
  readonly rows: readonly Row[];
  /** Null on an empty last page. */
  readonly lastId: string | null;
  readonly isLast: boolean;
}

/** Fresh starts that may bring no row before the trouble counts as another one. */
const maxIdleStarts = 3;

/** Rows of a slice when the whole is too much for the server; halved while slices are too much as well. */
const sliceRows = { first: 2_000, least: 125 } as const;

/**
 * All rows in the order of their ids, whatever their stamps: thousands may carry the same second, and an edit while paging moves
 * a stamp but never an id. The server's own cursor is followed while it lasts; when it is forgotten, or a killed night goes on,
 * reading starts anew behind the last id. A query that takes the server too long is asked in slices, which an index of ids can cut.
 * Throws crm-refused when cursors are forgotten several times in a row before a row came.
 */
export async function* readByKeyset(
  org: Org,
  query: KeysetQuery,
  startAfter: string | null,
): AsyncGenerator<KeysetPage> {
  const reading: Reading = { lastId: startAfter, slice: null, idleStarts: 0 };
  for (let isMore = true; isMore; ) isMore = yield* readOn(org, query, reading);
  yield { rows: [], lastId: reading.lastId, isLast: true };
}

/** Where a reading stands. */
interface Reading {
  lastId: string | null;
  /** Rows of one query; null for all that are left. */
  slice: number | null;
  idleStarts: number;
}

/** One query behind the last row; false when it was the last one. */
async function* readOn(org: Org, query: KeysetQuery, reading: Reading): AsyncGenerator<KeysetPage, boolean> {
  const { lastId: from, slice } = reading;
  const limit = slice === null ? "" : ` LIMIT ${slice}`;
  const soql = `${toKeysetSoql(query, from)} ORDER BY Id${limit}`;
  let count = 0;
  try {
    for await (const rows of queryPages(org, { ...query, soql })) {
      // An empty page is no progress: a night that is broken off after it would begin at the same place for ever.
      if (rows.length === 0) continue;
      count += rows.length;
      reading.lastId = idAsGiven(rows.at(-1)) ?? reading.lastId;
      yield { rows, lastId: reading.lastId, isLast: false };
    }
  } catch (error) {
    prepareNext(reading, { from, error });
    return true;
  }
  return slice !== null && count >= slice;
}

/** Throws the error again where no further query can help. */
function prepareNext(reading: Reading, { from, error }: { from: string | null; error: unknown }): void {
  reading.idleStarts = reading.lastId === from ? reading.idleStarts + 1 : 0;
  const smaller = isTooMuch(error) ? toSmaller(reading.slice) : null;
  if (smaller === null && (!isCursorLost(error) || reading.idleStarts > maxIdleStarts)) throw error;
  reading.slice = smaller ?? reading.slice;
}

/** The second: more than 100,000 records that activities are about, for a user who may not see all data. */
const tooMuchCodes: ReadonlySet<string> = new Set(["QUERY_TIMEOUT", "OPERATION_TOO_LARGE"]);

/** True where slices may help. */
export function isTooMuch(error: unknown): boolean {
  return isAppError(error) && tooMuchCodes.has(codeOf(error));
}

/** Null when slices cannot get any smaller. */
function toSmaller(slice: number | null): number | null {
  if (slice === null) return sliceRows.first;
  return slice > sliceRows.least ? slice / 2 : null;
}

/** All of them at once, for answers that fit into memory. */
export async function readAllByKeyset(
  org: Org,
  query: KeysetQuery,
  startAfter: string | null = null,
): Promise<readonly Row[]> {
  const all: (readonly Row[])[] = [];
  try {
    for await (const { rows } of readByKeyset(org, query, startAfter)) all.push(rows);
  } catch (error) {
    if (query.isOptional !== true || !isAppError(error) || !isAbsent(error)) throw error;
    org.log.warn(
      { object: query.object, problem: error.message },
      "the org describes an object and refuses it",
    );
  }
  return all.flat();
}

/** Without an order, which Bulk API does better without. */
export function toKeysetSoql({ object, fields, where }: KeysetQuery, after: string | null = null): string {
  const conditions = after === null ? where : [...where, `Id > ${quote(after)}`];
  const clause = conditions.length === 0 ? "" : ` WHERE ${conditions.map(toOperand).join(" AND ")}`;
  return `SELECT ${fields.join(", ")} FROM ${object}${clause}`;
}

function toOperand(condition: string): string {
  return condition.includes(" OR ") ? `(${condition})` : condition;
}

/** The id of the last row read, as the server wrote it. */
export function idAsGiven(row: Row | undefined): string | null {
  const id = row?.["Id"];
  return typeof id === "string" ? id : null;
}
