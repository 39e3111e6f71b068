import type { Pipeline } from "../../domain/deal.ts";
import type { PipelineHabits, SilenceLimit, StallModel } from "../../domain/stall-model.ts";
import type { Moment } from "../../domain/time.ts";
import type { StallSettings } from "../settings.ts";
import { type WeightedCourse, weighCohort } from "./cohort.ts";
import type { DealCourse } from "./deal-course.ts";
import { learnHabits } from "./learn-habits.ts";
import { learnLimits, summariseSilences } from "./learn-limits.ts";
import { learnRisk } from "./learn-risk.ts";
import { findUsualStays, type StageStay, type UsualStay } from "./usual-stays.ts";

/** An account's past up to `now`. */
export interface StallHistory {
  readonly stays: Iterable<StageStay>;
  readonly ended: Iterable<DealCourse>;
  /** When the deals that are still open were created. */
  readonly open: Iterable<{ readonly pipelineId: string; readonly createdAt: Moment }>;
  readonly pipelines: readonly Pipeline[];
  readonly now: Moment;
  /** From when on all activities are on record; a deal that is older tells nothing about silence. Null: from the first. */
  readonly recordedFrom: Moment | null;
}

/** Everything about stalls that is learned from the past. The order of what is given does not matter. */
export function learnStalls(history: StallHistory, settings: StallSettings): StallModel {
  const { pipelines, now } = history;
  const ended = pickLatest(history, settings);
  const open = [...history.open];
  const stays = findUsualStays(history.stays, { settings, pipelines, now });
  const of = pipelines.map(({ id }): OfPipeline => {
    const own = ended.filter(({ pipelineId }) => pipelineId === id);
    const openSince = open.flatMap(({ pipelineId, createdAt }) => (pipelineId === id ? [createdAt] : []));
    const recordedFrom = history.recordedFrom ?? -Infinity;
    return {
      pipelineId: id,
      ended: own,
      cohort: weighCohort(own, { openSince, now, recordedFrom }),
      stays: stays.filter(({ pipelineId }) => pipelineId === id),
    };
  });
  const ofAccount = summariseSilences(
    of.flatMap(({ cohort }) => cohort),
    settings,
  );
  const models = of.map((one) => learnPipeline(one, ofAccount, settings));
  return {
    clocks: models.flatMap(({ clocks }) => clocks),
    silences: models.flatMap(({ silences }) => silences),
    habits: models.map(({ habits }) => habits),
  };
}

interface OfPipeline {
  readonly pipelineId: string;
  readonly ended: readonly DealCourse[];
  readonly cohort: readonly WeightedCourse[];
  readonly stays: readonly UsualStay[];
}

type SilenceSummary = ReturnType<typeof summariseSilences>;

function learnPipeline(
  { pipelineId, ended, cohort, stays }: OfPipeline,
  ofAccount: SilenceSummary,
  settings: StallSettings,
) {
  const usualStays = new Map(stays.map((stay) => [stay.stageId, stay]));
  const recorded = new Set(cohort.map(({ course }) => course));
  const habits = learnHabits(pipelineId, { ended, recorded, usualStays, settings });
  const silence = toPipelineSilence(
    pipelineId,
    { own: summariseSilences(cohort, settings), ofAccount },
    settings,
  );
  const { clocks, silences } = learnLimits({ cohort, habits, stays, silence, settings });
  const risk = learnRisk({ cohort, habits, clocks, silences, settings });
  const learned: PipelineHabits = { ...habits, risk };
  return { clocks, silences, habits: learned };
}

function toPipelineSilence(
  pipelineId: string,
  { own, ofAccount }: { own: SilenceSummary; ofAccount: SilenceSummary },
  settings: StallSettings,
): Omit<SilenceLimit, "stageId"> {
  if (own !== null) return { pipelineId, ...own, basis: "pipeline" };
  if (ofAccount !== null) return { pipelineId, ...ofAccount, basis: "account" };
  return { pipelineId, ...guessSilence(settings) };
}

/** The stated default where nothing is known. */
export function guessSilence(settings: StallSettings) {
  const { guessSilenceUsualDays: usualDays, guessSilenceLimitDays: limitDays } = settings;
  return { usualDays, limitDays, sample: 0, within: 0, basis: "guess" as const };
}

// Habits change, and what a limit needs is enough deals, not all: the latest to end. In one order whatever order they came in.
function pickLatest({ ended, now }: StallHistory, { maxLearnedDeals }: StallSettings): DealCourse[] {
  return [...ended]
    .filter(({ endedAt }) => endedAt <= now)
    .toSorted((a, b) => a.endedAt - b.endedAt || (a.dealId < b.dealId ? -1 : 1))
    .slice(-maxLearnedDeals);
}
