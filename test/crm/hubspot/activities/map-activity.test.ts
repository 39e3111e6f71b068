import { describe, expect, it } from "@jest/globals";
import { activityTypes } from "../../../../src/crm/hubspot/activities/activity-types.ts";
import { toActivityRecord } from "../../../../src/crm/hubspot/activities/map-activity.ts";
import { toTaskBody } from "../../../../src/crm/hubspot/task-marker.ts";
import type { ActivityKind } from "../../../../src/domain/activity.ts";
import { aRecord } from "../a-record.ts";

const now = Date.parse("2026-10-14T10:00:00Z");
const past = "2026-10-13T10:00:00Z";
const ahead = "2026-10-20T10:00:00Z";

interface MapOptions extends Record<string, unknown> {
  readonly contactIds?: readonly string[];
  readonly dealIds?: readonly string[];
}

function map(
  kind: ActivityKind,
  properties: Record<string, unknown>,
  { contactIds = ["c1"], dealIds = ["d1"], ...more }: MapOptions = {},
) {
  const type = activityTypes.find((one) => one.kind === kind);
  if (type === undefined) throw new Error(kind);
  return toActivityRecord(aRecord({ hs_timestamp: past, ...properties }, more), type, {
    now,
    maxTextLength: 100,
    dispositions: new Map([
      ["abc-1", "no answer"],
      ["abc-2", "interested"],
    ]),
    dealIds,
    contactIds,
  });
}

describe("calls", () => {
  it.each([
    [{ hs_call_status: "COMPLETED" }, "done", null],
    [
      { hs_call_status: "COMPLETED", hs_call_disposition: "f240bbac-87c9-4f6e-bf70-924b57d47db7" },
      "done",
      true,
    ],
    [
      { hs_call_status: "COMPLETED", hs_call_disposition: "F240BBAC-87C9-4F6E-BF70-924B57D47DB7" },
      "done",
      true,
    ],
    [
      { hs_call_status: "COMPLETED", hs_call_disposition: "b2cf5968-551e-4856-9783-52b3da59a7d0" },
      "done",
      false,
    ],
    [
      { hs_call_status: "COMPLETED", hs_call_disposition: "73a0d17f-1163-4015-bdd5-ec830791da20" },
      "missed",
      false,
    ],
    [{ hs_call_status: "COMPLETED", hs_call_disposition: "abc-1" }, "missed", false],
    [{ hs_call_status: "COMPLETED", hs_call_disposition: "abc-2" }, "done", null],
    [{ hs_call_disposition: "abc-2", hs_call_duration: "61000" }, "done", true],
    [{ hs_call_disposition: "abc-2", hs_call_duration: "59000" }, "done", false],
    [{ hs_call_disposition: "abc-2", hs_call_duration: "0" }, "done", null],
    [{ hs_call_status: "NO_ANSWER" }, "missed", false],
    [{ hs_call_status: "BUSY" }, "missed", false],
    [{ hs_call_status: "FAILED" }, "failed", false],
    [{ hs_call_status: "CANCELED" }, "failed", false],
    [{}, "done", null],
    [{ hs_timestamp: ahead }, "booked", null],
  ])("with %j are %s, spoken to: %j", (properties, result, isConnected) => {
    expect(map("call", properties)?.activity).toMatchObject({ result, isConnected });
  });

  it("keep the portal's own name of an outcome, and know HubSpot's own ones under any name", () => {
    const own = map("call", { hs_call_disposition: "abc-2" })?.activity;
    expect(own).toMatchObject({ outcome: expect.any(String), isConnected: null });
    expect(
      map("call", { hs_call_disposition: "9d9162e7-6cf3-4944-bf63-4dff82258764" })?.activity,
    ).toMatchObject({
      outcome: "busy",
      result: "missed",
    });
  });

  it("carry direction, milliseconds, links and the note", () => {
    const call = map("call", {
      hs_call_direction: "OUTBOUND",
      hs_call_duration: "61000",
      hs_call_body: "<p>Will send the offer</p>",
      hubspot_owner_id: "42",
      hs_createdate: "2026-10-13T10:05:00Z",
      hs_lastmodifieddate: "1792000000000",
    });
    expect(call).toEqual({
      activity: {
        id: "call:1",
        kind: "call",
        repId: "42",
        otherRepIds: [],
        at: Date.parse(past),
        direction: "outbound",
        result: "done",
        isConnected: true,
        outcome: null,
        durationMs: 61_000,
        source: "rep",
        createdAt: Date.parse("2026-10-13T10:05:00Z"),
        modifiedAt: 1_792_000_000_000,
      },
      dealIds: ["d1"],
      contactIds: ["c1"],
      text: "Will send the offer",
    });
  });
});

