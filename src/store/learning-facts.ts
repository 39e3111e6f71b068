import { sql } from "kysely";
import { buyerFacingKinds } from "../domain/activity.ts";
import type { Moment } from "../domain/time.ts";
import type { TenantDb } from "./open-store.ts";
import { overWholeTenant } from "./rows-of.ts";
import { moment, textArray } from "./values.ts";

export interface LearningFacts {
  readonly spells: readonly LearnedSpell[];
  readonly wonDeals: readonly WonDeal[];
}

/** One stay of some deal in a stage. */
export interface LearnedSpell {
  readonly pipelineId: string;
  readonly stageId: string;
  readonly enteredAt: Moment;
  /** Null while it lasts. */
  readonly leftAt: Moment | null;
  /** It was left for a later stage or won; false when the deal was lost, went back, or is still there. */
  readonly wentOn: boolean;
  readonly amount: number | null;
}

/** When the buyer of a won deal was reached, by the reps' own hands. */
export interface WonDeal {
  readonly pipelineId: string;
  readonly createdAt: Moment | null;
  readonly wonAt: Moment;
  /** Ascending, none after `wonAt`. */
  readonly contactsAt: readonly Moment[];
}

/** What clocks and silence limits are learned from: spells that ended since, or last, and deals won since. */
export async function loadLearningFacts(
  db: TenantDb,
  { since }: { readonly since: Moment },
): Promise<LearningFacts> {
  return await overWholeTenant(db, async () => ({
    spells: await loadSpells(db, since),
    wonDeals: await loadWonDeals(db, since),
  }));
}

async function loadSpells(db: TenantDb, since: Moment): Promise<readonly LearnedSpell[]> {
  // A next stage that is no longer in the pipeline still counts as going on, unless the deal was lost in it.
  const { rows } = await sql<LearnedSpell>`
    with following as (
      select deal_id, stage_id, entered_at, left_at,
        lead(stage_id) over (partition by deal_id order by entered_at) as next_stage_id
      from stage_spells
    )
    select deal.pipeline_id as "pipelineId", spell.stage_id as "stageId", spell.entered_at as "enteredAt",
      spell.left_at as "leftAt", deal.amount,
      spell.left_at is not null and spell.next_stage_id is not null
        and coalesce(next_stage.outcome, deal.outcome) <> 'lost'
        and (next_stage.outcome = 'won' or coalesce(next_stage.position > own_stage.position, true)) as "wentOn"
    from following spell
    join deals deal on deal.id = spell.deal_id and deal.gone_at is null
    left join stages own_stage on own_stage.pipeline_id = deal.pipeline_id and own_stage.id = spell.stage_id
    left join stages next_stage on next_stage.pipeline_id = deal.pipeline_id and next_stage.id = spell.next_stage_id
    where coalesce(spell.left_at, 'infinity') >= ${moment(since)}`.execute(db);
  return rows;
}

async function loadWonDeals(db: TenantDb, since: Moment): Promise<readonly WonDeal[]> {
  const { rows } = await sql<WonDeal>`
    with closed as (
      select deal_id, max(entered_at) as at from stage_spells group by deal_id
    ), won as (
      select deal.id, deal.pipeline_id, deal.created_at, coalesce(closed.at, deal.modified_at) as won_at
      from deals deal left join closed on closed.deal_id = deal.id
      where deal.outcome = 'won' and deal.gone_at is null
    )
    select won.pipeline_id as "pipelineId", won.created_at as "createdAt", won.won_at as "wonAt",
      coalesce(json_agg((extract(epoch from activity.at) * 1000)::bigint order by activity.at)
        filter (where activity.id is not null), '[]') as "contactsAt"
    from won
    left join (deal_activities link join activities activity on activity.id = link.activity_id
        and activity.source = 'rep' and activity.result <> 'failed'
        and activity.kind = any(${textArray(buyerFacingKinds)}))
      on link.deal_id = won.id and activity.at <= won.won_at
    where won.won_at >= ${moment(since)}
    group by won.id, won.pipeline_id, won.created_at, won.won_at`.execute(db);
  return rows;
}
