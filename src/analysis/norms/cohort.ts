import type { Series } from "./series.ts";

/** What comparable reps say about one metric before a rep's own days do. */
export interface Prior {
  /** Counts on a plain worked day. */
  readonly mean: number;
  /** What `mean` is worth in own worked days: much when comparable reps are alike, next to nothing when they differ. */
  readonly meanDays: number;
  readonly spread: number;
  /** Index 1 to 7. */
  readonly weekdayFactors: readonly number[];
  /** Worked rep-days it was learned from, with forgetting. */
  readonly sample: number;
}

export const emptyPrior: Prior = {
  mean: 0,
  meanDays: 0,
  spread: 0.5,
  weekdayFactors: [1, 1, 1, 1, 1, 1, 1, 1],
  sample: 0,
};

/**
 * Empirical Bayes by moments (Morris 1983; Bühlmann's credibility): the worth of the cohort in days is the variance within a
 * rep's days over the variance between reps.
 */
export function computePrior(cohort: readonly Series[]): Prior {
  const known = cohort.filter(({ sumFactor }) => sumFactor > 0);
  if (known.length === 0) return emptyPrior;
  const sample = sum(known, ({ sumFactor }) => sumFactor);
  const mean = sum(known, ({ sumCount }) => sumCount) / sample;
  const spread = Math.max(
    0,
    sum(known, ({ sumExcess }) => sumExcess) /
      Math.max(
        1e-9,
        sum(known, ({ sumSquare }) => sumSquare),
      ),
  );
  return {
    mean,
    meanDays: worthInDays(known, mean, spread),
    spread: known.length === 0 ? emptyPrior.spread : spread,
    weekdayFactors: emptyPrior.weekdayFactors.map((_, weekday) => weekdayFactor(known, weekday, mean)),
    sample,
  };
}

function worthInDays(cohort: readonly Series[], mean: number, spread: number): number {
  if (cohort.length < 2) return minWorth;
  const within = mean + spread * mean * mean;
  // Each rep's own mean differs from the cohort's by true difference and by chance; the second is taken off.
  const squares = sum(cohort, ({ sumCount, sumFactor }) => {
    return Math.min(sumFactor, fullRep) * ((sumCount / sumFactor - mean) ** 2 - within / sumFactor);
  });
  const between = squares / sum(cohort, ({ sumFactor }) => Math.min(sumFactor, fullRep));
  return between <= 0 ? maxWorth : Math.min(maxWorth, Math.max(minWorth, within / between));
}

function weekdayFactor(cohort: readonly Series[], weekday: number, mean: number): number {
  const pseudo = weekdayPseudoDays * Math.max(mean, 0.1);
  const count = sum(cohort, ({ weekdayCount }) => weekdayCount[weekday] ?? 0);
  const base = sum(cohort, ({ weekdayBase }) => weekdayBase[weekday] ?? 0);
  return Math.max(smallestFactor, (count + pseudo) / (base + pseudo));
}

function sum(cohort: readonly Series[], of: (series: Series) => number): number {
  let total = 0;
  for (const series of cohort) total += of(series);
  return total;
}

/** Own days after which a rep counts fully among comparable reps. */
const fullRep = 20;
/** Days; a cohort is never worth nothing (a first day must be predicted) and never more than a month of own work. */
const minWorth = 0.5;
const maxWorth = 20;
/** Days of no pattern that each weekday begins with. */
const weekdayPseudoDays = 10;
const smallestFactor = 0.05;
