import { inChunks } from "../../../domain/chunks.ts";
import type { Org } from "../org.ts";
import { toShortId } from "../rows.ts";
import { type KeysetQuery, readAllByKeyset } from "./keyset.ts";
import type { Row } from "./query.ts";
import { isIn, maxListBytes, quote } from "./soql.ts";

export interface ByIds extends Omit<KeysetQuery, "where"> {
  /** The field that the ids are looked for in. */
  readonly field: string;
  readonly ids: readonly string[];
  /** Further conditions that all hold. */
  readonly where?: readonly string[];
}

/** Lists asked side by side; Salesforce counts only calls of 20 s and more as concurrent. */
const listsAtOnce = 4;

/**
 * Rows whose `field` is one of the ids, in as many calls as the length of an address asks for; in the order of their own ids, as far
 * as they were asked for with the same list. None for no ids.
 */
export async function queryByIds(org: Org, query: ByIds): Promise<readonly Row[]> {
  const chunks = toLists([...new Set(query.ids.map(toShortId))]);
  const rows: (readonly Row[])[] = [];
  for (const some of inChunks(chunks, listsAtOnce)) {
    rows.push(...(await Promise.all(some.map((ids) => readAllByKeyset(org, toKeysetQuery(query, ids))))));
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

function toKeysetQuery({ field, where = [], ...query }: ByIds, ids: readonly string[]): KeysetQuery {
  return { ...query, where: [isIn(field, ids), ...where] };
}
