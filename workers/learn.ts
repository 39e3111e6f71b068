/**
 * Job `learn`: norms per rep and clocks per stage from the stored facts, the judgement of the last complete day,
 * week and month, and what people's corrections teach. Pure functions over what is stored; replaced as a whole every night. Ends by adding the night's analyse jobs.
 */

import { type AwayDays, toAwayDays } from "../src/analysis/norms/away-days.ts";
import { cohortsOf, createCalendar } from "../src/analysis/norms/comparable.ts";
import { explainNorm, explainSilentChannel } from "../src/analysis/norms/explain-norm.ts";
import { forPeople } from "../src/analysis/norms/for-people.ts";
import { learnNorms } from "../src/analysis/norms/learn-norms.ts";
import { toRepHistories } from "../src/analysis/norms/rep-history.ts";
import { learnStalls } from "../src/analysis/stalls/learn-stalls.ts";
import type { NormFinding, SilentChannelFinding } from "../src/domain/finding.ts";
import { addDays, msPerDay, toCivilDate } from "../src/domain/time.ts";
import { type DayRange, loadDayCounts, loadWorkedDays } from "../src/store/day-counts.ts";
import { loadAnalysableDealIds } from "../src/store/deal-facts.ts";
import { saveFindings } from "../src/store/findings.ts";
import { saveNorms, saveStallModel } from "../src/store/learned.ts";
import { loadLearningFacts } from "../src/store/learning-facts.ts";
import { loadNewContactCounts } from "../src/store/new-contacts.ts";
import { loadAbsences } from "../src/store/norm-wishes.ts";
import type { TenantDb } from "../src/store/open-store.ts";
import { loadActiveOwners, loadPeople } from "../src/store/people.ts";
import { loadPipelines } from "../src/store/pipelines.ts";
import { loadTimeOff } from "../src/store/time-off.ts";
import { learnCorrections } from "./learn-corrections.ts";
import { type NightDeps, runStep, type Step, type StepContext } from "./night.ts";
import { loadRepsPartlyUnseen } from "./vanished-deals.ts";

export async function learn(deps: NightDeps, context: StepContext): Promise<void> {
  await runStep(deps, "learn", {
    context,
    act: async (step) => {
      await learnRepNorms(step);
      await step.report({ label: "norms and stage clocks", done: 1, total: 2 });
      await learnClocks(step);
      await learnFromPeople(step);
      await step.report({ label: "norms and stage clocks", done: 2, total: 2 });
    },
  });
  // Also when the step was done already: the process may have died before the jobs were added. Adding them again is harmless.
  const dealIds = await deps.store.inTenant(context.data.tenantId, loadAnalysableDealIds);
  const shards = Math.max(1, Math.ceil(dealIds.length / deps.product.night.dealsPerShard));
  await deps.jobs.enqueueShards(context.data, shards);
}

async function learnFromPeople({ deps, tenant, run, now, inTenant }: Step): Promise<void> {
  const settings = deps.product.corrections;
  await inTenant((db) => learnCorrections(db, { settings, timeZone: tenant.timeZone, now, runId: run.id }));
}

async function learnRepNorms(step: Step): Promise<void> {
  const { deps, tenant, run, now, inTenant } = step;
  const { timeZone, language } = tenant;
  const today = toCivilDate(now, timeZone);
  const range = {
    from: addDays(today, -deps.product.pull.activityBackfillDays),
    to: addDays(today, -1),
    timeZone,
  };
  await inTenant(async (db) => {
    const histories = toRepHistories(
      [...(await loadDayCounts(db, range)), ...(await loadNewContactCounts(db, range))],
      await loadWorkedDays(db, range),
      await loadActiveOwners(db),
    );
    const people = await loadPeople(db);
    const { norms, judgements, silentChannels } = learnNorms(histories, forPeople(deps.product.norms), {
      today,
      cohortOf: cohortsOf(people),
      calendar: createCalendar([...(await loadAbsences(db)), ...(await loadAwayDays(db, range))], timeZone),
    });
    await saveNorms(db, norms);
    const phrases = deps.phrasesOf(language);
    const unseen = await loadRepsPartlyUnseen(db, step);
    const judged = judgements.filter(({ repId }) => !unseen.has(repId));
    const findings = judged.map((judgement): NormFinding => {
      return { kind: "norm", judgement, explanation: explainNorm(judgement, phrases) };
    });
    const names = new Map(people.reps.map(({ id, name }) => [id, name]));
    const silent = silentChannels.filter(({ repIds }) => !repIds.some((repId) => unseen.has(repId)));
    const cases = silent.map((channel): SilentChannelFinding => {
      const repNames = channel.repIds.map((id) => names.get(id) ?? id);
      const explanation = explainSilentChannel({ metric: channel.metric, repNames }, phrases);
      return { kind: "silent-channel", ...channel, explanation };
    });
    await saveFindings(db, run.id, [...findings, ...cases]);
  });
}

/** From calendars; a booked absence of tomorrow is not needed yet. */
async function loadAwayDays(db: TenantDb, range: DayRange): Promise<readonly AwayDays[]> {
  return toAwayDays(await loadTimeOff(db, range), range.timeZone);
}

async function learnClocks({ deps, now, inTenant }: Step): Promise<void> {
  const { stalls, pull } = deps.product;
  await inTenant(async (db) => {
    const { spells, ended, open } = await loadLearningFacts(db, {
      since: now - pull.dealBackfillDays * msPerDay,
      maxEnded: stalls.maxLearnedDeals,
    });
    const pipelines = await loadPipelines(db);
    // Older activities are known only by chance, when somebody edited one.
    const recordedFrom = now - pull.activityBackfillDays * msPerDay;
    await saveStallModel(
      db,
      learnStalls({ stays: spells, ended, open, pipelines, now, recordedFrom }, stalls),
    );
  });
}
