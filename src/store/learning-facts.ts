import { sql } from "kysely";
import { buyerFacingKinds } from "../domain/activity.ts";
import type { CivilDate, Moment } from "../domain/time.ts";
import type { TenantDb } from "./open-store.ts";
import { overWholeTenant } from "./rows-of.ts";
import { moment, textArray } from "./values.ts";

export interface LearningFacts {
  readonly spells: readonly LearnedSpell[];
  readonly ended: readonly EndedDeal[];
  readonly open: readonly { readonly pipelineId: string; readonly createdAt: Moment }[];
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
}

/** How a deal went that was won or lost. Lists are in order of time, and nothing in them is after its end. */
export interface EndedDeal {
  readonly dealId: string;
  readonly pipelineId: string;
  readonly repId: string | null;
  readonly amount: number | null;
  readonly createdAt: Moment;
  readonly endedAt: Moment;
  readonly isWon: boolean;
  /** Stays in open stages. */
  readonly spells: readonly {
    readonly stageId: string;
    readonly enteredAt: Moment;
    readonly leftAt: Moment | null;
  }[];
  /** When the buyer was reached, by the reps' own hands, and which of these were proposals. */
  readonly contactsAt: readonly Moment[];
  readonly proposalsAt: readonly Moment[];
  readonly closeDates: readonly { readonly at: Moment; readonly value: CivilDate }[];
  readonly contactCount: number;
}

export interface LearningWindow {
  readonly since: Moment;
  /** Of the deals that ended since, the latest so many. */
  readonly maxEnded: number;
}

/** What stalls are learned from: stays that ended since, or last, and deals that ended since, or are open. */
export async function loadLearningFacts(
  db: TenantDb,
  { since, maxEnded }: LearningWindow,
): Promise<LearningFacts> {
  return await overWholeTenant(db, async () => ({
    spells: await loadSpells(db, since),
    ended: await loadEnded(db, { since, maxEnded }),
    open: await loadOpen(db),
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
      spell.left_at as "leftAt",
      spell.left_at is not null and spell.next_stage_id is not null
        and coalesce(next_stage.outcome, deal.outcome) <> 'lost'
        and (next_stage.outcome = 'won' or coalesce(next_stage.position > own_stage.position, true)) as "wentOn"
    from following spell
    join deals deal on deal.id = spell.deal_id and deal.gone_at is null and deal.vanished_since is null
    left join stages own_stage on own_stage.pipeline_id = deal.pipeline_id and own_stage.id = spell.stage_id
    left join stages next_stage on next_stage.pipeline_id = deal.pipeline_id and next_stage.id = spell.next_stage_id
    where coalesce(spell.left_at, 'infinity') >= ${moment(since)}
    order by spell.deal_id, spell.entered_at, spell.stage_id`.execute(db);
  return rows;
}

// A deal without a creation date tells nothing about lengths. One that was won at once may have no stay in an open stage.
async function loadEnded(db: TenantDb, { since, maxEnded }: LearningWindow): Promise<readonly EndedDeal[]> {
  const { rows } = await sql<EndedDeal>`
    with entered as (
      select deal_id, max(entered_at) as at from stage_spells group by deal_id
    ), ended as (
      select deal.id, deal.pipeline_id, deal.owner_id, deal.amount, deal.created_at, deal.outcome,
        coalesce(entered.at, deal.modified_at) as ended_at
      from deals deal left join entered on entered.deal_id = deal.id
      where deal.outcome <> 'open' and deal.gone_at is null and deal.created_at is not null
    ), latest as (
      select * from ended where ended_at >= ${moment(since)} order by ended_at desc, id limit ${maxEnded}
    ), stays as (
      select spell.deal_id, json_agg(json_build_object('stageId', spell.stage_id, 'enteredAt', ${ms("spell.entered_at")},
        'leftAt', ${ms("spell.left_at")}) order by spell.entered_at, spell.stage_id) as list
      from latest
      join stage_spells spell on spell.deal_id = latest.id and spell.entered_at < latest.ended_at
      left join stages stage on stage.pipeline_id = latest.pipeline_id and stage.id = spell.stage_id
      where coalesce(stage.outcome, 'open') = 'open'
      group by spell.deal_id
    ), contacts as (
      select latest.id as deal_id, json_agg(${ms("activity.at")} order by activity.at) as list,
        json_agg(${ms("activity.at")} order by activity.at) filter (where activity.kind = 'proposal') as proposals
      from latest
      join deal_activities link on link.deal_id = latest.id
      join activities activity on activity.id = link.activity_id and activity.source = 'rep'
        and activity.result <> 'failed' and activity.kind = any(${textArray(buyerFacingKinds)})
        and activity.at <= latest.ended_at
      group by latest.id
    ), close_dates as (
      select change.deal_id, json_agg(json_build_object('at', ${ms("change.at")}, 'value', change.value)
        order by change.at, change.value) as list
      from latest
      join deal_changes change on change.deal_id = latest.id and change.field = 'close-date'
        and change.value is not null and change.at < latest.ended_at
      group by change.deal_id
    ), persons as (
      select person.deal_id, count(*) as count
      from latest join deal_contacts person on person.deal_id = latest.id group by person.deal_id
    )
    select latest.id as "dealId", latest.pipeline_id as "pipelineId", latest.owner_id as "repId", latest.amount,
      latest.created_at as "createdAt", latest.ended_at as "endedAt", latest.outcome = 'won' as "isWon",
      coalesce(stays.list, '[]') as spells, coalesce(contacts.list, '[]') as "contactsAt",
      coalesce(contacts.proposals, '[]') as "proposalsAt", coalesce(close_dates.list, '[]') as "closeDates",
      coalesce(persons.count, 0) as "contactCount"
    from latest
    left join stays on stays.deal_id = latest.id
    left join contacts on contacts.deal_id = latest.id
    left join close_dates on close_dates.deal_id = latest.id
    left join persons on persons.deal_id = latest.id
    order by latest.id`.execute(db);
  return rows;
}

async function loadOpen(db: TenantDb): Promise<LearningFacts["open"]> {
  const { rows } = await sql<LearningFacts["open"][number]>`
    select pipeline_id as "pipelineId", created_at as "createdAt" from deals
    where outcome = 'open' and gone_at is null and vanished_since is null and created_at is not null
    order by id`.execute(db);
  return rows;
}

function ms(column: string) {
  return sql`(extract(epoch from ${sql.ref(column)}) * 1000)::bigint`;
}
