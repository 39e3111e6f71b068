import type { Metric } from "../../domain/norm.ts";
import { addDays, type CivilDate } from "../../domain/time.ts";
import { lowerPoint, median, toSorted, upperPoint } from "../sample-points.ts";
import type { NormSettings } from "../settings.ts";
import type { RepHistory } from "./rep-history.ts";
import { findUsualDays, findWorkedWeeks } from "./worked-time.ts";

/** What is usual for one rep and metric: counts per period, and how many periods say so. */
export interface Band {
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  readonly sample: number;
}

/** The band of a worked day from the rep's own last worked days before `before`. */
export function bandOfDay({ history, metric }: RepMetric, before: CivilDate, settings: NormSettings): Band {
  const days = findUsualDays(history, before, settings.workedDays);
  return toBand(
    days.map((date) => history.counts[metric].get(date) ?? 0),
    1,
    settings,
  );
}

/**
 * The band of a week with `workedDays` worked days from the rep's own last worked weeks before `before`. Weeks are
 * compared by activities per worked day and scaled to the week's own days: a week with a holiday is neither a low norm
 * for others nor low itself.
 */
export function bandOfWeek(
  { history, metric }: RepMetric,
  { before, workedDays }: { before: CivilDate; workedDays: number },
  settings: NormSettings,
): Band {
  const weeks = findWorkedWeeks(history, before, settings.workedWeeks);
  const perDay = weeks.map(({ monday, days }) => countInWeek(history, metric, monday) / days);
  return toBand(perDay, workedDays, settings);
}

export interface RepMetric {
  readonly history: RepHistory;
  readonly metric: Metric;
}

/** Activities of one metric from Monday to Sunday. */
export function countInWeek(history: RepHistory, metric: Metric, monday: CivilDate): number {
  let total = 0;
  for (let day = 0; day < 7; day += 1) total += history.counts[metric].get(addDays(monday, day)) ?? 0;
  return total;
}

// Limits are rounded away from the middle, so that a count that is just as usual is never called unusual.
function toBand(rates: readonly number[], scale: number, settings: NormSettings): Band {
  const sorted = toSorted(rates);
  return {
    expected: Math.round(median(sorted) * scale * 10) / 10,
    low: Math.floor(lowerPoint(sorted, settings.lowQuantile) * scale + rounding),
    high: Math.ceil(upperPoint(sorted, settings.highQuantile) * scale - rounding),
    sample: sorted.length,
  };
}

const rounding = 1e-9;
