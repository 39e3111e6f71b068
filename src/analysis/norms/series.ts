import type { Prior } from "./cohort.ts";
import type { Predictive } from "./predictive.ts";
import type { RampNow } from "./ramp.ts";

/** How fast the past is forgotten and how much is kept of it. Shaped like `product.norms`. */
export interface LearningSettings {
  /** Own worked days after which a day weighs half. */
  readonly halfLifeDays: number;
  /** Own worked weeks, or months, after which one weighs half. */
  readonly halfLifePeriods: number;
  /** Weight of the negative binomial beside own past counts, in days or periods. */
  readonly smoothWeight: number;
  /** Worth of the cohort's weekday pattern, in own days of that weekday. */
  readonly weekdayPriorDays: number;
  /** Worth of the cohort's spread, in own days or periods. */
  readonly spreadPriorDays: number;
}

/** What is known of one rep and metric from worked days. Mutable: one is kept per series and fed day by day. */
export interface Series {
  /** Worked days, without forgetting. */
  days: number;
  /** Past counts, newest first, with the weekday factor they were counted under. */
  readonly counts: number[];
  readonly factors: number[];
  /** Sums with forgetting: counts, factors, (see there), squared surprise beyond Poisson, squared expectation. */
  sumCount: number;
  sumFactor: number;
  /** The factors as shares of a settled rep's: less than `sumFactor` after a new rep's first weeks, else the same. */
  sumSettled: number;
  sumExcess: number;
  sumSquare: number;
  /** Sums with slow forgetting per weekday (1 to 7): counts and what a day without pattern would have had. */
  readonly weekdayCount: number[];
  readonly weekdayBase: number[];
}

export function createSeries(): Series {
  return {
    days: 0,
    counts: [],
    factors: [],
    sumCount: 0,
    sumFactor: 0,
    sumSettled: 0,
    sumExcess: 0,
    sumSquare: 0,
    weekdayCount: [0, 0, 0, 0, 0, 0, 0, 0],
    weekdayBase: [0, 0, 0, 0, 0, 0, 0, 0],
  };
}

/** The learned level in numbers: what a plain day has, how uncertain that is, and how days spread around it. */
export interface Level {
  readonly mean: number;
  /** Variance of `mean` itself. */
  readonly meanVariance: number;
  /** Variance of a day beyond Poisson, relative to the squared mean (1 / size of the negative binomial). */
  readonly spread: number;
  /** How many times the mean a rep is expected to have reached by now who is still new; 1 for all others. */
  readonly growth: number;
  /** Weekday factors, index 1 to 7. */
  readonly factors: readonly number[];
}

/** The level now. `ramp` is where a new rep stands; null for whoever is not new. */
export function levelOf(
  series: Series,
  { prior, ramp = null }: { prior: Prior; ramp?: RampNow | null },
  settings: LearningSettings,
): Level {
  const { sumCount, sumFactor, sumExcess, sumSquare } = series;
  const { past, growth, worth } = placeOnRamp(series, ramp);
  const priorDays = Math.min(prior.meanDays, worth);
  const days = sumFactor + priorDays;
  const mean = days === 0 ? 0 : (sumCount + priorDays * prior.mean * past) / days;
  const square = mean * mean;
  const spreadDays = settings.spreadPriorDays * square;
  const spread = Math.max(
    0,
    (sumExcess + spreadDays * prior.spread) / Math.max(sumSquare + spreadDays, 1e-9),
  );
  const meanVariance = (mean + spread * square) / Math.max(1, days);
  return { mean, meanVariance, spread, growth, factors: weekdayFactors(series, prior, { mean, settings }) };
}

/**
 * What share of the settled level the own past stands for, how far above that past the rep should be now, and what comparable
 * reps may be worth in days. While nobody knows how reps begin here, comparable reps say next to nothing about a new one.
 */
