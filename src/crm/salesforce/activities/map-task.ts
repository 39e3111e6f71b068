import type { Activity, ActivityKind } from "../../../domain/activity.ts";
import { type Moment, msPerHour, startOfDay, toCivilDate } from "../../../domain/time.ts";
import { meaningOfOutcome, toOutcomeName, wasTalk } from "../../call-outcome.ts";
import type { Row } from "../reading/query.ts";
import { dateOf, idOf, isTrue, momentOf, numberOf, textOf } from "../rows.ts";
import { findMarker } from "../task-marker.ts";
import type { ActivityContext, ActivityFacts } from "./activity-record.ts";

export const taskFields = [
  "Subject",
  "Description",
  "IsClosed",
  "ActivityDate",
  "CompletedDateTime",
  "TaskSubtype",
  "CallType",
  "CallDurationInSeconds",
  "CallDisposition",
  "WhatId",
  "WhoId",
  "OwnerId",
  "CreatedById",
  "CreatedDate",
  "IsRecurrence",
  "IsDeleted",
  "SystemModstamp",
] as const;

/** Subtypes are Salesforce's own fixed values, not a picklist that an admin translates. */
const kinds: Readonly<Record<string, ActivityKind>> = {
  Call: "call",
  Email: "email",
  ListEmail: "email",
  LinkedIn: "message",
};

/** Sent to a list or by a cadence: a program's work, not a rep's. */
const automatedSubtypes = new Set(["ListEmail", "Cadence"]);

/** What a Task stands for; null for the head of a series, which is no single thing to do. */
export function toTaskFacts(row: Row, context: ActivityContext): ActivityFacts | null {
  if (isTrue(row, "IsRecurrence")) return null;
  const kind = toKind(row);
  return {
    kind,
    at: isTrue(row, "IsClosed") ? toDoneAt(row, context) : toDueAt(row, context),
    ...(kind === "call" ? toCall(row) : toOther(row, kind)),
    ...toSource(row, context),
    repId: idOf(row, "OwnerId"),
    aboutIds: [idOf(row, "WhatId") ?? "", idOf(row, "WhoId") ?? ""],
    body: textOf(row, "Description") ?? (kind === "task" ? textOf(row, "Subject") : null),
  };
}

function toSource(row: Row, { keyField }: ActivityContext): Pick<ActivityFacts, "source"> {
  const key = (keyField === null ? null : textOf(row, keyField)) ?? findMarker(textOf(row, "Description"));
  if (key !== null) return { source: "norma" };
  return automatedSubtypes.has(textOf(row, "TaskSubtype") ?? "") ? { source: "automation" } : {};
}

function toOther(row: Row, kind: ActivityKind): Pick<ActivityFacts, "result" | "direction"> {
  const result = isTrue(row, "IsClosed") ? "done" : "booked";
  return kind === "task" ? { result } : { result, direction: "outbound" };
}

/**
 * Dialler apps of old write calls without a subtype, but with a call's own fields. CallType is a fixed list: Inbound, Outbound and
 * Internal, which is a talk among colleagues and reaches no buyer.
 */
function toKind(row: Row): ActivityKind {
  const subtype = textOf(row, "TaskSubtype") ?? "";
  if (textOf(row, "CallType") === "Internal") return "task";
  const isCall = textOf(row, "CallType") !== null || numberOf(row, "CallDurationInSeconds") !== null;
  const isPlain = subtype === "" || subtype === "Task";
  return isPlain && isCall ? "call" : (kinds[subtype] ?? "task");
}

type CallFacts = Pick<ActivityFacts, "result" | "direction" | "isConnected" | "outcome" | "durationMs">;

/** `CallDisposition` is a free text of the org's own: where it is none of the usual names, the length of the call must tell. */
function toCall(row: Row): CallFacts {
  const seconds = numberOf(row, "CallDurationInSeconds");
  const direction = toDirection(textOf(row, "CallType"));
  if (!isTrue(row, "IsClosed")) return { result: "booked", direction };
  const durationMs = seconds === null ? null : seconds * 1_000;
  const outcome = toOutcomeName(textOf(row, "CallDisposition"));
  const meaning = meaningOfOutcome(outcome);
  const isMissed = meaning?.isMissed ?? seconds === 0;
  return {
    result: isMissed ? "missed" : "done",
    direction,
    isConnected: isMissed ? false : (meaning?.isConnected ?? wasTalk(durationMs)),
    outcome,
    durationMs,
  };
}

function toDirection(callType: string | null): Activity["direction"] {
  if (callType === "Outbound") return "outbound";
  return callType === "Inbound" ? "inbound" : "none";
}

/** A day without an hour is taken at noon, so that no time zone moves it to another day. */
const noonHour = 12;

function toDueAt(row: Row, context: ActivityContext): Moment | null {
  return toNoon(row, context) ?? momentOf(row, "CreatedDate");
}

/**
 * `ActivityDate` is the day a task is due, or the day that somebody who logs a call afterwards says it was. What was planned
 * first happened when it was completed; what was entered as completed happened on the day it names.
 */
function toDoneAt(row: Row, context: ActivityContext): Moment | null {
  const createdAt = momentOf(row, "CreatedDate");
  const completedAt = momentOf(row, "CompletedDateTime") ?? createdAt;
  const noon = toNoon(row, context);
  if (completedAt === null || noon === null) return completedAt ?? noon;
  const wasLogged = createdAt === null || completedAt - createdAt < loggedWithinMs;
  const isEarlierDay = toCivilDate(noon, context.timeZone) < toCivilDate(completedAt, context.timeZone);
  return wasLogged && isEarlierDay ? noon : completedAt;
}

function toNoon(row: Row, { timeZone }: ActivityContext): Moment | null {
  const day = dateOf(row, "ActivityDate");
  return day === null ? null : startOfDay(day, timeZone) + noonHour * msPerHour;
}

/** A form that is saved as completed has both moments within the same few seconds. */
const loggedWithinMs = 60_000;
