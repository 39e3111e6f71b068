import { addDays, type CivilDate } from "../../domain/time.ts";
import type { NormSettings } from "../settings.ts";

/** Calendar days, five of them working days, without anything in any channel: nobody who works is that silent. */
const absentAfterDays = 7;

/**
 * Who usually works and has left no trace in any channel for a week: away, or no longer recorded. Either way the silence of
 * their deals is nobody's fault. People with too short a past to have a habit are not called absent.
 */
export function findAbsentReps(
  workedDays: ReadonlyMap<string, readonly CivilDate[]>,
  { minWorkedDays }: Pick<NormSettings, "minWorkedDays">,
  today: CivilDate,
): Set<string> {
  const from = addDays(today, -absentAfterDays);
  const absent = new Set<string>();
  for (const [repId, dates] of workedDays) {
    const before = dates.filter((date) => date < from).length;
    if (before >= minWorkedDays && !dates.some((date) => date >= from && date <= today)) absent.add(repId);
  }
  return absent;
}
