import type { DealChange, DealHistory, StageSpell } from "../domain/deal.ts";
import type { CivilDate } from "../domain/time.ts";
import { mergeHistory, type StoredHistory } from "./merge-history.ts";
import type { TenantDb } from "./open-store.ts";
import { rowsOf } from "./rows-of.ts";
import { saveRows } from "./save-rows.ts";
import { textArray, toTimestamp, toTimestampOrNull } from "./values.ts";

/** Deals that are new or changed since their history was last read, in ascending order. */
export async function loadIdsNeedingHistory(db: TenantDb): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("deals")
    .select("id")
    .where("needs_history", "=", true)
    .where("gone_at", "is", null)
    .where("vanished_since", "is", null)
    .orderBy("id")
    .execute();
  return rows.map(({ id }) => id);
}

/** Their histories may tell more about what was seen. */
export async function markNeedingHistory(db: TenantDb, dealIds: readonly string[]): Promise<void> {
  await db
    .updateTable("deals")
    .set({ needs_history: true })
    .where("id", "=", (is) => is.fn.any(textArray(dealIds)))
    .execute();
}

/**
 * Merges what was read into what is stored and marks the deals as read. Deals that are not stored are passed over. A deal that was edited
 * after its row was read is read once more in the next night: what is edited back until then would never show as a change.
 */
export async function saveHistories(db: TenantDb, histories: readonly DealHistory[]): Promise<void> {
  const stored = await loadHistories(
    db,
    histories.map(({ dealId }) => dealId),
  );
  const merged = histories.flatMap((read) => {
    const before = stored.get(read.dealId);
    if (before === undefined) return [];
    const after = mergeHistory(before, read);
    return [{ before, dealId: read.dealId, after, isCurrent: isOfRow(after, before) }];
  });
  const rewritten = merged.filter(({ before }) => before.spells.length > 0 || before.changes.length > 0);
  await deleteHistories(
    db,
    rewritten.map(({ dealId }) => dealId),
  );
  await saveRows(db, {
    into: "stage_spells",
    key: ["deal_id", "entered_at", "stage_id"],
    rows: merged.flatMap(({ after }) => after.spells.map(toSpellRow)),
  });
  await saveRows(db, {
    into: "deal_changes",
    key: ["deal_id", "field", "at"],
    rows: merged.flatMap(({ after }) => after.changes.map(toChangeRow)),
  });
  await markRead(db, { merged, isComplete: true });
  await markRead(db, { merged, isComplete: false });
  await markNeedingHistory(
    db,
    merged.filter(({ isCurrent }) => !isCurrent).map(({ dealId }) => dealId),
  );
}

/** What the deal's row says. */
interface RowOfDeal {
  readonly stageId: string;
  readonly closeDate: CivilDate | null;
}

/** Does the history end with what the row says? Of what it does not tell it may. Owners are left out: not every org tracks them. */
function isOfRow({ spells, changes }: StoredHistory, { stageId, closeDate }: RowOfDeal): boolean {
  const spell = spells.find(({ leftAt }) => leftAt === null);
  const change = changes.findLast(({ field }) => field === "close-date");
  return (
    (spell === undefined || spell.stageId === stageId) && (change === undefined || change.value === closeDate)
  );
}

async function loadHistories(
  db: TenantDb,
  dealIds: readonly string[],
): Promise<ReadonlyMap<string, StoredHistory & RowOfDeal>> {
  const deals = await db
    .selectFrom(rowsOf("deals", "id", dealIds).as("deal"))
    .select(["id", "is_history_complete", "stage_id", "close_date"])
    .execute();
  const spells = await db
    .selectFrom(rowsOf("stage_spells", "deal_id", dealIds).as("spell"))
    .selectAll()
    .execute();
  const changes = await db
    .selectFrom(rowsOf("deal_changes", "deal_id", dealIds).as("change"))
    .selectAll()
    .execute();
  const spellsOf = Map.groupBy(spells, (row) => row.deal_id);
  const changesOf = Map.groupBy(changes, (row) => row.deal_id);
  return new Map(
    deals.map(({ id, is_history_complete, stage_id, close_date }) => [
      id,
      {
        stageId: stage_id,
        closeDate: close_date,
        isComplete: is_history_complete,
        spells: (spellsOf.get(id) ?? []).map((row) => ({
          dealId: id,
          stageId: row.stage_id,
          enteredAt: row.entered_at,
          leftAt: row.left_at,
        })),
        changes: (changesOf.get(id) ?? []).map(({ field, at, value }) => ({ dealId: id, field, at, value })),
      },
    ]),
  );
}

async function deleteHistories(db: TenantDb, dealIds: readonly string[]): Promise<void> {
  if (dealIds.length === 0) return;
  for (const table of ["stage_spells", "deal_changes"] as const) {
    await db
      .deleteFrom(table)
      .where("deal_id", "=", (is) => is.fn.any(textArray(dealIds)))
      .execute();
  }
}

async function markRead(
  db: TenantDb,
  {
    merged,
    isComplete,
  }: {
    merged: readonly { readonly dealId: string; readonly after: StoredHistory }[];
    isComplete: boolean;
  },
): Promise<void> {
  const ids = merged.filter(({ after }) => after.isComplete === isComplete).map(({ dealId }) => dealId);
  await db
    .updateTable("deals")
    .set({ needs_history: false, is_history_complete: isComplete })
    .where("id", "=", (is) => is.fn.any(textArray(ids)))
    .execute();
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
