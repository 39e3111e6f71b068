import type { People } from "../../domain/people.ts";
import type { CivilDate } from "../../domain/time.ts";
import { countryOfTimeZone, publicHolidays } from "./public-holidays.ts";
import type { Calendar } from "./stream-types.ts";

/** Reps of the same first team are comparable; those without a team are among themselves. */
export function cohortsOf({ reps }: People): (repId: string) => string {
  const teams = new Map(reps.map(({ id, teamIds }) => [id, teamIds.toSorted()[0] ?? ""]));
  return (repId) => teams.get(repId) ?? "";
}

/** Listed absences (both days included) and the public holidays of the country whose time zone it is, if only one has it. */
export function createCalendar(
  absences: readonly { readonly repId: string; readonly from: CivilDate; readonly to: CivilDate }[],
  timeZone: string,
): Calendar {
  const byRep = Map.groupBy(absences, ({ repId }) => repId);
  const country = countryOfTimeZone(timeZone);
  const isHoliday = (country === null ? null : publicHolidays(country)) ?? (() => false);
  return {
    isAbsent: (repId, date) => byRep.get(repId)?.some(({ from, to }) => from <= date && date <= to) ?? false,
    isDayOff: (_, date) => isHoliday(date),
  };
}
