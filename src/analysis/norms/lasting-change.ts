import { normalCdf } from "./distributions.ts";

/**
 * A cumulative sum (Page 1954) over normal scores of periods: it grows while counts stay low and forgets when they do
 * not, so a lasting drop stands out although no single period does. Scores of a model that is learned as it goes are
 * known as self-starting charts (Hawkins 1987; Quesenberry 1991, "Q charts").
 */
export interface Cusum {
  readonly sum: number;
  /** Period in which the sum last left zero; null while it is zero. */
  readonly since: string | null;
}

export const restingCusum: Cusum = { sum: 0, since: null };

/** How far a score must fall short per period to count, and at which sum it is an alarm. */
export interface CusumLimits {
  readonly allowance: number;
  readonly threshold: number;
}

/** One period more. `score` is turned around by the caller to look for a rise. */
export function addScore(
  cusum: Cusum,
  score: number,
  { limits, start }: { limits: CusumLimits; start: string },
): Cusum {
  // Capped, so that a change that is over is over soon.
  const sum = Math.min(2 * limits.threshold, cusum.sum - score - limits.allowance);
  return sum <= 0 ? restingCusum : { sum, since: cusum.since ?? start };
}

export function isAlarm(cusum: Cusum, { threshold }: CusumLimits): boolean {
  return cusum.sum >= threshold;
}

/** Chance that the coming period sets off the alarm although nothing has changed. */
export function alarmChance(cusum: Cusum, { allowance, threshold }: CusumLimits): number {
  return normalCdf(cusum.sum - allowance - threshold);
}

/**
 * Limits to find a shift of `shift` standard deviations with one false alarm in `periods` on average. The allowance is half
 * the shift (optimal, Moustakides 1986); the threshold follows from Siegmund's approximation of the average run length
 * (Siegmund 1985, Sequential Analysis, section 2.6): ARL = (e^y - y - 1) / (2 k^2), y = 2 k (h + 1.166).
 */
export function cusumLimits(shift: number, periods: number): CusumLimits {
  const allowance = Math.min(maxAllowance, Math.max(minAllowance, Math.round((shift / 2) * steps) / steps));
  return { allowance, threshold: thresholdOf(allowance, periods) };
}

/** The threshold with which a sum that forgets `allowance` a period is a false alarm once in `periods`. */
export function thresholdOf(allowance: number, periods: number): number {
  const wanted = 2 * allowance * allowance * periods;
  let low = 0;
  let high = 60;
  for (let round = 0; round < 40; round += 1) {
    const y = (low + high) / 2;
    if (Math.exp(y) - y - 1 < wanted) low = y;
    else high = y;
  }
  return Math.max(minThreshold, high / (2 * allowance) - overshoot);
}

const overshoot = 1.166;
const steps = 20;
/** A shift under a fifth of the spread cannot be told from a slow drift. */
const minAllowance = 0.1;
const maxAllowance = 1;
const minThreshold = 0.3;
