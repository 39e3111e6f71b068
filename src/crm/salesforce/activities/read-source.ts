import { z } from "zod";
import { type AppError, isAppError } from "../../../domain/errors.ts";
import { type Moment, msPerDay } from "../../../domain/time.ts";
import type { PullWindow } from "../../port.ts";
import type { Org } from "../org.ts";
import { readByBulk } from "../reading/bulk.ts";
import type { Peek } from "../reading/composite.ts";
import { idAsGiven, isTooMuch, type KeysetQuery, readByKeyset, toKeysetSoql } from "../reading/keyset.ts";
import { countRows, type Row } from "../reading/query.ts";
import { toSoqlMoment } from "../reading/soql.ts";
import { type ActivitySource, fieldsOf } from "./sources.ts";

/** How far the reading of one object is. `job` is set while it is read by Bulk API. */
export const placeSchema = z.object({
  lastId: z.string().nullable(),
  isDone: z.boolean(),
  job: z.object({ jobId: z.string(), locator: z.string().nullable() }).nullable().default(null),
});
export type Place = z.infer<typeof placeSchema>;

export interface SourcePage {
  readonly rows: readonly Row[];
  /** Where reading goes on after these rows. */
  readonly place: Place;
}

/** A night reads back a day or two; what reaches further back may be a first backfill, which is worth a count. */
const backfillAfterMs = 7 * msPerDay;

export function isBackfill(org: Org, modifiedSince: Moment): boolean {
  return org.now() - modifiedSince > backfillAfterMs;
}

interface SourceWindow extends Pick<PullWindow, "modifiedSince"> {
  readonly place: Place | null;
  /** The object's first rows, where they were looked at already. */
  readonly peek: Peek | null;
}

/** Changed rows of one object. */
export async function toSourceQuery(
  org: Org,
  source: ActivitySource,
  modifiedSince: Moment,
): Promise<KeysetQuery> {
  return {
    object: source.object,
    fields: await fieldsOf(org, source),
    where: [`${source.stamp} >= ${toSoqlMoment(modifiedSince)}`],
    kind: "query",
    act: `reading ${source.object}`,
    isAll: source.isArchived,
  };
}

/** Changed rows of one object; none, and done, when our user cannot see it. */
export async function* readSource(
  org: Org,
  source: ActivitySource,
  { modifiedSince, place, peek }: SourceWindow,
): AsyncGenerator<SourcePage> {
  const query = await toSourceQuery(org, source, modifiedSince);
  if (query.fields.length === 0) {
    yield { rows: [], place: { lastId: null, isDone: true, job: null } };
    return;
  }
  if (peek !== null) return yield* behindPeek(org, query, peek);
  const mayBeLarge = place === null && source.isBulkable && isBackfill(org, modifiedSince);
  const { job, lastId } = place ?? { job: null, lastId: null };
  const isByBulk = job !== null || (mayBeLarge && (await isLarge(org, query)));
  yield* isByBulk ? byBulkOrKeyset(org, query, job) : byKeyset(org, query, lastId);
}

async function* behindPeek(org: Org, query: KeysetQuery, { rows, isAll }: Peek): AsyncGenerator<SourcePage> {
  const lastId = idAsGiven(rows.at(-1));
  yield { rows, place: { lastId, isDone: isAll, job: null } };
  if (!isAll) yield* byKeyset(org, query, lastId);
}

async function* byBulkOrKeyset(org: Org, query: KeysetQuery, job: Place["job"]): AsyncGenerator<SourcePage> {
  try {
    yield* byBulk(org, query, job);
  } catch (error) {
    if (!isUnusable(error)) throw error;
    const { object } = query;
    org.log.warn({ object, problem: error.message }, "no bulk reading; queries are used instead");
    yield* byKeyset(org, query, null);
  }
}

async function* byKeyset(
  org: Org,
  query: KeysetQuery,
  startAfter: string | null,
): AsyncGenerator<SourcePage> {
  for await (const { rows, lastId, isLast } of readByKeyset(org, query, startAfter)) {
    yield { rows, place: { lastId, isDone: isLast, job: null } };
  }
}

/** The order of rows does not matter to a job, and sorting them may make it fail. */
async function* byBulk(org: Org, query: KeysetQuery, job: Place["job"]): AsyncGenerator<SourcePage> {
  const { kind, act, isAll = false } = query;
  for await (const { rows, next } of readByBulk(org, { soql: toKeysetSoql(query), kind, act, isAll }, job)) {
    yield { rows, place: { lastId: null, isDone: next === null, job: next } };
  }
}

/** A count that takes the server too long says enough. */
async function isLarge(org: Org, { object, where, act, isAll = false }: KeysetQuery): Promise<boolean> {
  const soql = `SELECT COUNT() FROM ${object} WHERE ${where.join(" AND ")}`;
  try {
    return (await countRows(org, { soql, kind: "query", act, isAll })) >= org.bulk.minRows;
  } catch (error) {
    if (isTooMuch(error) || (isAppError(error) && error.code === "crm-broken")) return true;
    throw error;
  }
}

/** The org does not let us run jobs, this one failed, or it was forgotten while the night was interrupted. */
function isUnusable(error: unknown): error is AppError {
  return isAppError(error) && ["crm-refused", "scope-missing"].includes(error.code);
}
