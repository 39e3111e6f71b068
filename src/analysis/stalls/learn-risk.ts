import type { PipelineHabits, RiskModel, SilenceLimit, StageClock } from "../../domain/stall-model.ts";
import { type Moment, msPerDay, toCivilDate } from "../../domain/time.ts";
import type { StallSettings } from "../settings.ts";
import type { WeightedCourse } from "./cohort.ts";
import type { DealCourse } from "./deal-course.ts";
import { silenceFactorOf, stayFactorOf } from "./factors.ts";
import { findPushes } from "./find-pushes.ts";
import { fitRisk, type Snapshot, statedRisk } from "./fit-risk.ts";
import { toLearnedInputs } from "./risk.ts";

export interface RiskSources {
  readonly cohort: readonly WeightedCourse[];
  readonly habits: PipelineHabits;
  readonly clocks: readonly StageClock[];
  readonly silences: readonly SilenceLimit[];
  readonly settings: StallSettings;
}

/** A look a week, and no more than half a year of one deal's. */
const daysBetweenSnapshots = 7;
const maxSnapshots = 26;

/**
 * The risk of a pipeline's deals from weekly looks at its ended ones; the stated one while hardly any have ended. It may be few:
 * what is stated weighs against them.
 */
export function learnRisk(sources: RiskSources): RiskModel {
  const { cohort, settings } = sources;
  if (cohort.length < settings.minSample) return statedRisk;
  const usual = {
    stays: new Map(sources.clocks.map(({ stageId, usualDays }) => [stageId, usualDays])),
    silences: new Map(sources.silences.map(({ stageId, usualDays }) => [stageId, usualDays])),
  };
  const snapshots = cohort.flatMap((one) => toSnapshots(one, usual, sources));
  return fitRisk(snapshots, cohort.length);
}

interface Usual {
  readonly stays: ReadonlyMap<string, number>;
  readonly silences: ReadonlyMap<string, number>;
}

function toSnapshots(
  { course, weight }: WeightedCourse,
  usual: Usual,
  { habits, settings }: RiskSources,
): Snapshot[] {
  const snapshots: Snapshot[] = [];
  const pushedOn = course.closeDates.length < 2 ? [] : findPushes(course.closeDates, "UTC");
  const factors = { stay: stayFactorOf(course, habits), silence: silenceFactorOf(course, habits) };
  let at = course.createdAt + settings.newDealDays * msPerDay;
  for (; at < course.endedAt && snapshots.length < maxSnapshots; at += daysBetweenSnapshots * msPerDay) {
    const spell = course.spells.findLast(({ enteredAt }) => enteredAt <= at);
    if (spell === undefined) continue;
    const on = pushedOn.length === 0 ? "" : toCivilDate(at, "UTC");
    const { stageId } = spell;
    const inputs = toLearnedInputs({
      stageId,
      stageDays: daysSince(stageClockStart(course, spell.enteredAt, at), at),
      usualStageDays: (usual.stays.get(spell.stageId) ?? 0) * factors.stay,
      silenceDays: daysSince(Math.max(lastUpTo(course.contactsAt, at) ?? 0, course.createdAt), at),
      usualSilenceDays: (usual.silences.get(spell.stageId) ?? 0) * factors.silence,
      pushes: pushedOn.filter((push) => push.on <= on).length,
    });
    snapshots.push({ stageId, inputs, isWon: course.isWon, weight });
  }
  return snapshots;
}

function stageClockStart({ proposalsAt }: DealCourse, enteredAt: Moment, at: Moment): Moment {
  return Math.max(enteredAt, lastUpTo(proposalsAt, at) ?? enteredAt);
}

function lastUpTo(sorted: readonly Moment[], at: Moment): Moment | undefined {
  return sorted.findLast((one) => one <= at);
}

function daysSince(from: Moment, at: Moment): number {
  return Math.max(0, Math.floor((at - from) / msPerDay));
}