function placeOnRamp(
  { sumFactor, sumSettled }: Series,
  ramp: RampNow | null,
): { past: number; growth: number; worth: number } {
  if (ramp === null) return { past: 1, growth: 1, worth: Number.POSITIVE_INFINITY };
  if (!ramp.isLearned && ramp.share < 1) return { past: ramp.share, growth: 1, worth: worthOnUnknownRamp };
  const past = sumFactor === 0 ? ramp.share : sumSettled / sumFactor;
  return { past, growth: Math.max(1, ramp.share / past), worth: Number.POSITIVE_INFINITY };
}

/** Days. */
const worthOnUnknownRamp = 0.5;

function weekdayFactors(
  { weekdayCount, weekdayBase }: Series,
  prior: Prior,
  { mean, settings }: { mean: number; settings: LearningSettings },
): number[] {
  // A rep with few counts knows little about weekdays: the prior is worth days, and at least some counts.
  const weight = settings.weekdayPriorDays * Math.max(mean, 1);
  return prior.weekdayFactors.map(
    (factor, weekday) =>
      ((weekdayCount[weekday] ?? 0) + weight * factor) / ((weekdayBase[weekday] ?? 0) + weight),
  );
}

/** What one worked day of this weekday will bring, if it is as the days before; see `grow` for a rep who is new. */
export function predictDay(
  series: Series,
  level: Level,
  { weekday, settings, weights }: { weekday: number; settings: LearningSettings; weights: readonly number[] },
): Predictive {
  const factor = level.factors[weekday] ?? 1;
  const mean = level.mean * factor;
  return {
    mean,
    variance: mean + level.spread * mean * mean + level.meanVariance * factor * factor,
    points: series.counts.map((count, index) => (count * factor) / (series.factors[index] ?? 1)),
    weights,
    smoothWeight: settings.smoothWeight,
  };
}

/** Learns a worked day that was predicted with `level`; `share` is what a new rep was expected to do of a settled one's. */
export function learnDay(
  series: Series,
  {
    weekday,
    count,
    isComparable,
    share,
  }: { weekday: number; count: number; isComparable: boolean; share: number },
  { level, settings }: { level: Level; settings: LearningSettings },
): void {
  learnWeekday(series, { weekday, count }, { level, settings });
  // A mail on a Sunday says nothing about Mondays.
  if (!isComparable) return;
  const keep = decayOf(settings.halfLifeDays);
  const factor = level.factors[weekday] ?? 1;
  const expected = level.mean * level.growth * factor;
  series.days += 1;
  series.sumCount = series.sumCount * keep + count;
  series.sumFactor = series.sumFactor * keep + factor;
  series.sumSettled = series.sumSettled * keep + share * factor;
  series.sumExcess = series.sumExcess * keep + (count - expected) ** 2 - expected;
  series.sumSquare = series.sumSquare * keep + expected * expected;
  remember(series.counts, count);
  remember(series.factors, factor);
}

function learnWeekday(
  { weekdayCount, weekdayBase }: Series,
  { weekday, count }: { weekday: number; count: number },
  { level, settings }: { level: Level; settings: LearningSettings },
): void {
  // A weekday comes once a week, so its memory must reach back further.
  const keep = decayOf(settings.halfLifeDays / 2);
  weekdayCount[weekday] = (weekdayCount[weekday] ?? 0) * keep + count;
  weekdayBase[weekday] = (weekdayBase[weekday] ?? 0) * keep + level.mean * level.growth;
}

export function decayOf(halfLife: number): number {
  return 0.5 ** (1 / halfLife);
}

/** Weights of remembered points, newest first. */
export function weightsOf(halfLife: number): readonly number[] {
  const keep = decayOf(halfLife);
  return Array.from({ length: maxPoints }, (_, age) => keep ** age);
}

/** With the usual half-life the hundredth day weighs 6 % and less. */
const maxPoints = 100;

export function remember(list: number[], value: number): void {
  list.unshift(value);
  if (list.length > maxPoints) list.pop();
}
