import type { CivilDate, Moment } from "../../domain/time.ts";
import { daysBetween, toCivilDate } from "../../domain/time.ts";

/** One time a deal's close date was moved later. */
export interface Push {
  readonly on: CivilDate;
  readonly days: number;
}

/**
 * Several changes on one day are one decision (a slip of the mouse and its correction), so only a day's last value counts.
 * `closeDates` in order of time.
 */
export function findPushes(
  closeDates: readonly { readonly at: Moment; readonly value: CivilDate }[],
  timeZone: string,
): Push[] {
  const valueByDay = new Map(closeDates.map(({ at, value }) => [toCivilDate(at, timeZone), value]));
  const days = [...valueByDay.keys()].toSorted();
  return days.flatMap((on, place) => {
    const before = place === 0 ? undefined : valueByDay.get(days[place - 1] ?? "");
    const after = valueByDay.get(on);
    if (before === undefined || after === undefined || after <= before) return [];
    return { on, days: daysBetween(before, after) };
  });
}
