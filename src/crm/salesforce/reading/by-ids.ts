import { inChunks } from "../../../domain/chunks.ts";
import type { Org } from "../org.ts";
import { toShortId } from "../rows.ts";
import { type Query, queryRows, type Row } from "./query.ts";
import { isIn, maxListBytes, quote } from "./soql.ts";

export interface ByIds extends Omit<Query, "soql"> {
  readonly object: string;
  readonly fields: readonly string[];
  /** The field that the ids are looked for in. */
  readonly field: string;
  readonly ids: readonly string[];
  /** Further conditions that all hold. */
  readonly where?: readonly string[];
  readonly orderBy?: string;
}

/** Lists asked side by side; Salesforce counts only calls of 20 s and more as concurrent. */
const listsAtOnce = 4;

/** Rows whose `field` is one of the ids, in as many calls as the length of an address asks for. None for no ids. */
export async function queryByIds(org: Org, query: ByIds): Promise<readonly Row[]> {
  const chunks = toLists([...new Set(query.ids.map(toShortId))]);
  const rows: (readonly Row[])[] = [];
  for (const some of inChunks(chunks, listsAtOnce)) {
    rows.push(
      ...(await Promise.all(some.map((ids) => queryRows(org, { ...query, soql: toSoql(query, ids) })))),
    );
  }
  return rows.flat();
}

function toLists(ids: readonly string[]): readonly (readonly string[])[] {
  const lists: string[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const id of ids) {
    const own = new URLSearchParams({ q: `${quote(id)},` }).toString().length - 2;
    if (length + own > maxListBytes) {
      lists.push([]);
      length = 0;
    }
    lists.at(-1)?.push(id);
    length += own;
  }
  return lists;
}

function toSoql({ object, fields, field, where = [], orderBy }: ByIds, ids: readonly string[]): string {
  const conditions = [isIn(field, ids), ...where].join(" AND ");
  const order = orderBy === undefined ? "" : ` ORDER BY ${orderBy}`;
  return `SELECT ${fields.join(", ")} FROM ${object} WHERE ${conditions}${order}`;
}
