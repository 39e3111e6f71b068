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

/** The rep's last worked days on usual weekdays before `before`, at most `count`, ascending. */
export function findUsualDays(history: RepHistory, before: CivilDate, count: number): CivilDate[] {
  const weekdays = findUsualWeekdays(history, before);
  const { workedDays } = history;
  const found: CivilDate[] = [];
  // From the newest back: a year of days must not be read for the last 40.
  for (let index = workedDays.length - 1; index >= 0 && found.length < count; index -= 1) {
    const date = workedDays[index];
    if (date !== undefined && date < before && weekdays.has(weekdayOf(date))) found.push(date);
  }
  return found.toReversed();
}

/** The last `count` worked weeks before `before` with the number of usual worked days in each, ascending. */
export function findWorkedWeeks(
  history: RepHistory,
  before: CivilDate,
  count: number,
): { monday: CivilDate; days: number }[] {
  const days = new Map<CivilDate, number>();
  for (const date of findUsualDays(history, before, daysRead * count)) {
    const monday = mondayOf(date);
    days.set(monday, (days.get(monday) ?? 0) + 1);
  }
  return [...days]
    .filter(([monday, worked]) => worked >= minDaysOfWorkedWeek && addDays(monday, 7) <= before)
    .map(([monday, worked]) => ({ monday, days: worked }))
    .slice(-count);
}

/** Days read for each wanted week: room for as many weeks again that were too short to count. */
const daysRead = 14;
