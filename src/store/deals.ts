import { type Selectable, sql } from "kysely";
import type { DealRecord, DealsById } from "../crm/port.ts";
import type { Deal } from "../domain/deal.ts";
import type { DealFields } from "../domain/flag.ts";
import type { Moment } from "../domain/time.ts";
import type { TenantDb } from "./open-store.ts";
import { overWholeTenant, rowsOf } from "./rows-of.ts";
import { givenRows, saveRows } from "./save-rows.ts";
import type { Database } from "./schema.ts";
import { moment, textArray, toTimestamp, toTimestampOrNull } from "./values.ts";
import { noteDealsReturned } from "./vanished-deals.ts";

export interface SavedDeals {
  /** New deals, and those whose stage, amount, close date or owner changed: their history is read anew. */
  readonly changedIds: readonly string[];
  /** Not applied, because the record is older than what is stored or shows a deal that is known to be gone: a lagging index. */
  readonly conflictingIds: readonly string[];
}

/** Saves a page of a search. */
export async function saveDeals(
  db: TenantDb,
  records: readonly DealRecord[],
  runId: string,
): Promise<SavedDeals> {
  const stored = await loadStored(db, records);
  const conflicting = records.filter((record) => isOutdated(record, stored.get(record.deal.id)));
  const conflictingIds = conflicting.map(({ deal }) => deal.id);
  const changedIds = await applyRecords(db, {
    records: records.filter((record) => !conflicting.includes(record)),
    stored,
    runId,
  });
  await db
    .updateTable("deals")
    .set({ seen_in_run: runId })
    .where("id", "=", (is) => is.fn.any(textArray(conflictingIds)))
    .where("gone_at", "is", null)
    .execute();
  return { changedIds, conflictingIds };
}

/** Saves records that were read straight, not from an index: they are right whatever is stored. */
export async function saveDealsAsTruth(
  db: TenantDb,
  records: readonly DealRecord[],
  runId: string,
): Promise<Pick<SavedDeals, "changedIds">> {
  const stored = await loadStored(db, records);
  return { changedIds: await applyRecords(db, { records, stored, runId }) };
}

/** Archived, deleted or merged deals leave the open set; `at` is when we learned of it. */
export async function markDealsGone(db: TenantDb, gone: DealsById["gone"], at: Moment): Promise<void> {
  if (gone.length === 0) return;
  const rows = gone.map(({ dealId, mergedIntoId }) => ({ id: dealId, merged_into_id: mergedIntoId }));
  await sql`update deals d
    set gone_at = coalesce(d.gone_at, ${moment(at)}), merged_into_id = coalesce(g.merged_into_id, d.merged_into_id)
    from ${givenRows("deals", rows)} g where d.id = g.id`.execute(db);
}

/** What the CRM now holds after our own writes, so that the next night sees no difference. */
export async function markFieldsWritten(db: TenantDb, written: readonly FieldsWritten[]): Promise<void> {
  if (written.length === 0) return;
  const rows = written.map(({ dealId, fields, modifiedAt }) => ({
    id: dealId,
    fields,
    modified_at: toTimestampOrNull(modifiedAt),
  }));
  // greatest() passes over null: an answer without a moment leaves the stored one.
  await sql`update deals d set fields = d.fields || w.fields, modified_at = greatest(d.modified_at, w.modified_at)
    from ${givenRows("deals", rows)} w where d.id = w.id`.execute(db);
}

export interface FieldsWritten {
  readonly dealId: string;
  readonly fields: Partial<DealFields>;
  readonly modifiedAt: Moment | null;
}

/** Those that are shown, ids in ascending order as everywhere here. */
export async function loadOpenDealIds(db: TenantDb): Promise<readonly string[]> {
  return toIds(await shownOpenDeals(db).execute());
}

/** Open deals that this run's pages did not show, also those that vanished before. */
export async function loadUnseenOpenDealIds(db: TenantDb, runId: string): Promise<readonly string[]> {
  return toIds(await openDeals(db).where("seen_in_run", "is distinct from", runId).execute());
}

/** Open deals that are shown, with nothing that happened or is booked at or after `since`. */
export async function loadQuietOpenDealIds(db: TenantDb, since: Moment): Promise<readonly string[]> {
  const touched = db
    .selectFrom("deal_activities as link")
    .innerJoin("activities as activity", "activity.id", "link.activity_id")
    .where("activity.at", ">=", moment(since))
    .where("activity.source", "<>", "norma")
    .select("link.deal_id");
  return await overWholeTenant(db, async () =>
    toIds(await shownOpenDeals(db).where("id", "not in", touched).execute()),
  );
}

