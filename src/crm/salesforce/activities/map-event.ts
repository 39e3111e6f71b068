import { msPerDay, msPerHour, msPerMinute, startOfDay } from "../../../domain/time.ts";
import { isTimeOffTitle } from "../../time-off.ts";
import type { Row } from "../reading/query.ts";
import { dateOf, idOf, isTrue, momentOf, numberOf, textOf } from "../rows.ts";
import type { ActivityContext, ActivityFacts } from "./activity-record.ts";

export const eventFields = [
  "Subject",
  "Description",
  "StartDateTime",
  "ActivityDateTime",
  "ActivityDate",
  "DurationInMinutes",
  "IsAllDayEvent",
  "IsChild",
  "IsGroupEvent",
  "IsRecurrence",
  "ShowAs",
  "WhatId",
  "WhoId",
  "OwnerId",
  "CreatedById",
  "CreatedDate",
  "IsDeleted",
  "SystemModstamp",
] as const;

/** Of ShowAs, a list that no admin can change or translate. */
const awayValue = "OutOfOffice";

/** A whole-day event is taken at noon, so that no time zone moves it to another day. */
const noonHour = 12;

/**
 * A meeting with a customer, or time off; null for what is neither: a colleague's copy of it (`IsChild`), the head of a series, and
 * calendar entries that concern nobody. Salesforce knows no outcome of a meeting: one whose start has passed was held.
 */
export function toEventFacts(
  row: Row,
  context: ActivityContext,
  attendeeIds: readonly string[],
): ActivityFacts | null {
  if (["IsChild", "IsRecurrence"].some((flag) => isTrue(row, flag))) return null;
  const [whatId, whoId] = [idOf(row, "WhatId"), idOf(row, "WhoId")];
  const isAway = textOf(row, "ShowAs") === awayValue;
  if (whatId === null && whoId === null)
    return isAway || isTimeOffTitle(textOf(row, "Subject")) ? toAbsence(row, context) : null;
  // Away and with a customer at once: a visit, or an entry that was never put right. Neither may be told from the other.
  if (isAway) return null;
  const at = toStart(row, context.timeZone);
  return {
    kind: "meeting",
    at,
    result: toResult(at, context),
    durationMs: toDurationMs(row),
    repId: idOf(row, "OwnerId"),
    otherRepIds: attendeeIds,
    aboutIds: [whatId ?? "", whoId ?? ""],
    body: textOf(row, "Description"),
  };
}

/** Nothing but when and who: why somebody is away is nobody's business. A whole-day entry begins with its day. */
function toAbsence(row: Row, context: ActivityContext): ActivityFacts {
  const day = isTrue(row, "IsAllDayEvent") ? dateOf(row, "ActivityDate") : null;
  const at = day === null ? toStart(row, context.timeZone) : startOfDay(day, context.timeZone);
  const durationMs = toDurationMs(row);
  return {
    kind: "absence",
    at,
    result: toResult(at, context),
    durationMs: day === null ? durationMs : Math.max(msPerDay, durationMs ?? 0),
    repId: idOf(row, "OwnerId"),
    aboutIds: [],
  };
}

function toResult(at: number | null, { now }: ActivityContext): ActivityFacts["result"] {
  return at !== null && at > now ? "booked" : "done";
}

function toDurationMs(row: Row): number | null {
  const minutes = numberOf(row, "DurationInMinutes");
  return minutes === null ? null : minutes * msPerMinute;
}

function toStart(row: Row, timeZone: string): number | null {
  const startAt = momentOf(row, "StartDateTime") ?? momentOf(row, "ActivityDateTime");
  const day = dateOf(row, "ActivityDate");
  if (day === null || (startAt !== null && !isTrue(row, "IsAllDayEvent"))) return startAt;
  return startOfDay(day, timeZone) + noonHour * msPerHour;
}
