import { type AnalysisContext, analyseDeal } from "../../analysis/analyse-deals.ts";
import { findAbsentReps } from "../../analysis/norms/find-absent-reps.ts";
import type { StallSettings } from "../../analysis/settings.ts";
import { learnStalls } from "../../analysis/stalls/learn-stalls.ts";
import { toLearned, usualOf } from "../../analysis/stalls/learned.ts";
import { type ActivityKind, activityKinds } from "../../domain/activity.ts";
import type { DealFinding } from "../../domain/finding.ts";
import { type Moment, msPerDay, toCivilDate } from "../../domain/time.ts";
import type { Work } from "./count-work.ts";
import type { Export } from "./export.ts";
import type { JudgeOptions } from "./judge-company.ts";
import type { People } from "./people.ts";
import type { CompanyFacts } from "./to-history.ts";

export interface JudgedDeals {
  /** One for each open deal. */
  readonly findings: readonly DealFinding[];
  /** Kinds of activity that are on record for any deal. */
  readonly recordedKinds: ReadonlySet<ActivityKind>;
  /** Deals whose usual length is a stated default, for want of earlier deals. */
  readonly guessedIds: ReadonlySet<string>;
}

/** Learns from the ended deals and judges the open ones. */
export function judgeDeals(
  { found, facts, people, work }: { found: Export; facts: CompanyFacts; people: People; work: Work },
  options: JudgeOptions,
): JudgedDeals {
  const { now, timeZone, settings } = options;
  const stalls = stallSettingsFor(found, settings.stalls);
  const recordedKinds = findRecordedKinds(found);
  const context: AnalysisContext = {
    settings: stalls,
    now,
    timeZone,
    activeRepIds: people.activeIds,
    // Without linked activities no silence is measured, so nobody's record can be too thin for it.
    recordedRepIds: found.hasLinks ? people.recordedIds : new Set(people.names.keys()),
    absentRepIds: findAbsentReps(work.workedDays, settings.norms, toCivilDate(now, timeZone)),
    recordedKinds,
    unmeasuredKinds: new Set(activityKinds.filter((kind) => !recordedKinds.has(kind))),
    activitiesSince: facts.recordedFrom,
    classify: options.classify,
    phrases: options.phrases,
    maxEvidenceLength: settings.flags.maxEvidenceLength,
    repNames: people.names,
  };
  const learned = toLearned(learnStalls(facts.history, stalls));
  const movedIds = findJustMoved(found, { now, movedWithinDays: stalls.movedWithinDays });
  const findings = facts.open.map((deal, index): DealFinding => {
    if (index > 0 && index % 500 === 0) options.onDeal?.(index, facts.open.length);
    const { id: dealId } = deal.deal;
    return movedIds.has(dealId) ? { kind: "moving", dealId } : analyseDeal(deal, learned, context);
  });
  options.onDeal?.(facts.open.length, facts.open.length);
  const guessed = facts.open.filter(({ deal }) => usualOf(deal, learned, stalls).clock.basis === "guess");
  return { findings, recordedKinds, guessedIds: new Set(guessed.map(({ deal }) => deal.id)) };
}

// Where the stages before are unknown, the age of the whole deal is judged, which cannot see that a deal has just moved on.
function findJustMoved(
  { deals }: Export,
  { now, movedWithinDays }: { now: Moment; movedWithinDays: number },
): ReadonlySet<string> {
  const since = now - movedWithinDays * msPerDay;
  const isRecent = (at: Moment | null) => at !== null && at > since && at <= now;
  return new Set(deals.filter(({ enteredStageAt }) => isRecent(enteredStageAt)).map(({ id }) => id));
}

function findRecordedKinds({ hasLinks, activities }: Export): Set<ActivityKind> {
  if (!hasLinks) return new Set();
  return new Set(activities.filter(({ dealIds }) => dealIds.length > 0).map(({ kind }) => kind));
}

// The rule of thumb is for one stage; a whole deal passes all of them.
function stallSettingsFor({ hasStageDates, deals }: Export, settings: StallSettings): StallSettings {
  if (hasStageDates) return settings;
  const stages = new Set(deals.filter(({ outcome }) => outcome === "open").map(({ stage }) => stage)).size;
  return {
    ...settings,
    guessStageLimitDays: settings.guessStageLimitDays * Math.max(1, stages),
    guessStageUsualDays: settings.guessStageUsualDays * Math.max(1, stages),
  };
}
