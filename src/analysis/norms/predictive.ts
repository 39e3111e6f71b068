import { negativeBinomialCdf, normalQuantile } from "./distributions.ts";

/**
 * What one period's count will be, from the past only. A mixture: the rep's own past counts (which know of days on other
 * work, of bursts, of any shape) and a negative binomial (which is smooth and carries what comparable reps did). The
 * share of the second shrinks as own counts gather.
 */
export interface Predictive {
  readonly mean: number;
  readonly variance: number;
  /** Past counts brought to this period's length and weekday; need not be whole. */
  readonly points: readonly number[];
  /** As many as `points`; recent ones weigh more. */
  readonly weights: readonly number[];
  /** Weight of the negative binomial, in the same unit as `weights`. */
  readonly smoothWeight: number;
}

/** The same, with `times` as much expected. */
export function grow(predictive: Predictive, times: number): Predictive {
  if (times === 1) return predictive;
  const { mean, variance, points } = predictive;
  return {
    ...predictive,
    mean: mean * times,
    variance: variance * times * times,
    points: points.map((point) => point * times),
  };
}

/** P(X <= count). */
export function cdf(predictive: Predictive, count: number): number {
  if (count < 0) return 0;
  const { mean, variance, points, weights, smoothWeight } = predictive;
  let reached = smoothWeight * negativeBinomialCdf(count, mean, variance);
  let total = smoothWeight;
  for (let index = 0; index < points.length; index += 1) {
    const weight = weights[index] ?? 0;
    total += weight;
    if ((points[index] ?? 0) < count + half) reached += weight;
  }
  return total === 0 ? 1 : Math.min(1, reached / total);
}

/** A point that was scaled to 3.4 is a 3. */
const half = 0.5;

/** Where a count stands in what was predicted: the chances of less, and of no more. */
export interface Rank {
  readonly under: number;
  readonly upTo: number;
}

export function rankOf(predictive: Predictive, count: number): Rank {
  return { under: cdf(predictive, count - 1), upTo: cdf(predictive, count) };
}

/** How low a count is, from 0 to 1: P(X < count) and half of P(X = count) (the mid-P value of Lancaster 1961). */
export function midOf({ under, upTo }: Rank): number {
  return (under + upTo) / 2;
}

/** The same as a standard normal score: about 0 with spread 1 as long as nothing has changed. */
export function scoreOf(rank: Rank): number {
  return normalQuantile(midOf(rank));
}

/** The smallest count for which `isReached` is true; it must be false below and true from there on. */
export function firstCount(isReached: (count: number) => boolean): number {
  let high = 1;
  if (isReached(0)) return 0;
  while (!isReached(high) && high < largestCount) high *= 2;
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isReached(middle)) high = middle;
    else low = middle;
  }
  return high;
}

const largestCount = 2 ** 40;

/**
 * The upper end of the interval: the count whose P(X <= count) comes nearest to 1 - `tail`. "At least" would make every
 * interval of small counts far too wide, and the 90 % a fiction.
 */
export function upperCount(predictive: Predictive, tail: number): number {
  const wanted = 1 - tail;
  const above = firstCount((count) => cdf(predictive, count) >= wanted);
  if (above === 0) return 0;
  const under = above - 1;
  return wanted - cdf(predictive, under) < cdf(predictive, above) - wanted ? under : above;
}
