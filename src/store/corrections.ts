import { type Selectable, sql } from "kysely";
import type { Correction } from "../domain/correction.ts";
import type { StalledDeal } from "../domain/finding.ts";
import type { Contest } from "../domain/flag.ts";
import type { Adjustment, FollowUp } from "../domain/follow-up.ts";
import type { TenantDb } from "./open-store.ts";
import { overWholeTenant } from "./rows-of.ts";
import { saveRows } from "./save-rows.ts";
import type { Database } from "./schema.ts";
import { textArray, toTimestamp } from "./values.ts";

/** A correction replaces the one with the same id. */
export async function saveCorrections(db: TenantDb, corrections: readonly Correction[]): Promise<void> {
  await saveRows(db, {
    into: "corrections",
    key: ["id"],
    rows: corrections.map((one) => ({
      id: one.id,
      deal_id: one.dealId,
      follow_up_id: one.followUpId,
      origin: one.origin,
      verdict: one.verdict,
      reason: one.reason,
      shown: one.shown,
      probabilities: one.probabilities,
      engine: one.engine,
      text_hash: one.textHash,
      given_at: toTimestamp(one.givenAt),
    })),
  });
}

/** The newest first. */
export async function loadCorrections(db: TenantDb): Promise<readonly Correction[]> {
  const rows = await db
    .selectFrom("corrections")
    .selectAll()
    .orderBy("given_at", "desc")
    .orderBy("id")
    .execute();
  return rows.map(toCorrection);
}

/** Returns how many there were. */
export async function deleteCorrections(db: TenantDb, ids: readonly string[] | "all"): Promise<number> {
  let query = db.deleteFrom("corrections");
  if (ids !== "all") query = query.where("id", "=", (is) => is.fn.any(textArray(ids)));
  const { numDeletedRows } = await query.executeTakeFirst();
  return Number(numDeletedRows);
}

/** Once a text is no longer kept, nothing that was derived from its letters is either. */
export async function forgetPurgedTexts(db: TenantDb): Promise<void> {
  await sql`update corrections set text_hash = null where text_hash is not null and not exists
    (select from follow_ups kept where kept.deal_id = corrections.deal_id and kept.id = corrections.follow_up_id)`.execute(
    db,
  );
}

export interface StoredAdjustment {
  /** False when people switched learning off. */
  readonly isOn: boolean;
  /** Null while there is too little to learn from. */
  readonly adjustment: Adjustment | null;
}

export async function loadAdjustment(db: TenantDb): Promise<StoredAdjustment> {
  const row = await db.selectFrom("adjustments").select(["is_on", "body"]).executeTakeFirst();
  return row === undefined ? { isOn: true, adjustment: null } : { isOn: row.is_on, adjustment: row.body };
}

export async function saveAdjustment(db: TenantDb, { isOn, adjustment }: StoredAdjustment): Promise<void> {
  await saveRows(db, { into: "adjustments", key: [], rows: [{ is_on: isOn, body: adjustment }] });
}

/** What stood on a deal when people last saw it. */
export interface Shown {
  readonly dealId: string;
  readonly contest: Contest;
  readonly finding: StalledDeal;
}

/**
 * Deals whose flag stands in the CRM as it was last found, by the finding behind it. `exceptRunId` is the night that is under way,
 * whose findings nobody has seen.
 */
export async function loadShown(db: TenantDb, exceptRunId: string | null): Promise<readonly Shown[]> {
  const query = sql<{ deal_id: string; contest: Contest; body: StalledDeal }>`
    select distinct on (deal.id) deal.id as deal_id, deal.contest, finding.body
    from findings finding
    join runs run on run.id = finding.run_id
    join deals deal on finding.subject = 'deal:' || deal.id
    where finding.kind = 'stalled' and deal.gone_at is null and deal.fields ->> 'flag' = finding.body ->> 'flag'
      and run.id is distinct from ${exceptRunId}::text
    order by deal.id, run.started_at desc`;
  const { rows } = await overWholeTenant(db, () => query.execute(db));
  return rows.map(({ deal_id: dealId, contest, body: finding }) => ({ dealId, contest, finding }));
}

/** Deals on which nobody says anything any more, though somebody did. */
export async function loadWithdrawnContests(db: TenantDb): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("corrections as one")
    .innerJoin("deals as deal", "deal.id", "one.deal_id")
    .where("one.origin", "=", "contest")
    .where("deal.contest", "is", null)
    .select("one.id")
    .execute();
  return rows.map(({ id }) => id);
}

/** The stored texts of these follow-ups, by deal and id; those that are no longer kept are left out. */
export async function loadTexts(
  db: TenantDb,
  wanted: readonly { readonly dealId: string; readonly followUpId: string }[],
): Promise<ReadonlyMap<string, FollowUp>> {
  const { rows } = await sql<Selectable<Database["follow_ups"]>>`select kept.* from follow_ups kept
    join json_to_recordset(${JSON.stringify(wanted)}::json) as wanted ("dealId" text, "followUpId" text)
      on kept.deal_id = wanted."dealId" and kept.id = wanted."followUpId"`.execute(db);
  return new Map(rows.map((row) => [textKey(row.deal_id, row.id), toFollowUp(row)]));
}

/** What a deal's people wrote, the newest first. */
export async function loadTextsOfDeal(db: TenantDb, dealId: string): Promise<readonly FollowUp[]> {
  const rows = await db
    .selectFrom("follow_ups")
    .selectAll()
    .where("deal_id", "=", dealId)
    .orderBy("written_at", "desc")
    .orderBy("id", "desc")
    .execute();
  return rows.map(toFollowUp);
}

/** Names one follow-up of one deal: an activity may be linked to several. */
export function textKey(dealId: string, followUpId: string): string {
  return `${dealId} ${followUpId}`;
}

function toFollowUp(row: Selectable<Database["follow_ups"]>): FollowUp {
  return {
    id: row.id,
    dealId: row.deal_id,
    repId: row.rep_id,
    writtenAt: row.written_at,
    channel: row.channel,
    text: row.text,
  };
}

function toCorrection(row: Selectable<Database["corrections"]>): Correction {
  return {
    id: row.id,
    dealId: row.deal_id,
    followUpId: row.follow_up_id,
    origin: row.origin,
    verdict: row.verdict,
    reason: row.reason,
    shown: row.shown,
    probabilities: row.probabilities,
    engine: row.engine,
    textHash: row.text_hash,
    givenAt: row.given_at,
  };
}
