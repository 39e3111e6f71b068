import { sql } from "kysely";
import type { ActivityKind } from "../domain/activity.ts";
import type { Moment } from "../domain/time.ts";
import type { TenantDb } from "./open-store.ts";
import { givenRows } from "./save-rows.ts";
import { moment, textArray, toTimestamp } from "./values.ts";

/**
 * Marks those of these activities that still count; they count until `takeOutDeleted`. Left alone are Norma's own tasks, which have
 * a ledger, and time off that has begun: people clear old entries away, and days of the past must not become days of idling by it.
 */
export async function markActivitiesDeleted(
  db: TenantDb,
  deleted: readonly { readonly id: string; readonly at: Moment }[],
): Promise<void> {
  if (deleted.length === 0) return;
  const rows = deleted.map(({ id, at }) => ({ id, gone_at: toTimestamp(at) }));
  await sql`update activities own set gone_at = given.gone_at from ${givenRows("activities", rows)} given
    where own.id = given.id and own.gone_at is null and own.result <> 'failed'
      and own.source <> 'norma' and (own.kind <> 'absence' or own.at >= given.gone_at)`.execute(db);
}

export interface DeletedOfKind {
  readonly kind: ActivityKind;
  /** Marked and still counting; what was still to come when it was deleted was cancelled, and is no loss. */
  readonly lost: number;
  /** All of the kind that count, the marked ones among them. */
  readonly known: number;
}

/** Of what happened since a moment, by kind, of kinds that have any. The second look, over all activities, is taken only where there are. */
export async function countDeletedActivities(db: TenantDb, since: Moment): Promise<readonly DeletedOfKind[]> {
  const { rows: marked } = await sql<{ kind: ActivityKind; lost: number }>`
    select kind, count(*) as lost from activities where gone_at is not null and result <> 'failed' and at < gone_at
      and at >= ${moment(since)}
    group by kind order by kind`.execute(db);
  if (marked.length === 0) return [];
  const { rows } = await sql<{ kind: ActivityKind; known: number }>`
    select kind, count(*) as known from activities
    where kind = any(${textArray(marked.map(({ kind }) => kind))}) and source <> 'norma'
      and result <> 'failed' and at >= ${moment(since)} and (gone_at is null or at < gone_at)
    group by kind`.execute(db);
  const knownOf = new Map(rows.map(({ kind, known }) => [kind, Number(known)]));
  return marked.map(({ kind, lost }) => ({ kind, lost: Number(lost), known: knownOf.get(kind) ?? 0 }));
}

/**
 * Takes the marked activities of these kinds out, and of all kinds what was still to come: they stay as failed, which is no work and no
 * touch, and their texts go. One that is read again as live counts again. Returns how many.
 */
export async function takeOutDeleted(db: TenantDb, kinds: readonly ActivityKind[]): Promise<number> {
  const { rows } = await sql<{ id: string }>`update activities set result = 'failed'
    where gone_at is not null and result <> 'failed' and (kind = any(${textArray(kinds)}) or at >= gone_at)
    returning id`.execute(db);
  const ids = rows.map(({ id }) => id);
  await sql`delete from follow_ups where id = any(${textArray(ids)})`.execute(db);
  return ids.length;
}

/**
 * What was to come and stands for no activity any more is one that failed: nothing is booked. What has happened stays as it was, because
 * a customer's record that is cleaned away must not become somebody's idle day. A record that is read as an activity again counts again.
 */
export async function endActivities(
  db: TenantDb,
  activityIds: readonly string[],
  now: Moment,
): Promise<void> {
  if (activityIds.length === 0) return;
  const { rows } = await sql<{ id: string }>`update activities set result = 'failed'
    where id = any(${textArray(activityIds)}) and result <> 'failed' and at >= ${moment(now)} returning id`.execute(
    db,
  );
  await sql`delete from follow_ups where id = any(${textArray(rows.map(({ id }) => id))})`.execute(db);
}
