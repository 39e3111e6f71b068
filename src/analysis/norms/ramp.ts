/** How much of their later level new reps reach, by week of work. Shaped like `product.norms.ramp`. */
export interface RampSettings {
  /** Complete beginnings, of any rep of the account, before the curve is learned from them. */
  readonly minBeginnings: number;
  /** Until then: the share that is stated for the first week of work; it grows evenly to all of it. */
  readonly statedShare: number;
  /** Calendar days of the record after whose start somebody who appears is new. Who was there before has an unknown past. */
  readonly newAfterDays: number;
}

/** One rep's first weeks of one metric. Mutable: fed day by day. */
export interface Beginning {
  /** By week of work: counts, and what weekdays alone would make of a plain day. */
  readonly counts: number[];
  readonly factors: number[];
}

/** Shares by week of work, never falling; null while too few beginnings are known. */
export type Ramp = readonly number[] | null;

/** What of the settled level may be expected of a new rep now. */
export interface RampNow {
  readonly share: number;
  readonly isLearned: boolean;
}

export function createBeginning(): Beginning {
  const weeks = rampWeeks + settledWeeks;
  return { counts: Array.from({ length: weeks }, () => 0), factors: Array.from({ length: weeks }, () => 0) };
}

/** Learns one worked day; `workedDays` were worked before it. */
export function learnBeginning(
  { counts, factors }: Beginning,
  { workedDays, count, factor }: { workedDays: number; count: number; factor: number },
): void {
  const week = Math.floor(workedDays / daysOfWeek);
  if (week >= counts.length) return;
  counts[week] = (counts[week] ?? 0) + count;
  factors[week] = (factors[week] ?? 0) + factor;
}

/**
 * Each week's count over what the same reps had in the weeks after the ramp, as a ratio of sums; weeks of no ramp are mixed in
 * as worth a week of one rep. Nobody is expected to sink, so the shares never fall.
 */
export function computeRamp(beginnings: readonly Beginning[], { minBeginnings }: RampSettings): Ramp {
  const complete = beginnings.flatMap((beginning) => {
    const settled = settledMean(beginning);
    return settled === null ? [] : { ...beginning, settled };
  });
  if (complete.length < minBeginnings) return null;
  const mean = complete.reduce((sum, { settled }) => sum + settled, 0) / complete.length;
  const shares = Array.from({ length: rampWeeks }, (_, week) => {
    let counted = daysOfWeek * mean;
    let settledCount = daysOfWeek * mean;
    for (const { counts, factors, settled } of complete) {
      counted += counts[week] ?? 0;
      settledCount += (factors[week] ?? 0) * settled;
    }
    return Math.min(1, counted / settledCount);
  });
  return shares.map((_, week) => Math.min(...shares.slice(week)));
}

/** Counts on a plain day in the weeks after the ramp; null when these are not over, or held nothing. */
function settledMean({ counts, factors }: Beginning): number | null {
  if ((factors.at(-1) ?? 0) === 0) return null;
  const count = counts.slice(rampWeeks).reduce((sum, one) => sum + one, 0);
  const factor = factors.slice(rampWeeks).reduce((sum, one) => sum + one, 0);
  return count === 0 ? null : count / factor;
}

/** Where a new rep stands after `workedDays` days of work. */
export function rampAt(ramp: Ramp, workedDays: number, { statedShare }: RampSettings): RampNow {
  const week = Math.floor(workedDays / daysOfWeek);
  if (ramp !== null) return { share: ramp[week] ?? 1, isLearned: true };
  return { share: Math.min(1, statedShare + ((1 - statedShare) * week) / rampWeeks), isLearned: false };
}

/** Weeks of work in which a rep is new, and those after them that show the level reached. */
const rampWeeks = 8;
const settledWeeks = 4;
const daysOfWeek = 5;
