/**
 * Job `analyse`, one of several for a night: judges a share of the deals with what `learn` found. Reads and writes only
 * the store, and asks the judge where one is set up; a finding replaces its predecessor of the same night, so a second delivery changes nothing.
 */
import type { AnalysisContext } from "../src/analysis/analyse-deals.ts";
import { toAwayDays } from "../src/analysis/norms/away-days.ts";
import { findAbsentReps } from "../src/analysis/norms/find-absent-reps.ts";
import { type Learned, noModel, toLearned } from "../src/analysis/stalls/learned.ts";
import { type ActivityKind, activityKinds } from "../src/domain/activity.ts";
import { inChunks } from "../src/domain/chunks.ts";
import type { DealFinding } from "../src/domain/finding.ts";
import { addDays, msPerDay, toCivilDate } from "../src/domain/time.ts";
import { type DayRange, loadRecordedRepIds, loadWorkedDays } from "../src/store/day-counts.ts";
import { loadAnalysableDealIds, loadDealFacts } from "../src/store/deal-facts.ts";
import { saveFindings } from "../src/store/findings.ts";
import { loadStallModel } from "../src/store/learned.ts";
import { loadAbsences } from "../src/store/norm-wishes.ts";
import type { TenantDb } from "../src/store/open-store.ts";
import { loadActiveOwners, loadPeople } from "../src/store/people.ts";
import { loadRecordedKinds } from "../src/store/plan-facts.ts";
import { loadProposalStages } from "../src/store/proposal-stages.ts";
import { loadTimeOff } from "../src/store/time-off.ts";
import { loadVanishedDeals } from "../src/store/vanished-deals.ts";
import { judgeDeals } from "./judge-deals.ts";
import { type NightDeps, type NightRef, openStep, type Step, type StepContext } from "./night.ts";
import { loadTenantReader } from "./read-follow-ups.ts";

export interface ShardRef extends NightRef {
  readonly shard: number;
  readonly shards: number;
}

/** A quarter tells who usually works. */
const daysOfHabit = 91;

/** Deals whose facts are in memory at once. */
const chunkSize = 500;

export async function analyse(deps: NightDeps, context: StepContext<ShardRef>): Promise<void> {
  const step = await openStep(deps, context);
  const { shard, shards } = context.data;
  const dealIds = await step.inTenant(loadAnalysableDealIds);
  const size = Math.ceil(dealIds.length / shards);
  const mine = dealIds.slice(shard * size, (shard + 1) * size);
  await analyseDeals(step, mine, `deals, part ${shard + 1} of ${shards}`);
}

/** Judges these deals, in place of what this night found about them before. */
export async function analyseDeals(step: Step, dealIds: readonly string[], label: string): Promise<void> {
  const { learned, analysis, vanished } = await step.inTenant(async (db) => ({
    learned: await loadLearned(db),
    analysis: await loadContext(db, step),
    vanished: await loadVanishedDeals(db),
  }));
  let done = 0;
  for (const chunk of inChunks(dealIds, chunkSize)) {
    step.signal.throwIfAborted();
    const shown = chunk.filter((dealId) => !vanished.has(dealId));
    const facts = await step.inTenant((db) => loadDealFacts(db, shown));
    const findings = await judgeDeals(step, facts, { learned, analysis });
    const others = chunk.filter((dealId) => vanished.has(dealId)).map(toUnseen);
    await step.inTenant((db) => saveFindings(db, step.run.id, [...findings, ...others]));
    done += chunk.length;
    await step.report({ label, done, total: dealIds.length });
  }
}

function toUnseen(dealId: string): DealFinding {
  return { kind: "vanished", dealId };
}

async function loadLearned(db: TenantDb): Promise<Learned> {
  return toLearned((await loadStallModel(db)) ?? noModel);
}

/** Silent for a week, or away today by a list or by the rep's own calendar. */
async function loadAbsentReps(
  db: TenantDb,
  habit: DayRange,
  settings: Parameters<typeof findAbsentReps>[1],
): Promise<ReadonlySet<string>> {
  const { to: today, timeZone } = habit;
  const silent = findAbsentReps(await loadWorkedDays(db, habit), settings, today);
  const entries = await loadTimeOff(db, { from: today, to: today, timeZone });
  const away = [...(await loadAbsences(db)), ...toAwayDays(entries, timeZone)];
  for (const { repId, from, to } of away) if (from <= today && today <= to) silent.add(repId);
  return silent;
}

/** Proposals are measured by stages where an admin chose some, also without quotes. */
async function loadUnmeasured(
  db: TenantDb,
  unmeasured: Readonly<Record<string, number>>,
): Promise<ReadonlySet<ActivityKind>> {
  const kinds = new Set(activityKinds.filter((kind) => unmeasured[kind] !== undefined));
  if ((await loadProposalStages(db)).length > 0) kinds.delete("proposal");
  return kinds;
}

async function loadContext(db: TenantDb, { deps, tenant, run, now }: Step): Promise<AnalysisContext> {
  const { product, phrasesOf } = deps;
  const { reps } = await loadPeople(db);
  const recorded = await loadRecordedKinds(db);
  const today = toCivilDate(now, tenant.timeZone);
  const habit = { from: addDays(today, -daysOfHabit), to: today, timeZone: tenant.timeZone };
  const unmeasuredKinds = await loadUnmeasured(db, run.counts.unmeasured);
  return {
    settings: product.stalls,
    now,
    timeZone: tenant.timeZone,
    activeRepIds: await loadActiveOwners(db),
    recordedRepIds: await loadRecordedRepIds(db),
    absentRepIds: await loadAbsentReps(db, habit, product.norms),
    recordedKinds: new Set(activityKinds.filter((kind) => recorded.has(kind))),
    unmeasuredKinds,
    // Every portal has notes, while an org of Salesforce may have none at all.
    hasUnreadNotes: tenant.crm === "hubspot" && unmeasuredKinds.has("note"),
    activitiesSince: now - product.pull.activityBackfillDays * msPerDay,
    classify: await loadTenantReader(db),
    phrases: phrasesOf(tenant.language),
    maxEvidenceLength: product.flags.maxEvidenceLength,
    repNames: new Map(reps.map(({ id, name }) => [id, name])),
  };
}
