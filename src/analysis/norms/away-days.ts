import type { TimeOff } from "../../domain/people.ts";
import { addDays, type CivilDate, msPerHour, startOfHour, toCivilDate } from "../../domain/time.ts";

/** Days away, the first and the last included. */
export interface AwayDays {
  readonly repId: string;
  readonly from: CivilDate;
  readonly to: CivilDate;
}

/** Usual working hours; what is taken off outside of them costs no work. */
const workFromHour = 8;
const workUntilHour = 18;

/** From so much of the working hours on, a day is no day of work. */
const longEnoughMs = 4 * msPerHour;

/** An entry that lasts longer is a forgotten one, or a series' head: only so much of it is believed. */
const maxDays = 366;

/** The civil dates in `timeZone` that are lost to time off, day by day: a visit to the dentist is no absence. */
export function toAwayDays(entries: readonly TimeOff[], timeZone: string): AwayDays[] {
  return entries.flatMap((entry) =>
    datesOf(entry, timeZone).map((date) => ({ repId: entry.repId, from: date, to: date })),
  );
}

function datesOf({ from, to }: TimeOff, timeZone: string): CivilDate[] {
  const dates: CivilDate[] = [];
  let date = toCivilDate(from, timeZone);
  for (let day = 0; day < maxDays; day += 1) {
    const begins = startOfHour(date, workFromHour, timeZone);
    if (begins >= to) break;
    const lost = Math.min(to, startOfHour(date, workUntilHour, timeZone)) - Math.max(from, begins);
    if (lost >= longEnoughMs) dates.push(date);
    date = addDays(date, 1);
  }
  return dates;
}
