import { sql } from "kysely";
import type { Moment } from "../domain/time.ts";
import type { TenantDb } from "./open-store.ts";
import { overWholeTenant } from "./rows-of.ts";
import { saveRows } from "./save-rows.ts";
import { moment, textArray, toTimestamp } from "./values.ts";

/** A stage whose entering counts as a proposal sent. */
export interface ProposalStage {
  readonly pipelineId: string;
  readonly stageId: string;
}

/** Replaces all of them. What was counted by them before changes with the next `deriveProposals`. */
export async function saveProposalStages(db: TenantDb, stages: readonly ProposalStage[]): Promise<void> {
  await db.deleteFrom("proposal_stages").execute();
  await saveRows(db, {
    into: "proposal_stages",
    key: ["pipeline_id", "stage_id"],
    rows: stages.map(({ pipelineId, stageId }) => ({ pipeline_id: pipelineId, stage_id: stageId })),
  });
}

export async function loadProposalStages(db: TenantDb): Promise<readonly ProposalStage[]> {
  const rows = await db
    .selectFrom("proposal_stages")
    .select(["pipeline_id", "stage_id"])
    .orderBy("pipeline_id")
    .orderBy("stage_id")
    .execute();
  return rows.map((row) => ({ pipelineId: row.pipeline_id, stageId: row.stage_id }));
}

/** What the ids of proposals begin with that stand for the entering of a stage. */
const derivedId = "proposal:stage:";

/** True of an activity that no CRM holds: it tells what was counted, not that somebody was at work. */
export function isDerived(id: ReturnType<typeof sql.ref>) {
  return sql<boolean>`starts_with(${id}, ${derivedId})`;
}

/**
 * Makes a proposal of every entering of a chosen stage since the moment, by the deal's owner of that time, and takes away those that
 * are no longer true. Going back to the stage from a later one is none, and a deal with a quote of its own needs none. The result
 * is the same however often it runs; how many there are.
 */
export async function deriveProposals(db: TenantDb, since: Moment): Promise<number> {
  const derived = await loadEntered(db, since);
  await deleteAllBut(
    db,
    derived.map(({ id }) => id),
  );
  await saveRows(db, { into: "activities", key: ["id"], rows: derived.map(toActivityRow) });
  await saveRows(db, {
    into: "deal_activities",
    key: ["deal_id", "activity_id"],
    rows: derived.map(({ id, dealId }) => ({ deal_id: dealId, activity_id: id, is_inferred: false })),
  });
  return derived.length;
}

interface Entered {
  readonly id: string;
  readonly dealId: string;
  readonly repId: string | null;
  readonly at: Moment;
}

function toActivityRow({ id, repId, at }: Entered) {
  return {
    id,
    kind: "proposal" as const,
    rep_id: repId,
    other_rep_ids: [],
    at: toTimestamp(at),
    direction: "outbound" as const,
    result: "done" as const,
    is_connected: null,
    outcome: null,
    duration_ms: null,
    source: "rep" as const,
    created_at: toTimestamp(at),
    modified_at: toTimestamp(at),
  };
}

async function deleteAllBut(db: TenantDb, ids: readonly string[]): Promise<void> {
  const isOutdated = (column: string) =>
    sql`${isDerived(sql.ref(column))} and ${sql.ref(column)} <> all(${textArray(ids)})`;
  await sql`delete from deal_activities where ${isOutdated("activity_id")}`.execute(db);
  await sql`delete from activities where kind = 'proposal' and ${isOutdated("id")}`.execute(db);
}

// A stage that is no longer in the pipeline has no place: entering from it counts.
async function loadEntered(db: TenantDb, since: Moment): Promise<readonly Entered[]> {
  const { rows } = await overWholeTenant(db, () =>
    sql<Entered>`
      with following as (
        select deal_id, stage_id, entered_at,
          lag(stage_id) over (partition by deal_id order by entered_at) as previous_id
        from stage_spells
      ), quoted as (
        select distinct link.deal_id from deal_activities link join activities quote on quote.id = link.activity_id
        where quote.kind = 'proposal' and not ${isDerived(sql.ref("quote.id"))}
      )
      select ${derivedId} || spell.deal_id || ':' || (extract(epoch from spell.entered_at) * 1000)::bigint as id,
        spell.deal_id as "dealId", spell.entered_at as at, coalesce(
          (select value from deal_changes change
            where change.deal_id = spell.deal_id and change.field = 'owner' and change.at <= spell.entered_at
            order by change.at desc limit 1),
          deal.owner_id) as "repId"
      from following spell
      join deals deal on deal.id = spell.deal_id and deal.gone_at is null
      join proposal_stages chosen on chosen.pipeline_id = deal.pipeline_id and chosen.stage_id = spell.stage_id
      left join stages own on own.pipeline_id = deal.pipeline_id and own.id = spell.stage_id
      left join stages previous on previous.pipeline_id = deal.pipeline_id and previous.id = spell.previous_id
      left join quoted on quoted.deal_id = spell.deal_id
      where spell.entered_at >= ${moment(since)} and coalesce(previous.position < own.position, true)
        and quoted.deal_id is null
      order by 1`.execute(db),
  );
  return rows;
}
