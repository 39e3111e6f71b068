import type { Moment } from "../../../domain/time.ts";
import type { Touch, TouchKind } from "../company/model.ts";
import type { ObjectType } from "./object-types.ts";
import { toIso } from "./record.ts";

export const touchTypes: Readonly<Record<TouchKind, ObjectType>> = {
  call: "calls",
  meeting: "meetings",
  email: "emails",
  note: "notes",
  task: "tasks",
  message: "communications",
  proposal: "quotes",
};

const connected = "f240bbac-87c9-4f6e-bf70-924b57d47db7";
const noAnswer = "73a0d17f-1163-4015-bdd5-ec830791da20";
const msPerMinute = 60_000;

/** A touch in HubSpot's properties. */
export function touchValues(touch: Touch): Record<string, string> {
  return {
    ...(touch.kind === "proposal" ? {} : { hs_timestamp: toIso(touch.at) }),
    hubspot_owner_id: touch.repId ?? "",
    ...converters[touch.kind](touch),
  };
}

const converters: Readonly<Record<TouchKind, (touch: Touch) => Record<string, string>>> = {
  call: (touch) => ({
    hs_call_title: touch.title,
    hs_call_body: touch.text ?? "",
    hs_call_direction: touch.direction === "inbound" ? "INBOUND" : "OUTBOUND",
    hs_call_status: touch.result === "no-answer" ? "NO_ANSWER" : "COMPLETED",
    hs_call_disposition: touch.result === "no-answer" ? noAnswer : connected,
    hs_call_duration: String(touch.minutes * msPerMinute),
  }),
  meeting: (touch) => ({
    hs_meeting_title: touch.title,
    hs_meeting_body: "",
    hs_internal_meeting_notes: touch.text ?? "",
    hs_meeting_start_time: toIso(touch.at),
    hs_meeting_end_time: toIso(touch.at + touch.minutes * msPerMinute),
    hs_meeting_outcome: meetingOutcomes[touch.result],
    hs_attendee_owner_ids: [touch.repId, ...touch.colleagueIds].filter((id) => id !== null).join(";"),
  }),
  email: (touch) => ({
    hs_email_subject: touch.title,
    hs_email_html: touch.text ?? "",
    hs_email_text: toPlain(touch.text ?? ""),
    hs_email_direction: touch.direction === "inbound" ? "INCOMING_EMAIL" : "EMAIL",
    hs_email_status: touch.result === "cancelled" ? "BOUNCED" : "SENT",
    ...(touch.origin === "sequence" ? { hs_sequence_id: "41" } : {}),
  }),
  note: (touch) => ({ hs_note_body: touch.text ?? "" }),
  task: (touch) => ({
    hs_task_subject: touch.title,
    hs_task_body: touch.text ?? "",
    hs_task_status: touch.result === "done" ? "COMPLETED" : "NOT_STARTED",
    hs_task_type: "TODO",
    hs_task_priority: "NONE",
    hs_task_completion_date: toIso(touch.at),
  }),
  message: (touch) => ({
    hs_communication_channel_type: "WHATS_APP",
    hs_communication_logged_from: "CRM",
    hs_communication_body: touch.text ?? "",
  }),
  proposal: (touch) => ({
    hs_title: touch.title,
    hs_status: "APPROVAL_NOT_NEEDED",
    hs_quote_amount: touch.amount?.toString() ?? "",
    hs_expiration_date: toIso(touch.at + 30 * 24 * 60 * msPerMinute),
    hs_locked: "true",
  }),
};

const meetingOutcomes: Readonly<Record<Touch["result"], string>> = {
  done: "COMPLETED",
  booked: "SCHEDULED",
  "no-answer": "NO_SHOW",
  cancelled: "CANCELED",
};

const bodyNames: Partial<Record<TouchKind, string>> = {
  call: "hs_call_body",
  meeting: "hs_internal_meeting_notes",
  note: "hs_note_body",
  task: "hs_task_body",
  message: "hs_communication_body",
};

export function touchChangeValues(
  kind: TouchKind,
  changes: { readonly result?: Touch["result"]; readonly text?: string },
  at: Moment,
): Record<string, string> {
  const values: Record<string, string> = {};
  const bodyName = bodyNames[kind];
  if (changes.text !== undefined && bodyName !== undefined) values[bodyName] = changes.text;
  if (changes.result === undefined) return values;
  if (kind === "meeting") values["hs_meeting_outcome"] = meetingOutcomes[changes.result];
  if (kind === "task") {
    values["hs_task_status"] = changes.result === "done" ? "COMPLETED" : "NOT_STARTED";
    values["hs_task_completion_date"] = toIso(at);
  }
  return values;
}

function toPlain(html: string): string {
  return html
    .replaceAll(/<br\s*\/?>|<\/p>/g, "\n")
    .replaceAll(/<[^>]+>/g, "")
    .replaceAll("&nbsp;", " ")
    .trim();
}
