import type { Org } from "../org.ts";
import { toShortId } from "../rows.ts";
import { queryTogether } from "./composite.ts";
import type { KeysetQuery } from "./keyset.ts";
import type { Row } from "./query.ts";
import { isIn, maxListBytes, quote } from "./soql.ts";

export interface ByIds extends Omit<KeysetQuery, "where"> {
  /** The field that the ids are looked for in. */
  readonly field: string;
  readonly ids: readonly string[];
  /** Further conditions that all hold. */
  readonly where?: readonly string[];
}

/** Rows whose `field` is one of the ids, in the order of their own ids as far as they were asked for with the same list. None for no ids. */
export async function queryByIds(org: Org, query: ByIds): Promise<readonly Row[]> {
  return (await queryAllByIds(org, [query])).flat();
}

/** The same of several objects, in the order given: a list is as long as an address allows, and five lists go in one call. */
export async function queryAllByIds(
  org: Org,
  wanted: readonly ByIds[],
): Promise<readonly (readonly Row[])[]> {
  const queries = wanted.map(toQueries);
  const answers = await queryTogether(org, queries.flat());
  let taken = 0;
  return queries.map(({ length }) => {
    taken += length;
    return answers.slice(taken - length, taken).flat();
  });
}

/** One query for each list of ids. */
function toQueries({ field, ids, where = [], ...query }: ByIds): readonly KeysetQuery[] {
  const lists = toLists([...new Set(ids.map(toShortId))]);
  return lists.map((list) => ({ ...query, where: [isIn(field, list), ...where] }));
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
