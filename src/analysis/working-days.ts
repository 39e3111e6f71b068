import { addDays, type CivilDate, weekdayOf } from "../domain/time.ts";

/** The date `days` working days (Monday to Friday) after `date`; public holidays are not known here and count as worked. */
export function addWorkingDays(date: CivilDate, days: number): CivilDate {
  let reached = date;
  for (let left = days; left > 0; ) {
    reached = addDays(reached, 1);
    if (weekdayOf(reached) <= 5) left -= 1;
  }
  return reached;
}