/** By id, of all deals ever seen. */
export async function loadDealNames(db: TenantDb): Promise<ReadonlyMap<string, string>> {
  const rows = await db.selectFrom("deals").select(["id", "name"]).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export function toDeal(row: Selectable<Database["deals"]>): Deal {
  return {
    id: row.id,
    name: row.name,
    pipelineId: row.pipeline_id,
    stageId: row.stage_id,
    outcome: row.outcome,
    ownerId: row.owner_id,
    amount: row.amount,
    currency: row.currency,
    createdAt: row.created_at,
    closeDate: row.close_date,
    nextStep: row.next_step === null ? null : { text: row.next_step, updatedAt: row.next_step_at },
    modifiedAt: row.modified_at,
  };
}

const comparedColumns = [
  "id",
  "pipeline_id",
  "stage_id",
  "amount",
  "close_date",
  "owner_id",
  "modified_at",
  "gone_at",
  "vanished_since",
  "needs_history",
] as const;
type StoredDeal = Pick<Selectable<Database["deals"]>, (typeof comparedColumns)[number]>;

async function loadStored(
  db: TenantDb,
  records: readonly DealRecord[],
): Promise<ReadonlyMap<string, StoredDeal>> {
  const ids = records.map(({ deal }) => deal.id);
  const rows = await db
    .selectFrom(rowsOf("deals", "id", ids).as("deal"))
    .select(comparedColumns)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

async function applyRecords(
  db: TenantDb,
  {
    records,
    stored,
    runId,
  }: {
    records: readonly DealRecord[];
    stored: ReadonlyMap<string, StoredDeal>;
    runId: string;
  },
): Promise<readonly string[]> {
  const changed = new Set(
    records.filter(({ deal }) => hasChanged(deal, stored.get(deal.id))).map(({ deal }) => deal.id),
  );
  await noteDealsReturned(
    db,
    records.map(({ deal }) => stored.get(deal.id)?.vanished_since),
  );
  await saveRows(db, {
    into: "deals",
    key: ["id"],
    rows: records.map((record) => ({
      ...toRow(record),
      needs_history: changed.has(record.deal.id) || stored.get(record.deal.id)?.needs_history === true,
      seen_in_run: runId,
    })),
  });
  await markLosersOfMerges(db, records);
  return [...changed];
}

/**
 * The winner's history holds the losers' from now on, so it is read again. What the losers were linked to is linked to the winner:
 * the CRM does the same, and moves no date of an activity by it.
 */
async function markLosersOfMerges(db: TenantDb, records: readonly DealRecord[]): Promise<void> {
  const rows = records.flatMap(({ deal, mergedIds }) =>
    mergedIds.map((id) => ({ id, merged_into_id: deal.id, gone_at: toTimestamp(deal.modifiedAt) })),
  );
  if (rows.length === 0) return;
  const { rows: merged } = await sql<{ id: string; merged_into_id: string }>`
    update deals d set gone_at = coalesce(d.gone_at, m.gone_at), merged_into_id = m.merged_into_id
    from ${givenRows("deals", rows)} m
    where d.id = m.id and d.merged_into_id is distinct from m.merged_into_id
    returning d.id, d.merged_into_id`.execute(db);
  if (merged.length === 0) return;
  const pairs = givenRows("deals", merged);
  await sql`update deals set needs_history = true from ${pairs} m where deals.id = m.merged_into_id`.execute(
    db,
  );
  await sql`insert into deal_activities (deal_id, activity_id, is_inferred)
    select m.merged_into_id, link.activity_id, link.is_inferred
    from deal_activities link join ${pairs} m on m.id = link.deal_id on conflict do nothing`.execute(db);
  await sql`insert into follow_ups (id, deal_id, rep_id, written_at, channel, text)
    select kept.id, m.merged_into_id, kept.rep_id, kept.written_at, kept.channel, kept.text
    from follow_ups kept join ${pairs} m on m.id = kept.deal_id
    where kept.channel <> 'next_step' on conflict do nothing`.execute(db);
}

function isOutdated({ deal }: DealRecord, stored: StoredDeal | undefined): boolean {
  if (stored === undefined) return false;
  return (
    deal.modifiedAt < stored.modified_at || (stored.gone_at !== null && deal.modifiedAt <= stored.gone_at)
  );
}

function hasChanged(deal: Deal, stored: StoredDeal | undefined): boolean {
  return (
    stored === undefined ||
    deal.stageId !== stored.stage_id ||
    deal.pipelineId !== stored.pipeline_id ||
    deal.amount !== stored.amount ||
    deal.closeDate !== stored.close_date ||
    deal.ownerId !== stored.owner_id ||
    // There and back again while nobody could see it.
    stored.vanished_since !== null
  );
}

function toRow({ deal, fields, contest }: DealRecord) {
  return {
    id: deal.id,
    name: deal.name,
    pipeline_id: deal.pipelineId,
    stage_id: deal.stageId,
    outcome: deal.outcome,
    owner_id: deal.ownerId,
    amount: deal.amount,
    currency: deal.currency,
    created_at: toTimestampOrNull(deal.createdAt),
    close_date: deal.closeDate,
    next_step: deal.nextStep?.text ?? null,
    next_step_at: toTimestampOrNull(deal.nextStep?.updatedAt ?? null),
    modified_at: toTimestamp(deal.modifiedAt),
    // The whole set as one JSON value; the row travels as JSON itself, so it stays an object.
    fields,
    contest,
    gone_at: null,
    vanished_since: null,
    merged_into_id: null,
  };
}

function openDeals(db: TenantDb) {
  return db
    .selectFrom("deals")
    .select("id")
    .where("outcome", "=", "open")
    .where("gone_at", "is", null)
    .orderBy("id");
}

function shownOpenDeals(db: TenantDb) {
  return openDeals(db).where("vanished_since", "is", null);
}

function toIds(rows: readonly { id: string }[]): readonly string[] {
  return rows.map(({ id }) => id);
}
