import type { People } from "../../domain/people.ts";
import type { CivilDate } from "../../domain/time.ts";
import { countryOfTimeZone, publicHolidays } from "./public-holidays.ts";
import type { Cohort } from "./stream-state.ts";
import type { Calendar } from "./stream-types.ts";

/**
 * Comparable are those of the same role, and among them those of the same first team. Whoever leads a team has another day than
 * the reps in it; other roles no CRM tells. Those without a team are compared within their role.
 */
export function cohortsOf({ reps, teams }: People): (repId: string) => Cohort {
  const leaders = new Set(teams.map(({ managerRepId }) => managerRepId));
  const cohorts = new Map(
    reps.map(({ id, teamIds }): [string, Cohort] => {
      const role = leaders.has(id) ? "leader" : "rep";
      const [team] = teamIds.toSorted();
      return [id, team === undefined ? [role] : [role, `${role} of ${team}`]];
    }),
  );
  return (repId) => cohorts.get(repId) ?? [];
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
