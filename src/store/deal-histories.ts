import { sql } from "kysely";
import type { DealChange, DealHistory, StageSpell } from "../domain/deal.ts";
import type { TenantDb } from "./open-store.ts";
import { rowsOf, saveRows } from "./save-rows.ts";
import { textArray, toTimestamp, toTimestampOrNull } from "./values.ts";

/** Deals that are new or changed since their history was last read, in ascending order. */
export async function loadIdsNeedingHistory(db: TenantDb): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("deals")
    .select("id")
    .where("needs_history", "=", true)
    .where("gone_at", "is", null)
    .orderBy("id")
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * Puts what the CRM remembers in the place of what is stored for the same stretch of time. Older spells and changes,
 * which the CRM has cut off meanwhile, are kept, and a spell that was open then is closed where the new ones begin.
 */
export async function saveHistories(db: TenantDb, histories: readonly DealHistory[]): Promise<void> {
  if (histories.length === 0) return;
  await markRead(db, histories);
  await replaceSpells(db, histories);
  await replaceChanges(db, histories);
}

// Cut-off histories go on being complete where what is stored was complete and reaches up to their first spell.
async function markRead(db: TenantDb, histories: readonly DealHistory[]): Promise<void> {
  const rows = histories.map((history) => ({
    id: history.dealId,
    is_history_complete: history.isComplete,
    created_at: firstMoment(history.spells.map(({ enteredAt }) => enteredAt)),
  }));
  await sql`update deals d set needs_history = false, is_history_complete = h.is_history_complete
      or (d.is_history_complete and exists (
        select from stage_spells s where s.deal_id = d.id and s.entered_at = h.created_at))
    from ${rowsOf("deals", rows)} h where d.id = h.id`.execute(db);
}

async function replaceSpells(db: TenantDb, histories: readonly DealHistory[]): Promise<void> {
  const spells = histories.flatMap((history) => history.spells);
  const starts = histories.map((history) => ({
    deal_id: history.dealId,
    entered_at: firstMoment(history.spells.map(({ enteredAt }) => enteredAt)),
  }));
  await deleteComplete(db, "stage_spells", histories);
  await sql`delete from stage_spells s using ${rowsOf("stage_spells", starts)} h
    where s.deal_id = h.deal_id and s.entered_at >= h.entered_at`.execute(db);
  await sql`update stage_spells s set left_at = h.entered_at from ${rowsOf("stage_spells", starts)} h
    where s.deal_id = h.deal_id and s.left_at is null and s.entered_at < h.entered_at`.execute(db);
  await saveRows(db, {
    into: "stage_spells",
    key: ["deal_id", "entered_at", "stage_id"],
    rows: spells.map(toSpellRow),
  });
}

async function replaceChanges(db: TenantDb, histories: readonly DealHistory[]): Promise<void> {
  await deleteComplete(db, "deal_changes", histories);
  await saveRows(db, {
    into: "deal_changes",
    key: ["deal_id", "field", "at"],
    rows: histories.flatMap((history) => history.changes).map(toChangeRow),
  });
}

async function deleteComplete(
  db: TenantDb,
  table: "stage_spells" | "deal_changes",
  histories: readonly DealHistory[],
): Promise<void> {
  const complete = histories.filter(({ isComplete }) => isComplete).map(({ dealId }) => dealId);
  await db
    .deleteFrom(table)
    .where("deal_id", "=", (is) => is.fn.any(textArray(complete)))
    .execute();
}

function firstMoment(moments: readonly number[]): string | null {
  return moments.length === 0 ? null : toTimestamp(Math.min(...moments));
}

function toSpellRow(spell: StageSpell) {
  return {
    deal_id: spell.dealId,
    stage_id: spell.stageId,
    entered_at: toTimestamp(spell.enteredAt),
    left_at: toTimestampOrNull(spell.leftAt),
  };
}

function toChangeRow(change: DealChange) {
  return { deal_id: change.dealId, field: change.field, at: toTimestamp(change.at), value: change.value };
}