describe("meetings", () => {
  it.each([
    ["COMPLETED", past, "done", true],
    ["SCHEDULED", past, "done", null],
    ["SCHEDULED", ahead, "booked", null],
    [null, ahead, "booked", null],
    [null, past, "done", null],
    ["NO_SHOW", past, "missed", false],
    ["CANCELED", ahead, "failed", null],
    ["RESCHEDULED", past, "failed", null],
    ["RESCHEDULED", ahead, "booked", null],
  ])("with outcome %s at %s are %s", (...row) => {
    const [hs_meeting_outcome, hs_meeting_start_time, result, isConnected] = row;
    expect(map("meeting", { hs_meeting_outcome, hs_meeting_start_time })?.activity).toMatchObject({
      result,
      isConnected,
      at: Date.parse(hs_meeting_start_time),
    });
  });

  it("name the other reps who took part, and prefer the rep's own notes to the invitation", () => {
    const meeting = map("meeting", {
      hubspot_owner_id: "1",
      hs_attendee_owner_ids: "1;2; 3;;2",
      hs_meeting_start_time: past,
      hs_meeting_end_time: "2026-10-13T11:00:00Z",
      hs_meeting_body: "Join here",
      hs_internal_meeting_notes: "They want a pilot",
    });
    expect(meeting?.activity).toMatchObject({ otherRepIds: ["2", "3"], durationMs: 3_600_000 });
    expect(meeting?.text).toBe("They want a pilot");
  });
});

describe("meetings that are time off", () => {
  const leave = {
    hs_meeting_title: "Urlop",
    hs_meeting_start_time: past,
    hs_meeting_end_time: "2026-10-15T10:00:00Z",
    hs_internal_meeting_notes: "Back problems",
    hubspot_owner_id: "42",
  };
  const alone = { contactIds: [], dealIds: [] };

  it("keep who and when, and not why", () => {
    const entry = map("meeting", leave, alone);
    expect(entry).toMatchObject({ dealIds: [], contactIds: [], text: null });
    expect(entry?.activity).toMatchObject({ id: "meeting:1", kind: "absence", repId: "42", result: "done" });
    expect(entry?.activity.durationMs).toBe(2 * 86_400_000);
  });

  it("are cancelled like meetings, and with a buyer they are meetings", () => {
    expect(map("meeting", { ...leave, hs_meeting_outcome: "CANCELED" }, alone)?.activity).toMatchObject({
      kind: "absence",
      result: "failed",
    });
    expect(map("meeting", leave, { ...alone, contactIds: ["c1"] })?.activity.kind).toBe("meeting");
    expect(map("meeting", { ...leave, hs_meeting_title: "Pilot" }, alone)?.activity.kind).toBe("meeting");
  });
});

