import type { Org } from "../org.ts";
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
}

export interface KeysetPage {
  readonly rows: readonly Row[];
  /** Null on an empty last page. */
  readonly lastId: string | null;
  readonly isLast: boolean;
}

/** Fresh starts that may bring no row before the trouble counts as another one. */
const maxIdleStarts = 3;

/**
 * All rows in the order of their ids, whatever their stamps: thousands may carry the same second, and an edit while paging moves
 * a stamp but never an id. The server's own cursor is followed while it lasts; when it is forgotten, or a killed night goes on,
 * reading starts anew behind the last id. Throws crm-refused when cursors are forgotten several times in a row before a row came.
 */
export async function* readByKeyset(
  org: Org,
  query: KeysetQuery,
  startAfter: string | null,
): AsyncGenerator<KeysetPage> {
  let lastId = startAfter;
  let idleStarts = 0;
  for (let isMore = true; isMore; ) {
    isMore = false;
    const from = lastId;
    try {
      const soql = `${toKeysetSoql(query, lastId)} ORDER BY Id`;
      for await (const rows of queryPages(org, { ...query, soql })) {
        // An empty page is no progress: a night that is broken off after it would begin at the same place for ever.
        if (rows.length === 0) continue;
        lastId = idOf(rows.at(-1)) ?? lastId;
        yield { rows, lastId, isLast: false };
      }
    } catch (error) {
      idleStarts = lastId === from ? idleStarts + 1 : 0;
      if (!isCursorLost(error) || idleStarts > maxIdleStarts) throw error;
      isMore = true;
    }
  }
  yield { rows: [], lastId, isLast: true };
}

/** All of them at once, for answers that fit into memory. */
export async function readAllByKeyset(
  org: Org,
  query: KeysetQuery,
  startAfter: string | null = null,
): Promise<readonly Row[]> {
  const all: (readonly Row[])[] = [];
  for await (const { rows } of readByKeyset(org, query, startAfter)) all.push(rows);
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

function idOf(row: Row | undefined): string | null {
  const id = row?.["Id"];
  return typeof id === "string" ? id : null;
}
