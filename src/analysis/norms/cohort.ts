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
 * rep's days over the variance between reps. A group in a `wider` one is shrunk to it in turn: with few days it says what
 * the wider one does.
 */
export function computePrior(cohort: readonly Series[], wider: Prior = emptyPrior): Prior {
  const known = cohort.filter(({ sumSettled }) => sumSettled > 0);
  if (known.length === 0) return wider;
  const sample = sum(known, ({ sumSettled }) => sumSettled);
  const borrowed = wider.sample === 0 ? 0 : borrowedDays;
  const mean = (sum(known, ({ sumCount }) => sumCount) + borrowed * wider.mean) / (sample + borrowed);
  const borrowedSquare = borrowed * wider.mean * wider.mean;
  const excess = sum(known, ({ sumExcess }) => sumExcess) + borrowedSquare * wider.spread;
  const square = sum(known, ({ sumSquare }) => sumSquare) + borrowedSquare;
  const spread = Math.max(0, excess / Math.max(1e-9, square));
  return {
    mean,
    // Two or three reps alike may be so by chance.
    meanDays: known.length < minReps && borrowed > 0 ? wider.meanDays : worthInDays(known, mean, spread),
    spread,
    weekdayFactors: wider.weekdayFactors.map((factor, weekday) =>
      weekdayFactor(known, weekday, { mean, factor }),
    ),
    sample: sample + borrowed,
  };
}

/** Reps of a group before it says by itself how alike they are, and what the wider group is worth in it, in rep-days. */
const minReps = 4;
const borrowedDays = 20;

function worthInDays(cohort: readonly Series[], mean: number, spread: number): number {
  if (cohort.length < 2) return minWorth;
  const within = mean + spread * mean * mean;
  // Each rep's own mean differs from the cohort's by true difference and by chance; the second is taken off.
  const squares = sum(cohort, ({ sumCount, sumSettled }) => {
    return Math.min(sumSettled, fullRep) * ((sumCount / sumSettled - mean) ** 2 - within / sumSettled);
  });
  const between = squares / sum(cohort, ({ sumSettled }) => Math.min(sumSettled, fullRep));
  return between <= 0 ? maxWorth : Math.min(maxWorth, Math.max(minWorth, within / between));
}

function weekdayFactor(
  cohort: readonly Series[],
  weekday: number,
  { mean, factor }: { mean: number; factor: number },
): number {
  const pseudo = weekdayPseudoDays * Math.max(mean, 0.1);
  const count = sum(cohort, ({ weekdayCount }) => weekdayCount[weekday] ?? 0);
  const base = sum(cohort, ({ weekdayBase }) => weekdayBase[weekday] ?? 0);
  return Math.max(smallestFactor, (count + pseudo * factor) / (base + pseudo));
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
/** Days of the wider group's pattern, or of none, that each weekday begins with. */
const weekdayPseudoDays = 10;
const smallestFactor = 0.05;
