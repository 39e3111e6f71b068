import { sql } from "kysely";
import type { ActivityKind } from "../domain/activity.ts";
import type { Moment } from "../domain/time.ts";
import type { TenantDb } from "./open-store.ts";
import { moment, textArray } from "./values.ts";

/**
 * Marks those of these activities that still count; they count until `takeOutDeleted`. Left alone are Norma's own tasks, which have
 * a ledger, and time off that has begun: people clear old entries away, and days of the past must not become days of idling by it.
 */
export async function markActivitiesDeleted(
  db: TenantDb,
  activityIds: readonly string[],
  at: Moment,
): Promise<void> {
  await sql`update activities set gone_at = ${moment(at)}
    where id = any(${textArray(activityIds)}) and gone_at is null and result <> 'failed'
      and source <> 'norma' and (kind <> 'absence' or at >= ${moment(at)})`.execute(db);
}

export interface DeletedOfKind {
  readonly kind: ActivityKind;
  /** Marked and still counting. */
  readonly lost: number;
  /** All of the kind that count since the moment asked for, and the marked ones. */
  readonly known: number;
}

/** By kind, of kinds that have any. The second look, over all activities, is taken only where there are. */
export async function countDeletedActivities(db: TenantDb, since: Moment): Promise<readonly DeletedOfKind[]> {
  const { rows: marked } = await sql<{ kind: ActivityKind; lost: number }>`
    select kind, count(*) as lost from activities where gone_at is not null and result <> 'failed'
    group by kind order by kind`.execute(db);
  if (marked.length === 0) return [];
  const { rows } = await sql<{ kind: ActivityKind; known: number }>`
    select kind, count(*) as known from activities
    where kind = any(${textArray(marked.map(({ kind }) => kind))}) and source <> 'norma'
      and result <> 'failed' and (at >= ${moment(since)} or gone_at is not null)
    group by kind`.execute(db);
  const knownOf = new Map(rows.map(({ kind, known }) => [kind, Number(known)]));
  return marked.map(({ kind, lost }) => ({ kind, lost: Number(lost), known: knownOf.get(kind) ?? 0 }));
}

/**
 * Takes the marked activities of these kinds out, as those that Salesforce shows as deleted: they stay as failed, which is no work and no
 * touch, and their texts go. One that is read again as live counts again. Returns how many.
 */
export async function takeOutDeleted(db: TenantDb, kinds: readonly ActivityKind[]): Promise<number> {
  const { rows } = await sql<{ id: string }>`update activities set result = 'failed'
    where gone_at is not null and result <> 'failed' and kind = any(${textArray(kinds)}) returning id`.execute(
    db,
  );
  const ids = rows.map(({ id }) => id);
  await sql`delete from follow_ups where id = any(${textArray(ids)})`.execute(db);
  return ids.length;
}
