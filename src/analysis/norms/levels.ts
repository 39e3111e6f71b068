/**
 * Corrects the tails by what happened: when more periods fell outside than should have, the tails shrink, else they grow.
 * So the stated shares hold in the long run on any data, also where the model is wrong (Gibbs and Candès 2021, "Adaptive
 * conformal inference under distribution shift"). One correction for all reps of a metric and period: no rep can
 * buy silence by being low, because one rep's periods hardly move it.
 */
export interface Levels {
  low: number;
  high: number;
}

/** To begin with, for so many reps. */
export function createLevels(reps: number): Levels {
  return { low: surenessOf(reps), high: 1 };
}

/** What was seen in one period over all reps with a past: how many were judged, could be below, and fell outside. */
export interface Misses {
  judged: number;
  possible: number;
  below: number;
  above: number;
}

export interface LevelSettings {
  /** Share of those that could be below that may be, and of the judged ones that may be above. */
  readonly low: number;
  readonly high: number;
  /** How far one period's surprise moves a tail, as a share. */
  readonly step: number;
}

export function updateLevels(
  levels: Levels,
  { judged, possible, below, above }: Misses,
  settings: LevelSettings,
): void {
  if (judged === 0) return;
  const { low, high, step } = settings;
  levels.low = next(levels.low, {
    allowed: low * surenessOf(possible) * possible,
    missed: below,
    step,
    limits: lowLimits,
  });
  levels.high = next(levels.high, { allowed: high * judged, missed: above, step, limits: highLimits });
}

// A large team's surprise counts by its share, a small one's by heads: neither lurches.
function next(
  level: number,
  { allowed, missed, step, limits }: { allowed: number; missed: number; step: number; limits: Limits },
): number {
  const surprise = (allowed - missed) / Math.max(1, allowed);
  return Math.min(limits.largest, Math.max(limits.smallest, level * Math.exp(step * surprise)));
}

// A few people show little of their tails, so they are allowed less: one alone two thirds, three nearly all of it.
function surenessOf(reps: number): number {
  return reps ** 2 / (reps ** 2 + 0.5);
}

interface Limits {
  readonly smallest: number;
  readonly largest: number;
}

/** Small counts come in steps, so an upper tail must not follow every share; runs of low days mix the steps. */
const highLimits: Limits = { smallest: 0.4, largest: 2.5 };
const lowLimits: Limits = { smallest: 0.1, largest: 4 };
