import { sql } from "kysely";
import type { Moment } from "../domain/time.ts";
import { loadCheckpoint, saveCheckpoint } from "./checkpoints.ts";
import type { TenantDb } from "./open-store.ts";
import { moment, textArray } from "./values.ts";

/**
 * Open deals that the CRM shows neither as live nor as deleted are kept as they were last seen; `at` counts for those of which no
 * night is known that saw them.
 */
export async function markDealsVanished(db: TenantDb, dealIds: readonly string[], at: Moment): Promise<void> {
  if (dealIds.length === 0) return;
  await sql`update deals set vanished_since = coalesce(vanished_since,
      (select as_of from runs where runs.id = deals.seen_in_run), ${moment(at)})
    where id = any(${textArray(dealIds)}) and outcome = 'open' and gone_at is null`.execute(db);
}

export interface VanishedDeals {
  readonly vanished: number;
  /** Open deals in all, vanished ones among them. */
  readonly known: number;
  /** When the first of them was last seen; null when there are none. */
  readonly since: Moment | null;
}

export async function countVanishedDeals(db: TenantDb): Promise<VanishedDeals> {
  const row = await db
    .selectFrom("deals")
    .where("outcome", "=", "open")
    .where("gone_at", "is", null)
    .select(({ fn }) => [
      fn.count<number>("vanished_since").as("vanished"),
      fn.countAll<number>().as("known"),
      fn.min("vanished_since").as("since"),
    ])
    .executeTakeFirstOrThrow();
  return { vanished: Number(row.vanished), known: Number(row.known), since: row.since };
}

/** By id in ascending order, with their owners. */
export async function loadVanishedDeals(
  db: TenantDb,
): Promise<ReadonlyMap<string, { readonly ownerId: string | null }>> {
  const rows = await db
    .selectFrom("deals")
    .select(["id", "owner_id"])
    .where("outcome", "=", "open")
    .where("gone_at", "is", null)
    .where("vanished_since", "is not", null)
    .orderBy("id")
    .execute();
  return new Map(rows.map(({ id, owner_id }) => [id, { ownerId: owner_id }]));
}

/** Takes those for deleted that were last seen before a moment. Returns how many. */
export async function letVanishedDealsGo(
  db: TenantDb,
  { seenBefore, at }: { readonly seenBefore: Moment; readonly at: Moment },
): Promise<number> {
  const { numAffectedRows } = await sql`update deals set gone_at = ${moment(at)}
    where outcome = 'open' and gone_at is null and vanished_since < ${moment(seenBefore)}`.execute(db);
  return Number(numAffectedRows ?? 0);
}

/**
 * The stream of what was done on deals that are shown again. Like a deal, its activities may have been kept from us, so they are read
 * from the moment on at which it was last seen. The run is that which reads them; none while it is still to be done.
 */
export const returnedDeals = "activities:returned-deals";

export async function noteDealsReturned(
  db: TenantDb,
  lastSeen: readonly (Moment | null | undefined)[],
): Promise<void> {
  const moments = lastSeen.filter((at) => at !== null && at !== undefined);
  if (moments.length === 0) return;
  const known = (await loadCheckpoint(db, returnedDeals))?.watermark ?? null;
  const watermark = Math.min(...moments, ...(known === null ? [] : [known]));
  await saveCheckpoint(db, { stream: returnedDeals, runId: null, cursor: null, watermark });
}
