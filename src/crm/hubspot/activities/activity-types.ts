import type { ActivityKind } from "../../../domain/activity.ts";

/** How HubSpot holds a kind of activity. Time off stands among the meetings. */
export interface ActivityType {
  readonly kind: Exclude<ActivityKind, "absence">;
  /** Object type in the paths. */
  readonly type: string;
  /** `list`: HubSpot's guide does not name it as searchable. `search-or-list`: in some portals only. */
  readonly access: "search" | "list" | "search-or-list";
  readonly properties: readonly string[];
}

const common = [
  "hs_timestamp",
  "hubspot_owner_id",
  "hs_createdate",
  "hs_lastmodifieddate",
  "hs_object_source",
] as const;

/** Kinds whose searches are heaviest come first, so that they run side by side and the small ones fill the end. */
export const activityTypes: readonly ActivityType[] = [
  {
    kind: "email",
    type: "emails",
    access: "search",
    properties: [...common, "hs_email_direction", "hs_email_status", "hs_email_html", "hs_email_text"],
  },
  {
    kind: "call",
    type: "calls",
    access: "search",
    properties: [
      ...common,
      "hs_call_body",
      "hs_call_direction",
      "hs_call_disposition",
      "hs_call_duration",
      "hs_call_status",
    ],
  },
  {
    kind: "task",
    type: "tasks",
    access: "search",
    properties: [...common, "hs_task_subject", "hs_task_body", "hs_task_status"],
  },
  { kind: "note", type: "notes", access: "search", properties: [...common, "hs_note_body"] },
  {
    kind: "meeting",
    type: "meetings",
    access: "search",
    properties: [
      ...common,
      "hs_attendee_owner_ids",
      "hs_internal_meeting_notes",
      "hs_meeting_body",
      "hs_meeting_end_time",
      "hs_meeting_outcome",
      "hs_meeting_start_time",
      "hs_meeting_title",
    ],
  },
  {
    kind: "proposal",
    type: "quotes",
    access: "search-or-list",
    properties: ["hubspot_owner_id", "hs_createdate", "hs_lastmodifieddate", "hs_object_source", "hs_status"],
  },
  { kind: "message", type: "communications", access: "list", properties: [...common] },
];
