import type { Predictive } from "./predictive.ts";
import { decayOf, type LearningSettings, type Level, remember } from "./series.ts";

/**
 * A rep's weeks, or months, of one metric. Days of a week hang together (campaigns, a bad week, work that moves from one day
 * to the next), so the spread of totals is learned from totals and never summed from days.
 */
export interface Longer {
  /** Worked weeks or months judged so far. */
  periods: number;
  /** Past totals over what was expected of them, newest first. */
  readonly ratios: number[];
  /** Sums with forgetting: squared surprise over the variance of independent days, and how many. */
  sumInflation: number;
  sumPeriods: number;
  /** Worked days of periods with any, with forgetting. */
  sumDays: number;
  open: OpenPeriod | null;
}

/** The period that is under way, expected with what was known before its first worked day. */
export interface OpenPeriod {
  readonly level: Level;
  /** Worked days behind `level`, own and of comparable reps. */
  readonly basis: number;
  days: number;
  total: number;
  mean: number;
  /** If days were independent, without the uncertainty of the level. */
  dayVariance: number;
  /** Sum of the weekday factors: how many plain days were worked. */
  plainDays: number;
  /** True when a day's channel was not recorded: the total says nothing. */
  isIncomplete: boolean;
}

export function createLonger(): Longer {
  return { periods: 0, ratios: [], sumInflation: 0, sumPeriods: 0, sumDays: 0, open: null };
}

export function openPeriod({ level, basis }: Pick<OpenPeriod, "level" | "basis">): OpenPeriod {
  return { level, basis, days: 0, total: 0, mean: 0, dayVariance: 0, plainDays: 0, isIncomplete: false };
}

/** Counts a date in, worked or not; what is `known` is only used when it is the first of its period. */
export function addCount(longer: Longer, known: Pick<OpenPeriod, "level" | "basis">, count: number): void {
  longer.open ??= openPeriod(known);
  longer.open.total += count;
}

/** Counts the date's work as expected. */
export function addWorkedDay(
  longer: Longer,
  known: Pick<OpenPeriod, "level" | "basis">,
  weekday: number,
): void {
  longer.open ??= openPeriod(known);
  longer.open.days += 1;
  addExpected(longer.open, weekday, 1);
}

/** Expects `days` more days of a weekday; weekday 0 is a day of no weekday in particular. */
export function addExpected(open: OpenPeriod, weekday: number, days: number): void {
  const factor = open.level.factors[weekday] ?? 1;
  const mean = open.level.mean * factor;
  open.mean += days * mean;
  open.dayVariance += days * (mean + open.level.spread * mean * mean);
  open.plainDays += days * factor;
}

/** Part of the period was not recorded: the total says nothing. */
export function markIncomplete({ open }: Longer): void {
  if (open !== null) open.isIncomplete = true;
}

/** What this many worked days on these weekdays will bring, known before the first of them. */
export function predictPeriod(
  longer: Longer,
  { mean, dayVariance, plainDays, level }: OpenPeriod,
  {
    inflation,
    settings,
    weights,
  }: { inflation: number; settings: LearningSettings; weights: readonly number[] },
): Predictive {
  return {
    mean,
    variance: inflationOf(longer, inflation, settings) * dayVariance + plainDays ** 2 * level.meanVariance,
    points: longer.ratios.map((ratio) => ratio * mean),
    weights,
    smoothWeight: settings.smoothWeight,
  };
}

/** How many times the variance of independent days; own weeks against the cohort's `prior`. */
function inflationOf(
  { sumInflation, sumPeriods }: Longer,
  prior: number,
  settings: LearningSettings,
): number {
  const weight = settings.spreadPriorDays;
  return Math.min(
    maxInflation,
    Math.max(minInflation, (sumInflation + weight * prior) / (sumPeriods + weight)),
  );
}

/**
 * Was enough of the period worked to be compared? Not with a single day, which may be an odd one, nor with far fewer days than
 * usual: whoever was away for half a week had other things to do in the other half, too.
 */
export function isComparable({ sumDays, sumPeriods }: Longer, { days, isIncomplete }: OpenPeriod): boolean {
  const usual = sumPeriods === 0 ? 0 : sumDays / sumPeriods;
  return !isIncomplete && days >= minDays && days >= minShareOfDays * usual;
}

const minDays = 2;
const minShareOfDays = 0.6;

/** Learns the period that is over and closes it. */
export function closePeriod(longer: Longer, settings: LearningSettings): void {
  const { open } = longer;
  longer.open = null;
  if (open === null || open.isIncomplete || open.mean <= 0) return;
  const mean = open.mean * open.level.growth;
  const keep = decayOf(settings.halfLifePeriods);
  longer.periods += 1;
  // One huge surprise says little about the spread of ordinary weeks.
  const surprise = Math.min(maxSurprise, (open.total - mean) ** 2 / Math.max(open.dayVariance, 1e-9));
  longer.sumInflation = longer.sumInflation * keep + surprise;
  longer.sumPeriods = longer.sumPeriods * keep + 1;
  longer.sumDays = longer.sumDays * keep + open.days;
  remember(longer.ratios, open.total / mean);
}

/** The cohort's inflation: its weeks taken together, beginning from that of a `wider` group, or a guess, worth ten of them. */
export function computeInflation(cohort: readonly Longer[], wider = guessedInflation): number {
  let surprise = wider * guessWorth;
  let periods = guessWorth;
  for (const { sumInflation, sumPeriods } of cohort) {
    surprise += sumInflation;
    periods += sumPeriods;
  }
  return surprise / periods;
}

/** Sales weeks spread a little wider than their days suggest; weighs as much as ten weeks of one rep. */
const guessedInflation = 1.3;
const guessWorth = 10;
const minInflation = 0.4;
const maxInflation = 12;
const maxSurprise = 25;