describe("e-mails", () => {
  it.each([
    ["EMAIL", "SENT", "outbound", "done"],
    ["FORWARDED_EMAIL", null, "outbound", "done"],
    ["INCOMING_EMAIL", null, "inbound", "done"],
    ["EMAIL", "BOUNCED", "outbound", "failed"],
    ["EMAIL", "FAILED", "outbound", "failed"],
    ["EMAIL", "SCHEDULED", "outbound", "booked"],
    [null, null, "none", "done"],
  ])("%s with status %s go %s and are %s", (...row) => {
    const [hs_email_direction, hs_email_status, direction, result] = row;
    expect(map("email", { hs_email_direction, hs_email_status })?.activity).toMatchObject({
      direction,
      result,
    });
  });

  it("give the rep's words, never the buyer's", () => {
    expect(map("email", { hs_email_direction: "EMAIL", hs_email_text: "I call on Monday" })?.text).toBe(
      "I call on Monday",
    );
    expect(
      map("email", { hs_email_direction: "INCOMING_EMAIL", hs_email_text: "Too expensive" })?.text,
    ).toBeNull();
  });
});

describe("who made it", () => {
  it.each([
    ["CRM_UI", "rep"],
    ["EMAIL", "rep"],
    ["CALLING", "rep"],
    ["MEETINGS", "rep"],
    ["EXTENSION", "rep"],
    [null, "rep"],
    ["INTEGRATION", "automation"],
    ["AUTOMATION_PLATFORM", "automation"],
    ["SEQUENCES", "automation"],
    ["BATCH_UPDATE", "automation"],
    ["IMPORT", "automation"],
  ])("%s is %s", (hs_object_source, source) => {
    const note = map("note", { hs_object_source, hs_note_body: "waiting for budget" });
    expect(note?.activity.source).toBe(source);
    expect(note?.text).toBe(source === "rep" ? "waiting for budget" : null);
  });

  it("a task with our marker is Norma's own, has no text and never counts", () => {
    const task = map("task", {
      hs_task_body: toTaskBody("Ask <when>", "task:77:silence:2026-10-01"),
      hs_task_status: "COMPLETED",
    });
    expect(task?.activity).toMatchObject({ source: "norma", result: "done" });
    expect(task?.text).toBeNull();
  });

  it("a rep's task says what is to be done, at its due moment", () => {
    const task = map("task", {
      hs_task_subject: "Send offer",
      hs_timestamp: ahead,
      hs_task_status: "NOT_STARTED",
    });
    expect(task).toMatchObject({ text: "Send offer", activity: { at: Date.parse(ahead), result: "booked" } });
  });
});

describe("quotes", () => {
  const revisions = (...statuses: [string, string][]) => ({
    propertiesWithHistory: { hs_status: statuses.map(([value, timestamp]) => ({ value, timestamp })) },
  });

  it("count from the first time they were published, not from when they were drafted", () => {
    const quote = map(
      "proposal",
      { hs_status: "APPROVED", hs_createdate: "2026-09-01T00:00:00Z" },
      revisions(
        ["APPROVED", "2026-09-20T00:00:00Z"],
        ["APPROVAL_NOT_NEEDED", "2026-09-10T00:00:00Z"],
        ["DRAFT", "2026-09-01T00:00:00Z"],
      ),
    );
    expect(quote?.activity).toMatchObject({
      kind: "proposal",
      at: Date.parse("2026-09-10T00:00:00Z"),
      direction: "outbound",
    });
  });

  it("count from their creation where there is no history", () => {
    const quote = map("proposal", {
      hs_status: "APPROVAL_NOT_NEEDED",
      hs_createdate: "2026-09-01T00:00:00Z",
    });
    expect(quote?.activity.at).toBe(Date.parse("2026-09-01T00:00:00Z"));
  });

  it.each(["DRAFT", "PENDING_APPROVAL", "REJECTED", null])(
    "with status %s never reached the buyer",
    (hs_status) => {
      expect(map("proposal", { hs_status })).toBeNull();
    },
  );
});

it("values of a wrong type do not matter", () => {
  const call = map("call", {
    hs_call_duration: "long",
    hs_call_direction: 7,
    hubspot_owner_id: 42,
    hs_call_body: { a: 1 },
  });
  expect(call).toMatchObject({ activity: { durationMs: null, direction: "none", repId: "42" }, text: null });
});

it("a record without any date is left out", () => {
  expect(map("note", { hs_timestamp: "soon" }, { createdAt: null, updatedAt: null })).toBeNull();
});
