import type { Moment } from "../../domain/time.ts";
import type { DealCourse } from "./deal-course.ts";

/** A deal of the cohort with how many it stands for. */
export interface WeightedCourse {
  readonly course: DealCourse;
  readonly weight: number;
}

/** No deal stands for more than so many: beyond, one odd deal would decide. */
const maxWeight = 10;

/**
 * The ended deals of which everything is on record, each weighted by the inverse of its chance to have ended by now. In a
 * young record slow deals have mostly not ended yet, and slow ones are the ones a limit must spare. Every deal's time of
 * watching is known (now less its creation), so that chance is the share of all deals that were created long enough ago
 * (inverse probability of censoring weighting, Robins and Rotnitzky 1992; Satten and Datta 2001 show that it is what
 * Kaplan and Meier's and Aalen and Johansen's estimates amount to).
 */
export function weighCohort(
  ended: readonly DealCourse[],
  { openSince, now, recordedFrom }: { openSince: readonly Moment[]; now: Moment; recordedFrom: Moment },
): WeightedCourse[] {
  const courses = ended.filter(({ createdAt }) => createdAt >= recordedFrom);
  const createdAt = [...courses.map((course) => course.createdAt), ...openSince]
    .filter((at) => at >= recordedFrom && at <= now)
    .toSorted((a, b) => a - b);
  return courses.map((course) => {
    const longEnough = countUpTo(createdAt, now - (course.endedAt - course.createdAt));
    return { course, weight: Math.min(maxWeight, createdAt.length / Math.max(1, longEnough)) };
  });
}

function countUpTo(sorted: readonly Moment[], last: Moment): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Infinity) <= last) low = middle + 1;
    else high = middle;
  }
  return low;
}
