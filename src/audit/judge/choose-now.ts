import { addDays, type Moment, msPerDay, startOfDay, toCivilDate } from "../../domain/time.ts";
import type { Export } from "./export.ts";

/** An export at most this old is judged as of now; days. An older one was made for another day. */
const freshDays = 7;

/**
 * The moment that counts as now: the present when the last record is at most a week old, else the end of the last record's
 * day. Otherwise every deal of an old export would look forgotten.
 */
export function chooseNow({ deals, activities }: Export, clock: Moment, timeZone: string): Moment {
  let last = -Infinity;
  const see = (at: Moment | null) => {
    if (at !== null && at <= clock && at > last) last = at;
  };
  for (const { createdAt, entered, closeDate, outcome } of deals) {
    see(createdAt);
    for (const { at } of entered) see(at);
    // The close date of an open deal is a plan.
    if (outcome !== "open" && closeDate !== null) see(startOfDay(closeDate, timeZone));
  }
  for (const { at, createdAt } of activities) {
    see(at);
    see(createdAt);
  }
  if (last === -Infinity || clock - last <= freshDays * msPerDay) return clock;
  return Math.min(clock, startOfDay(addDays(toCivilDate(last, timeZone), 1), timeZone) - 1);
}
