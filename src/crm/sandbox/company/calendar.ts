import {
  addDays,
  type CivilDate,
  type Moment,
  msPerHour,
  msPerMinute,
  startOfDay,
  weekdayOf,
} from "../../../domain/time.ts";

export function isWorkday(date: CivilDate): boolean {
  return weekdayOf(date) <= 5;
}

/** `date` itself or the last working day before it. */
export function workdayOnOrBefore(date: CivilDate): CivilDate {
  return isWorkday(date) ? date : workdayOnOrBefore(addDays(date, -1));
}

export function workdayOnOrAfter(date: CivilDate): CivilDate {
  return isWorkday(date) ? date : workdayOnOrAfter(addDays(date, 1));
}

/** Counts working days forward (or backward, when negative) from `date`. */
export function addWorkdays(date: CivilDate, count: number): CivilDate {
  const step = Math.sign(count);
  let current = date;
  for (let left = Math.abs(count); left > 0; ) {
    current = addDays(current, step);
    if (isWorkday(current)) left--;
  }
  return current;
}

/** A moment of `date` on the wall clock of `timeZone`; `hour` may have a fraction. */
export function momentAt(date: CivilDate, hour: number, timeZone: string): Moment {
  return startOfDay(date, timeZone) + Math.round((hour * msPerHour) / msPerMinute) * msPerMinute;
}
