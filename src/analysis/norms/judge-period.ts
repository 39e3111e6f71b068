import type { LastingChange, NormStatus } from "../../domain/norm.ts";
import type { CivilDate } from "../../domain/time.ts";
import {
  type AlarmSettings,
  addToGuard,
  changeOf,
  type Guard,
  type Interval,
  intervalOf,
  isBelow,
  isZeroEvidence,
  type Tails,
  tailsOf,
} from "./guard.ts";
import type { Levels, Misses } from "./levels.ts";
import { grow, type Predictive, rankOf } from "./predictive.ts";

/** A count, what was predicted of it, and everything known before it. */
export interface Question {
  readonly start: CivilDate;
  readonly actual: number;
  readonly predictive: Predictive;
  /** How many times that a new rep should have reached by now. Who grows more slowly than others did is not below for it. */
  readonly growth: number;
  readonly guard: Guard;
  /** Own periods it was learned from. */
  readonly sample: number;
  /** False on days off, silent channels and after too short a past: then nothing can be below, and nothing is added. */
  readonly isJudged: boolean;
}

export interface Answer extends Interval {
  readonly expected: number;
  /** First of the low periods that make this one below although its count alone would not; null else. */
  readonly runSince: CivilDate | null;
  readonly status: NormStatus;
  readonly change: LastingChange | null;
}

export interface JudgeDeps {
  readonly settings: AlarmSettings;
  readonly levels: Levels;
  readonly misses: Misses;
  /** The interval costs a search; a replay of the past does without. */
  readonly isTold: boolean;
}

/** Judges one period and adds it to the evidence. Null when nobody asked for the answer. */
export function judgePeriod(question: Question, deps: JudgeDeps): Answer | null {
  const { predictive, guard, actual, sample, isJudged } = question;
  const { settings, levels, isTold } = deps;
  const tails = tailsOf(guard, settings, { ...levels, expected: predictive.mean });
  const hasPast = sample >= settings.minSample;
  const runSince = guard.run.since ?? question.start;
  if (isJudged) observe(question, tails, deps);
  if (!isTold) return null;
  const grown = grow(predictive, question.growth);
  const interval = intervalOf(predictive, { grown, tails });
  const change = hasPast ? changeOf(guard, settings) : null;
  const expected = Math.round(grown.mean * 10) / 10;
  // Where nothing can be below, no count is too low.
  if (!isJudged || !hasPast || !isZeroEvidence(predictive))
    return { expected, ...interval, ...nothingTooLow, change };
  const status = statusOf(actual, interval);
  const isByRun = status === "below" && actual >= interval.usualLow;
  return { expected, ...interval, status, runSince: isByRun ? runSince : null, change };
}

const nothingTooLow = { low: 0, usualLow: 0, status: "no-alarm-possible", runSince: null } as const;

function observe(
  { predictive, growth, guard, actual, sample, start }: Question,
  tails: Tails,
  { settings, misses }: JudgeDeps,
): void {
  const rank = rankOf(predictive, actual);
  const grownRank = growth === 1 ? rank : rankOf(grow(predictive, growth), actual);
  const hasPast = sample >= settings.minSample;
  const isPossible = isZeroEvidence(predictive);
  const low = hasPast && isPossible && isBelow(rank, tails);
  if (hasPast) count(misses, { isPossible, low, high: grownRank.under >= 1 - tails.high });
  addToGuard(guard, { rank, grownRank, start }, { settings, isBelow: low });
}

function statusOf(actual: number, { low, high }: { low: number; high: number }): NormStatus {
  if (actual < low) return "below";
  return actual > high ? "above" : "within";
}

function count(
  misses: Misses,
  { isPossible, low, high }: { isPossible: boolean; low: boolean; high: boolean },
): void {
  misses.judged += 1;
  misses.possible += isPossible ? 1 : 0;
  misses.below += low ? 1 : 0;
  misses.above += high ? 1 : 0;
}
