import { addDays, type CivilDate, mondayOf, weekdayOf } from "../../domain/time.ts";
import type { RepHistory } from "./rep-history.ts";

/** A worked week has at least this many worked days; with fewer, one odd day would decide for the whole week. */
export const minDaysOfWorkedWeek = 3;

/** Weeks in which a weekday shows whether the rep usually works on it. */
const weeksOfHabit = 8;

/**
 * Weekdays (1 = Monday) on which the rep worked in at least half of the weeks with any work, of the 8 weeks before
 * `before`. One mail on a Sunday makes no working day of it: neither to judge, nor to learn from.
 */
export function findUsualWeekdays(history: RepHistory, before: CivilDate): ReadonlySet<number> {
  const from = addDays(before, -7 * weeksOfHabit);
  const recent = history.workedDays.filter((date) => date >= from && date < before);
  const weeks = new Set(recent.map(mondayOf)).size;
  const timesWorked = new Map<number, number>();
  for (const date of recent) timesWorked.set(weekdayOf(date), (timesWorked.get(weekdayOf(date)) ?? 0) + 1);
  return new Set(timesWorked.keys().filter((weekday) => 2 * (timesWorked.get(weekday) ?? 0) >= weeks));
}

/** The rep's worked days on usual weekdays before `before`, ascending. */
export function findUsualDays(history: RepHistory, before: CivilDate): CivilDate[] {
  const weekdays = findUsualWeekdays(history, before);
  return history.workedDays.filter((date) => date < before && weekdays.has(weekdayOf(date)));
}

/** Mondays of worked weeks before `before` with the number of usual worked days in each, ascending. */
export function findWorkedWeeks(
  history: RepHistory,
  before: CivilDate,
): { monday: CivilDate; days: number }[] {
  const days = new Map<CivilDate, number>();
  for (const date of findUsualDays(history, before)) {
    const monday = mondayOf(date);
    days.set(monday, (days.get(monday) ?? 0) + 1);
  }
  return [...days]
    .filter(([monday, worked]) => worked >= minDaysOfWorkedWeek && addDays(monday, 7) <= before)
    .map(([monday, worked]) => ({ monday, days: worked }));
}
