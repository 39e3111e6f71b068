import { msPerHour, msPerMinute, startOfDay } from "../../../domain/time.ts";
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
 * A meeting with a customer; null for what is none: a colleague's copy of it (`IsChild`), the head of a series, time off, and
 * calendar entries that concern nobody. Salesforce knows no outcome of a meeting: one whose start has passed was held.
 */
export function toEventFacts(
  row: Row,
  { now, timeZone }: ActivityContext,
  attendeeIds: readonly string[],
): ActivityFacts | null {
  const [whatId, whoId] = [idOf(row, "WhatId"), idOf(row, "WhoId")];
  const isOther = ["IsChild", "IsRecurrence"].some((flag) => isTrue(row, flag));
  if (isOther || textOf(row, "ShowAs") === awayValue || (whatId === null && whoId === null)) return null;
  const at = toStart(row, timeZone);
  const minutes = numberOf(row, "DurationInMinutes");
  return {
    kind: "meeting",
    at,
    result: at !== null && at > now ? "booked" : "done",
    durationMs: minutes === null ? null : minutes * msPerMinute,
    repId: idOf(row, "OwnerId"),
    otherRepIds: attendeeIds,
    aboutIds: [whatId ?? "", whoId ?? ""],
    body: textOf(row, "Description"),
  };
}

function toStart(row: Row, timeZone: string): number | null {
  const startAt = momentOf(row, "StartDateTime") ?? momentOf(row, "ActivityDateTime");
  const day = dateOf(row, "ActivityDate");
  if (day === null || (startAt !== null && !isTrue(row, "IsAllDayEvent"))) return startAt;
  return startOfDay(day, timeZone) + noonHour * msPerHour;
}
