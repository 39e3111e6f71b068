import { sql } from "kysely";
import type { DealChange, StageSpell } from "../domain/deal.ts";
import type { DealFacts, DealTouch } from "../domain/deal-facts.ts";
import { emptyDealFields } from "../domain/flag.ts";
import type { FollowUp } from "../domain/follow-up.ts";
import { toDeal } from "./deals.ts";
import { toEpisode } from "./episodes.ts";
import type { TenantDb } from "./open-store.ts";
import { rowsOf } from "./rows-of.ts";

/** More of an undated description is never shown. Characters. */
const maxBackgroundLength = 500;

/** Deals that are looked at tonight, in ascending order: the open ones, and those that ended while an episode was open. */
export async function loadAnalysableDealIds(db: TenantDb): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("deals")
    .select("id")
    .where("gone_at", "is", null)
    .where((is) =>
      is.or([
        is("outcome", "=", "open"),
        is("id", "in", is.selectFrom("episodes").select("deal_id").where("state", "<>", "closed")),
      ]),
    )
    .orderBy("id")
    .execute();
  return rows.map(({ id }) => id);
}

/** Everything known about these deals, in their order, by one query a table whatever their number. Unknown ids are left out. */
export async function loadDealFacts(db: TenantDb, dealIds: readonly string[]): Promise<readonly DealFacts[]> {
  const rows = await db
    .selectFrom(rowsOf("deals", "id", dealIds).as("deal"))
    .selectAll()
    .execute();
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  const spells = await loadSpells(db, dealIds);
  const changes = await loadChanges(db, dealIds);
  const contactCounts = await loadContactCounts(db, dealIds);
  const touches = await loadTouches(db, dealIds);
  const followUps = await loadFollowUps(db, dealIds);
  const backgrounds = await loadBackgrounds(db, dealIds);
  const episodes = await loadEpisodes(db, dealIds);
  return dealIds.flatMap((id) => {
    const row = rowOf.get(id);
    if (row === undefined) return [];
    return {
      deal: toDeal(row),
      spells: spells.get(id) ?? [],
      changes: changes.get(id) ?? [],
      isHistoryComplete: row.is_history_complete,
      contactCount: contactCounts.get(id) ?? 0,
      touches: touches.get(id) ?? [],
      followUps: followUps.get(id) ?? [],
      ...backgrounds.get(id),
      fields: { ...emptyDealFields, ...row.fields },
      contest: row.contest,
      episode: episodes.get(id) ?? null,
    };
  });
}

async function loadSpells(db: TenantDb, dealIds: readonly string[]) {
  const rows = await db
    .selectFrom(rowsOf("stage_spells", "deal_id", dealIds).as("row"))
    .select(["deal_id", "stage_id", "entered_at", "left_at"])
    .orderBy("entered_at")
    .execute();
  return groupByDeal(
    rows,
    (row): StageSpell => ({
      dealId: row.deal_id,
      stageId: row.stage_id,
      enteredAt: row.entered_at,
      leftAt: row.left_at,
    }),
  );
}

async function loadChanges(db: TenantDb, dealIds: readonly string[]) {
  const rows = await db
    .selectFrom(rowsOf("deal_changes", "deal_id", dealIds).as("row"))
    .select(["deal_id", "field", "at", "value"])
    .orderBy("at")
    .execute();
  return groupByDeal(
    rows,
    (row): DealChange => ({
      dealId: row.deal_id,
      field: row.field,
      at: row.at,
      value: row.value,
    }),
  );
}

async function loadContactCounts(db: TenantDb, dealIds: readonly string[]) {
  const rows = await db
    .selectFrom(rowsOf("deal_contacts", "deal_id", dealIds).as("row"))
    .select(({ fn }) => ["deal_id", fn.countAll<number>().as("count")])
    .groupBy("deal_id")
    .execute();
  return new Map(rows.map((row) => [row.deal_id, row.count]));
}

/**
 * What Norma did itself is no touch. There are many more touches than all else, so they come as one JSON value a deal:
 * reading them as rows takes the embedded database twice as long.
 */
async function loadTouches(
  db: TenantDb,
  dealIds: readonly string[],
): Promise<ReadonlyMap<string, readonly DealTouch[]>> {
  const { rows } = await sql<{ deal_id: string; touches: DealTouch[] }>`
    select link.deal_id, json_agg(json_build_object(
      'kind', activity.kind, 'repId', activity.rep_id, 'at', (extract(epoch from activity.at) * 1000)::bigint,
      'direction', activity.direction, 'result', activity.result, 'isConnected', activity.is_connected,
      'source', activity.source, 'createdAt', (extract(epoch from activity.created_at) * 1000)::bigint,
      'isInferred', link.is_inferred) order by activity.at, activity.id) as touches
    from ${rowsOf("deal_activities", "deal_id", dealIds)} link
    cross join lateral (select * from activities own where own.id = link.activity_id offset 0) activity
    where activity.source <> 'norma'
    group by link.deal_id`.execute(db);
  return new Map(rows.map((row) => [row.deal_id, row.touches]));
}

async function loadFollowUps(db: TenantDb, dealIds: readonly string[]) {
  const rows = await db
    .selectFrom(rowsOf("follow_ups", "deal_id", dealIds).as("row"))
    .select(["id", "deal_id", "rep_id", "written_at", "channel", "text"])
    .orderBy("written_at")
    .orderBy("id")
    .execute();
  return groupByDeal(
    rows,
    (row): FollowUp => ({
      id: row.id,
      dealId: row.deal_id,
      repId: row.rep_id,
      writtenAt: row.written_at,
      channel: row.channel,
      text: row.text,
    }),
  );
}

async function loadBackgrounds(db: TenantDb, dealIds: readonly string[]) {
  const rows = await db
    .selectFrom(rowsOf("deal_descriptions", "deal_id", dealIds).as("row"))
    .where("undated", "<>", "")
    .select(["deal_id", sql<string>`left(undated, ${maxBackgroundLength})`.as("background")])
    .execute();
  return new Map(rows.map(({ deal_id, background }) => [deal_id, { background }]));
}

async function loadEpisodes(db: TenantDb, dealIds: readonly string[]) {
  const rows = await db
    .selectFrom(rowsOf("episodes", "deal_id", dealIds).as("row"))
    .selectAll()
    .where("state", "<>", "closed")
    .execute();
  return new Map(rows.map((row) => [row.deal_id, toEpisode(row)]));
}

function groupByDeal<Row extends { deal_id: string }, Fact>(
  rows: readonly Row[],
  toFact: (row: Row) => Fact,
): ReadonlyMap<string, readonly Fact[]> {
  const groups = new Map<string, Fact[]>();
  for (const row of rows) {
    const group = groups.get(row.deal_id);
    if (group === undefined) groups.set(row.deal_id, [toFact(row)]);
    else group.push(toFact(row));
  }
  return groups;
}
