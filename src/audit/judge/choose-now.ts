import type { ActivityKind } from "../../domain/activity.ts";
import { addDays, type Moment, msPerDay, startOfDay, toCivilDate } from "../../domain/time.ts";
import type { Export } from "./export.ts";

/** An export at most this old is judged as of now, a weekend being no silence; days. An older one was made for another day. */
const freshDays = 3;

/** Kinds that are written down when they happen. Meetings and tasks are planned, and an export holds those to come. */
const happened: readonly ActivityKind[] = ["call", "email", "message", "note", "proposal"];

/**
 * The moment that counts as now: the present when the last record is at most three days old, else the end of the last
 * record's day. Otherwise every deal of an old export would look forgotten, and everybody absent.
 */
export function chooseNow(found: Export, clock: Moment, timeZone: string): Moment {
  const last = findLast(findRecorded(found), clock) ?? findLast(findPlanned(found, timeZone), clock);
  if (last === null || clock - last <= freshDays * msPerDay) return clock;
  return Math.min(clock, startOfDay(addDays(toCivilDate(last, timeZone), 1), timeZone) - 1);
}

/** Moments at which something was certainly written down. */
function* findRecorded({ deals, activities }: Export): Generator<Moment | null> {
  for (const { createdAt, entered, enteredStageAt } of deals) {
    yield createdAt;
    yield enteredStageAt;
    for (const { at } of entered) yield at;
  }
  for (const { at, createdAt, kind, result } of activities) {
    yield createdAt;
    if (happened.includes(kind) && result !== "booked") yield at;
  }
}

/** Moments that may have been plans; the close date of an open deal always is one. */
function* findPlanned({ deals, activities }: Export, timeZone: string): Generator<Moment | null> {
  for (const { closeDate, outcome } of deals)
    if (outcome !== "open" && closeDate !== null) yield startOfDay(closeDate, timeZone);
  for (const { at } of activities) yield at;
}

function findLast(moments: Iterable<Moment | null>, clock: Moment): Moment | null {
  let last: Moment | null = null;
  for (const at of moments) if (at !== null && at <= clock && (last === null || at > last)) last = at;
  return last;
}
