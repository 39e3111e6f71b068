import { isAppError } from "../../../domain/errors.ts";
import { codeOf } from "../errors.ts";
import type { Org } from "../org.ts";
import { toShortId } from "../rows.ts";
import { queryTogether } from "./composite.ts";
import type { KeysetQuery } from "./keyset.ts";
import type { Row } from "./query.ts";
import { isIn, quote } from "./soql.ts";

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

/**
 * The same of several objects, in the order given: a list is as long as an address allows, and five lists go in one call. An org, or a
 * proxy before it, that takes no lists of this length gets shorter ones from then on.
 */
export async function queryAllByIds(
  org: Org,
  wanted: readonly ByIds[],
): Promise<readonly (readonly Row[])[]> {
  for (;;) {
    const { listBytes } = org.memory();
    try {
      return await queryLists(org, wanted, listBytes);
    } catch (error) {
      if (!isTooLong(error) || listBytes < leastListBytes) throw error;
      org.memory().listBytes = listBytes / 2;
    }
  }
}

/** Some twenty ids: where not even these pass, it is not their number. */
const leastListBytes = 500;

const tooLongStatuses: readonly unknown[] = [413, 414, 431];
const tooLongCodes: readonly string[] = ["EXCEEDED_ID_LIMIT", "QUERY_TOO_COMPLICATED"];

function isTooLong(error: unknown): boolean {
  if (!isAppError(error)) return false;
  return tooLongStatuses.includes(error.details["status"]) || tooLongCodes.includes(codeOf(error));
}

async function queryLists(
  org: Org,
  wanted: readonly ByIds[],
  listBytes: number,
): Promise<readonly (readonly Row[])[]> {
  const queries = wanted.map((one) => toQueries(one, listBytes));
  const answers = await queryTogether(org, queries.flat());
  let taken = 0;
  return queries.map(({ length }) => {
    taken += length;
    return answers.slice(taken - length, taken).flat();
  });
}

/** One query for each list of ids. */
function toQueries({ field, ids, where = [], ...query }: ByIds, listBytes: number): readonly KeysetQuery[] {
  const lists = toLists([...new Set(ids.map(toShortId))], listBytes);
  return lists.map((list) => ({ ...query, where: [isIn(field, list), ...where] }));
}

function toLists(ids: readonly string[], listBytes: number): readonly (readonly string[])[] {
  const lists: string[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const id of ids) {
    const own = new URLSearchParams({ q: `${quote(id)},` }).toString().length - 2;
    if (length + own > listBytes) {
      lists.push([]);
      length = 0;
    }
    lists.at(-1)?.push(id);
    length += own;
  }
  return lists;
}
