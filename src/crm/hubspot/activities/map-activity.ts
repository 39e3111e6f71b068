import { type Activity, toActivityId } from "../../../domain/activity.ts";
import type { Moment } from "../../../domain/time.ts";
import { toBodyText } from "../../body-text.ts";
import type { ActivityRecord } from "../../port.ts";
import { isTimeOffTitle } from "../../time-off.ts";
import { type HubSpotRecord, idsOf, modifiedAtOf, momentOf, textOf, toMoment } from "../records.ts";
import { findMarker } from "../task-marker.ts";
import type { ActivityType } from "./activity-types.ts";
import { type ActivityFacts, toCall } from "./map-call.ts";

/** What is needed besides the record itself. */
export interface ActivityContext {
  readonly now: Moment;
  readonly maxTextLength: number;
  /** Labels of the portal's call outcomes by their id, in lower case. */
  readonly dispositions: ReadonlyMap<string, string>;
  readonly dealIds: readonly string[];
  readonly contactIds: readonly string[];
}

/** Null when it is no activity: a quote that was never published, or a record without any date. */
export function toActivityRecord(
  record: HubSpotRecord,
  { kind }: ActivityType,
  context: ActivityContext,
): ActivityRecord | null {
  const facts = mappers[kind](record, context);
  const dates = facts === null ? null : toDates(record, facts);
  if (facts === null || dates === null) return null;
  const source = facts.source ?? toSource(record);
  return {
    activity: {
      id: toActivityId(kind, record.id),
      kind: facts.kind ?? kind,
      ...toParticipants(record, facts),
      ...dates,
      ...toDetails(facts),
      source,
    },
    dealIds: context.dealIds,
    contactIds: context.contactIds,
    // What a workflow or import wrote is not the rep's word.
    text: source === "rep" ? toBodyText(facts.body ?? null, context.maxTextLength) : null,
  };
}

function toDetails({
  result,
  direction = "none",
  isConnected = null,
  outcome = null,
  durationMs = null,
}: ActivityFacts) {
  return { result, direction, isConnected, outcome, durationMs };
}

function toDates(
  record: HubSpotRecord,
  facts: ActivityFacts,
): Pick<Activity, "at" | "createdAt" | "modifiedAt"> | null {
  const modifiedAt = modifiedAtOf(record);
  const createdAt = momentOf(record, "hs_createdate") ?? toMoment(record.createdAt);
  const at = facts.at ?? momentOf(record, "hs_timestamp") ?? createdAt;
  if (modifiedAt === null || at === null) return null;
  return { at, createdAt: createdAt ?? at, modifiedAt };
}

function toParticipants(
  record: HubSpotRecord,
  { attendeeIds = [] }: ActivityFacts,
): Pick<Activity, "repId" | "otherRepIds"> {
  const repId = textOf(record, "hubspot_owner_id");
  return { repId, otherRepIds: attendeeIds.filter((id) => id !== repId) };
}

type Mapper = (record: HubSpotRecord, context: ActivityContext) => ActivityFacts | null;

const mappers: Readonly<Record<ActivityType["kind"], Mapper>> = {
  call: toCall,
  meeting: toMeeting,
  email: toEmail,
  note: (record) => ({ result: "done", body: textOf(record, "hs_note_body") }),
  task: toTask,
  message: () => ({ result: "done" }),
  proposal: toProposal,
};

/** An outcome is often never set after the meeting; then a start that has passed is taken for a meeting that was held. */
function toMeeting(record: HubSpotRecord, context: ActivityContext): ActivityFacts {
  const startAt = momentOf(record, "hs_meeting_start_time") ?? momentOf(record, "hs_timestamp");
  const outcome = textOf(record, "hs_meeting_outcome");
  const result = toMeetingResult(outcome, startAt !== null && startAt > context.now);
  const when = { at: startAt, result, durationMs: toDurationMs(record, startAt) };
  if (isTimeOff(record, context)) return { kind: "absence", ...when };
  return {
    ...when,
    isConnected: outcome === "COMPLETED" ? true : result === "missed" ? false : null,
    attendeeIds: idsOf(record, "hs_attendee_owner_ids"),
    body: textOf(record, "hs_internal_meeting_notes") ?? textOf(record, "hs_meeting_body"),
  };
}

