import { z } from "zod";
import { isAppError } from "../../../domain/errors.ts";
import { codeOf, unreadable } from "../errors.ts";
import { callFor, type Org } from "../org.ts";

export type Row = Readonly<Record<string, unknown>>;

/** A page of rows as the server gives it. */
export const rowPageSchema = z.object({
  done: z.boolean(),
  nextRecordsUrl: z.string().nullish(),
  records: z.array(z.record(z.string(), z.unknown())),
});

export interface Query {
  readonly soql: string;
  /** The kind of call it is counted under. */
  readonly kind: string;
  readonly act: string;
  /** Deleted and archived rows too; SOQL's `IsDeleted` and `IsArchived` tell them apart. */
  readonly isAll?: boolean;
}

/**
 * The answer's pages as the server cuts them (2,000 rows, fewer when rows are wide). Only `done` ends them: a page may be
 * shorter than asked for, even empty. Throws crm-refused with INVALID_QUERY_LOCATOR when the server forgot its cursor.
 */
export async function* queryPages(org: Org, query: Query): AsyncGenerator<readonly Row[]> {
  const asked = new Set<string>();
  let path: string | null = `${org.root}/${query.isAll === true ? "queryAll" : "query"}`;
  let parameters: Readonly<Record<string, string>> | undefined = { q: query.soql };
  while (path !== null) {
    const request = {
      method: "GET",
      path,
      kind: query.kind,
      act: query.act,
      ...(parameters === undefined ? {} : { query: parameters }),
    } as const;
    const page: z.infer<typeof rowPageSchema> = await callFor(org, request, rowPageSchema);
    yield page.records;
    parameters = undefined;
    path = page.done ? null : nextPath(org, query, { next: page.nextRecordsUrl ?? "", asked });
  }
}

/** A server that forgets cursors this often in a row has another trouble. */
const maxFreshStarts = 3;

/** All rows at once, for answers that are small by nature; begun anew when the server forgets its cursor. */
export async function queryRows(org: Org, query: Query): Promise<readonly Row[]> {
  for (let start = 1; ; start += 1) {
    const rows: Row[] = [];
    try {
      for await (const page of queryPages(org, query)) rows.push(...page);
      return rows;
    } catch (error) {
      if (!isCursorLost(error) || start > maxFreshStarts) throw error;
    }
  }
}

/** The answer of a `SELECT COUNT()`, which has no rows. */
export async function countRows(org: Org, { soql, kind, act, isAll }: Query): Promise<number> {
  const path = `${org.root}/${isAll === true ? "queryAll" : "query"}`;
  const request = { method: "GET", path, query: { q: soql }, kind, act } as const;
  return (await callFor(org, request, z.object({ totalSize: z.number() }))).totalSize;
}

/** True when the server no longer knows the cursor; a fresh query from the last row seen goes on. */
export function isCursorLost(error: unknown): boolean {
  return isAppError(error) && codeOf(error) === "INVALID_QUERY_LOCATOR";
}

function nextPath(org: Org, query: Query, { next, asked }: { next: string; asked: Set<string> }): string {
  // A path of the same server: an address in an answer must not lead our token elsewhere.
  if (!next.startsWith("/") || next.startsWith("//") || asked.has(next)) {
    throw unreadable(query, org, "it has more rows but no way to them");
  }
  asked.add(next);
  return next;
}
