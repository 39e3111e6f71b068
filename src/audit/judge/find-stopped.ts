import { type Metric, metrics } from "../../domain/norm.ts";
import { addDays, type CivilDate } from "../../domain/time.ts";
import type { Work } from "./count-work.ts";

/** A metric that used to be recorded and no longer is, while people were at work: a lost connection, not lost work. */
export interface StoppedMetric {
  readonly metric: Metric;
  /** The last date with any of it. */
  readonly since: CivilDate;
  /** People with anything else on record after that. */
  readonly people: number;
}

/** Calendar days of silence, five of them working days; a week without a single call or mail by anybody is no coincidence. */
const silentDays = 7;

/** Dates with any of it in the quarter before; what is rare stops by itself now and then. */
const minDates = 20;
const daysBefore = 91;

/** With one person at work, a silent person and a silent channel look the same. */
const minPeople = 2;

export function findStoppedMetrics({ counts, workedDays }: Work, today: CivilDate): StoppedMetric[] {
  const from = addDays(today, -silentDays);
  const people = [...workedDays.values()].filter((dates) => dates.some((date) => date >= from)).length;
  if (people < minPeople) return [];
  return metrics.flatMap((metric) => {
    const dates = [
      ...new Set(
        counts.filter((one) => one.metric === metric && (one.count ?? 0) > 0).map(({ date }) => date),
      ),
    ].toSorted();
    const since = dates.at(-1);
    if (since === undefined || since >= from) return [];
    const recent = dates.filter((date) => date > addDays(since, -daysBefore));
    return recent.length < minDates ? [] : [{ metric, since, people }];
  });
}