/** HubSpot marks time off by nothing but its title, which goes no further: why somebody is away is nobody's business. */
function isTimeOff(record: HubSpotRecord, { dealIds, contactIds }: ActivityContext): boolean {
  const isAlone = dealIds.length === 0 && contactIds.length === 0;
  return isAlone && isTimeOffTitle(textOf(record, "hs_meeting_title"));
}

function toDurationMs(record: HubSpotRecord, startAt: Moment | null): number | null {
  const endAt = momentOf(record, "hs_meeting_end_time");
  return startAt !== null && endAt !== null && endAt >= startAt ? endAt - startAt : null;
}

function toMeetingResult(outcome: string | null, isAhead: boolean): Activity["result"] {
  switch (outcome) {
    case "COMPLETED":
      return "done";
    case "NO_SHOW":
      return "missed";
    case "CANCELED":
      return "failed";
    case "RESCHEDULED":
      return isAhead ? "booked" : "failed";
    default:
      return isAhead ? "booked" : "done";
  }
}

const emailResults: Readonly<Record<string, Activity["result"]>> = {
  BOUNCED: "failed",
  FAILED: "failed",
  SCHEDULED: "booked",
};

/** FORWARDED_EMAIL is a mail logged by a copy to HubSpot's address: the rep sent it. */
const emailDirections: Readonly<Record<string, Activity["direction"]>> = {
  EMAIL: "outbound",
  FORWARDED_EMAIL: "outbound",
  INCOMING_EMAIL: "inbound",
};

function toEmail(record: HubSpotRecord): ActivityFacts {
  const direction = emailDirections[textOf(record, "hs_email_direction") ?? ""] ?? "none";
  const body = textOf(record, "hs_email_html") ?? textOf(record, "hs_email_text");
  return {
    direction,
    result: emailResults[textOf(record, "hs_email_status") ?? ""] ?? "done",
    // The buyer's words are not the rep's.
    body: direction === "inbound" ? null : body,
  };
}

function toTask(record: HubSpotRecord): ActivityFacts {
  const result = textOf(record, "hs_task_status") === "COMPLETED" ? "done" : "booked";
  const body = textOf(record, "hs_task_body");
  if (findMarker(body) !== null) return { result, source: "norma" };
  return { result, body: body ?? textOf(record, "hs_task_subject") };
}

/** Published quotes only: approved, or in no need of it. Drafts and refused ones never reached the buyer. */
const publishedStatuses = new Set([
  "APPROVAL_NOT_NEEDED",
  "APPROVED",
  "PENDING_BUYER_ACTION",
  "ACCEPTED",
  "LOST",
]);

function toProposal(record: HubSpotRecord): ActivityFacts | null {
  const revisions = record.propertiesWithHistory["hs_status"] ?? [];
  const publishedAt = revisions
    .filter(({ value }) => publishedStatuses.has(String(value)))
    .map(({ timestamp }) => toMoment(timestamp))
    .filter((at) => at !== null)
    .toSorted((a, b) => a - b)[0];
  if (publishedAt === undefined && !publishedStatuses.has(textOf(record, "hs_status") ?? "")) return null;
  return { result: "done", at: publishedAt ?? momentOf(record, "hs_createdate"), direction: "outbound" };
}

/**
 * `hs_object_source` values behind which no person sat: imports, workflows, sequences and programs. A missing value is
 * taken for a person, because older records have none.
 */
const automatedSources = new Set([
  "API",
  "AUTOMATION",
  "AUTOMATION_PLATFORM",
  "BATCH_UPDATE",
  "BOT",
  "IMPORT",
  "INTEGRATION",
  "INTEGRATIONS_PLATFORM",
  "INTEGRATIONS_SYNC",
  "MIGRATION",
  "SEQUENCE",
  "SEQUENCES",
  "WORKFLOW",
  "WORKFLOWS",
]);

function toSource(record: HubSpotRecord): Activity["source"] {
  return isAutomated(textOf(record, "hs_object_source")) ? "automation" : "rep";
}

/** Of a record's source, or that of a value's revision: no person typed it. */
export function isAutomated(source: string | null): boolean {
  return automatedSources.has(source ?? "");
}
