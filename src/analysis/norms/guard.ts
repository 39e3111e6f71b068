import type { LastingChange } from "../../domain/norm.ts";
import {
  addScore,
  alarmChance,
  type Cusum,
  type CusumLimits,
  cusumLimits,
  isAlarm,
  restingCusum,
  thresholdOf,
} from "./lasting-change.ts";
import { firstCount, midOf, type Predictive, type Rank, rankOf, scoreOf, upperCount } from "./predictive.ts";

/** How often a period without any change may be called below, above, or the start of a lasting change. */
export interface AlarmSettings {
  /** Share of periods whose count is so low by itself. */
  readonly lowShare: number;
  readonly highShare: number;
  /** Share of the periods that can be judged that may be below for either reason; the tails are corrected towards it. */
  readonly targetBelow: number;
  /** Speed of that correction. */
  readonly step: number;
  /** A run of low periods may call one of them below about once in this many periods. */
  readonly periodsPerRunAlarm: number;
  /** A lasting change may be claimed wrongly once in this many periods. */
  readonly periodsPerChange: number;
  /** Where fewer than this are expected in a period, it is called below more rarely, in proportion: few counts say little. */
  readonly fullCount: number;
  /** Own periods before anything can be below. */
  readonly minSample: number;
}

/** Running evidence about one series. Three sums: one that calls a day below and starts anew, two that keep on. */
export interface Guard {
  /** By how many standard deviations the score would sink if the rep did 40 % less. */
  shift: number;
  run: Cusum;
  drop: Cusum;
  rise: Cusum;
}

export function createGuard(): Guard {
  return { shift: 1, run: restingCusum, drop: restingCusum, rise: restingCusum };
}

/** The tails of one series and period at this moment, after what was seen before it. */
export interface Tails {
  readonly low: number;
  readonly high: number;
  /** Count this low by mid-rank completes a run of low periods. */
  readonly run: number;
}

/** `low` and `high` correct the shares by what earlier periods of all reps have shown (see levels.ts). */
export function tailsOf(
  guard: Guard,
  settings: AlarmSettings,
  { low, high, expected }: { low: number; high: number; expected: number },
): Tails {
  const share = low * Math.max(leastShare, Math.min(1, expected / settings.fullCount));
  const limits = runLimits(settings.periodsPerRunAlarm / share);
  return {
    low: settings.lowShare * share,
    high: settings.highShare * high,
    run: Math.min(maxRunTail, alarmChance(guard.run, limits)),
  };
}

/** However few are expected, a period is called below at least so often, as a share of what many would be. */
const leastShare = 0.15;

/** Also in the worst run a count in the upper part of what is usual is not below. */
const maxRunTail = 0.35;

export function isBelow(rank: Rank, tails: Tails): boolean {
  return rank.upTo <= tails.low || midOf(rank) <= tails.run;
}

export interface Interval {
  /** Below it is below. 0 when even nothing at all would not be unusual. */
  readonly low: number;
  /** What `low` is without a run of low periods before this one; at most `low`. The band that people are told. */
  readonly usualLow: number;
  /** Above it is above. */
  readonly high: number;
}

/** The interval; `high` is that of what was `grown` to be expected of a new rep. */
export function intervalOf(
  predictive: Predictive,
  { grown, tails }: { grown: Predictive; tails: Tails },
): Interval {
  const low = firstCount((count) => !isBelow(rankOf(predictive, count), tails));
  const usualLow = firstCount((count) => rankOf(predictive, count).upTo > tails.low);
  return { low, usualLow, high: Math.max(low, upperCount(grown, tails.high)) };
}

/**
 * Could a count of zero ever tell against the rep, alone or as one of a run? Not where days without any are ordinary: then no
 * alarm is possible.
 */
export function isZeroEvidence(predictive: Predictive): boolean {
  return midOf(rankOf(predictive, 0)) < maxRunTail;
}

/** Adds a judged period to the evidence. */
export function addToGuard(
  guard: Guard,
  { rank, grownRank, start }: { rank: Rank; grownRank: Rank; start: string },
  { settings, isBelow: wasBelow }: { settings: AlarmSettings; isBelow: boolean },
): void {
  const score = scoreOf(rank);
  const grownScore = grownRank === rank ? score : scoreOf(grownRank);
  guard.run = wasBelow
    ? restingCusum
    : addScore(guard.run, clip(score, largestOfRun), {
        limits: runLimits(settings.periodsPerRunAlarm),
        start,
      });
  const limits = changeLimits(guard, settings);
  guard.drop = addScore(guard.drop, clip(score, largestOfChange), { limits, start });
  guard.rise = addScore(guard.rise, -clip(grownScore, largestOfChange), { limits, start });
}

// One period can say only so much: a run takes several, whoever was on a course for a day.
function clip(score: number, largest: number): number {
  return Math.min(largest, Math.max(-largest, score));
}

const largestOfRun = 1;
const largestOfChange = 2;

/** The lasting change that the evidence speaks for now. */
export function changeOf(guard: Guard, settings: AlarmSettings): LastingChange | null {
  const limits = changeLimits(guard, settings);
  if (isAlarm(guard.drop, limits) && guard.drop.since !== null)
    return { kind: "drop", since: guard.drop.since };
  if (isAlarm(guard.rise, limits) && guard.rise.since !== null)
    return { kind: "rise", since: guard.rise.since };
  return null;
}

/** Learns how visible a drop of 40 % would be in this series: clear for a steady rep, faint for one who works in bursts. */
export function updateShift(guard: Guard, predictive: Predictive): void {
  const points = predictive.points.slice(0, pointsOfShift);
  if (points.length === 0) return;
  let total = 0;
  for (const point of points) {
    const before = rankOf(predictive, Math.round(point));
    total += scoreOf(before) - scoreOf(rankOf(predictive, Math.round(keptAfterDrop * point)));
  }
  guard.shift = total / points.length;
}

/** The last ones tell enough, and this is the slowest step of learning. */
const pointsOfShift = 20;
/** The drop that Norma is built to find: 40 %. */
const keptAfterDrop = 0.6;

/**
 * Of a run. It hardly forgets: at a false alarm every few weeks the sum is never old, and half the shift would throw away
 * most of what a faint drop leaves behind.
 */
function runLimits(periods: number): CusumLimits {
  const steps = Math.round(periods * 2) / 2;
  const limits = runLimitsOf.get(steps) ?? {
    allowance: runAllowance,
    threshold: thresholdOf(runAllowance, steps),
  };
  runLimitsOf.set(steps, limits);
  return limits;
}

const runAllowance = 0.05;

function changeLimits({ shift }: Guard, { periodsPerChange }: AlarmSettings): CusumLimits {
  const key = `${Math.round(shift * 10)} ${periodsPerChange}`;
  const limits = changeLimitsOf.get(key) ?? cusumLimits(Math.round(shift * 10) / 10, periodsPerChange);
  changeLimitsOf.set(key, limits);
  return limits;
}

// The limits depend on values in steps, so few are ever worked out.
const runLimitsOf = new Map<number, CusumLimits>();
const changeLimitsOf = new Map<string, CusumLimits>();
