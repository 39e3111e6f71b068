import { describe, expect, it } from "@jest/globals";
import {
  type ActivityContext,
  type ActivityFacts,
  toActivityRecord,
} from "../../../../src/crm/salesforce/activities/activity-record.ts";
import { toEventFacts } from "../../../../src/crm/salesforce/activities/map-event.ts";
import {
  toContentNoteFacts,
  toEmailFacts,
  toNoteFacts,
  toQuoteFacts,
} from "../../../../src/crm/salesforce/activities/map-others.ts";
import { toTaskFacts } from "../../../../src/crm/salesforce/activities/map-task.ts";
import { createRecentIds } from "../../../../src/crm/salesforce/activities/recent-ids.ts";
import type { Row } from "../../../../src/crm/salesforce/reading/query.ts";

const rep = "005000000000001AAA";
const colleague = "005000000000002AAA";
const flow = "005000000000008AAA";
const service = "005000000000009AAA";
const deal = "006000000000001AAA";
const contact = "003000000000001AAA";
const account = "001000000000001AAA";

const context: ActivityContext = {
  now: Date.parse("2026-10-14T04:00:00Z"),
  timeZone: "America/Los_Angeles",
  maxTextLength: 200,
  keyField: "acme__Norma_Key__c",
  programs: { automations: new Set([flow]), integrations: new Set([service]) },
};

const stamps = {
  CreatedById: rep,
  CreatedDate: "2026-10-10T09:00:00.000+0000",
  SystemModstamp: "2026-10-12T09:00:00.000+0000",
};

function record(row: Row, facts: ActivityFacts | null) {
  const full = { ...stamps, ...row };
  return facts === null ? null : toActivityRecord(full, { ...facts, id: "x" }, context);
}

function task(row: Row) {
  const full = { ...stamps, OwnerId: rep, WhatId: deal, IsClosed: true, ...row };
  return record(full, toTaskFacts(full, context));
}

describe("a task", () => {
  it.each([
    ["Call", "call"],
    ["Email", "email"],
    ["ListEmail", "email"],
    ["LinkedIn", "message"],
    ["Task", "task"],
    ["Cadence", "task"],
  ])("of subtype %s is a %s", (TaskSubtype, kind) => {
    expect(task({ TaskSubtype })?.activity.kind).toBe(kind);
  });

  it("of a queue is nobody's", () => {
    expect(task({ OwnerId: "00G000000000001AAA" })?.activity.repId).toBeNull();
  });

  it("without a subtype but with a call's own fields is a call; a talk among colleagues is none", () => {
    expect(task({ CallDurationInSeconds: 60 })?.activity).toMatchObject({ kind: "call", durationMs: 60_000 });
    expect(task({ TaskSubtype: "Call", CallType: "Internal" })?.activity.kind).toBe("task");
  });

  it("that was planned happened when it was completed, not on the day it was due", () => {
    const done = task({
      TaskSubtype: "Call",
      ActivityDate: "2026-10-20",
      CompletedDateTime: "2026-10-12T16:00:00.000+0000",
    });
    expect(done?.activity).toMatchObject({ at: Date.parse("2026-10-12T16:00:00Z"), result: "done" });
  });

  it("that is logged afterwards happened on the day it names, in the account's time zone", () => {
    const logged = task({
      TaskSubtype: "Call",
      ActivityDate: "2026-10-08",
      CompletedDateTime: stamps.CreatedDate,
    });
    expect(logged?.activity.at).toBe(Date.parse("2026-10-08T19:00:00Z"));
  });

  it("that is open is booked for the day it is due; a date as midnight UTC stays on its day", () => {
    const open = task({ IsClosed: false, ActivityDate: "2026-10-20T00:00:00.000+0000" });
    expect(open?.activity).toMatchObject({ at: Date.parse("2026-10-20T19:00:00Z"), result: "booked" });
  });

  it("whose call lasted no second reached nobody", () => {
    const missed = task({ TaskSubtype: "Call", CallType: "Outbound", CallDurationInSeconds: 0 });
    expect(missed?.activity).toMatchObject({ result: "missed", isConnected: false, direction: "outbound" });
  });

  it.each([
    { disposition: "Connected", seconds: 12, result: "done", isConnected: true },
    { disposition: "Left Voicemail", seconds: 40, result: "done", isConnected: false },
    { disposition: " No Answer", seconds: 20, result: "missed", isConnected: false },
    { disposition: "Rückruf", seconds: 90, result: "done", isConnected: true },
    { disposition: "Rückruf", seconds: 12, result: "done", isConnected: false },
    { disposition: "Rückruf", seconds: null, result: "done", isConnected: null },
    { disposition: null, seconds: null, result: "done", isConnected: null },
  ])(
    "with the outcome $disposition after $seconds seconds is $result, spoken to: $isConnected",
    ({ disposition, seconds, ...said }) => {
      const row = { TaskSubtype: "Call", CallDisposition: disposition, CallDurationInSeconds: seconds };
      const outcome = disposition?.trim().toLowerCase() ?? null;
      expect(task(row)?.activity).toMatchObject({ kind: "call", ...said, outcome });
    },
  );

  it.each([
    ["made by hand", {}, "rep"],
    ["made by a flow", { CreatedById: flow }, "automation"],
    ["made by a service", { CreatedById: service }, "automation"],
    ["sent to a list", { TaskSubtype: "ListEmail" }, "automation"],
    ["with our key", { acme__Norma_Key__c: "task:1" }, "norma"],
    ["with our line in its text", { Description: "When?\n\nNorma ref: task:1" }, "norma"],
  ])("%s is somebody's own work or not", (_, row, source) => {
    const found = task({ Description: "They want a pilot", ...row });
    expect(found?.activity.source).toBe(source);
    expect(found?.text === null).toBe(source !== "rep");
  });

  it("links to opportunities, contacts and leads, not to accounts", () => {
    expect(task({ WhatId: account, WhoId: contact })).toMatchObject({ dealIds: [], contactIds: [contact] });
    const lead = "00Q000000000001AAA";
    expect(task({ WhoId: lead })).toMatchObject({ dealIds: [deal], contactIds: [lead] });
  });

  it("that was deleted failed, and its text goes", () => {
    expect(task({ IsDeleted: true, Description: "words" })).toMatchObject({
      activity: { result: "failed" },
      text: null,
    });
  });

  it("that heads a series is no single thing to do", () => {
    expect(task({ IsRecurrence: true })).toBeNull();
  });
});

function event(row: Row, attendees: readonly string[] = []) {
  const full = {
    ...stamps,
    OwnerId: rep,
    WhatId: deal,
    StartDateTime: "2026-10-13T15:00:00.000+0000",
    ...row,
  };
  return record(full, toEventFacts(full, context, attendees));
}

describe("an event", () => {
  it("is a meeting: held when its start has passed, else booked", () => {
    expect(event({ DurationInMinutes: 30 })?.activity).toMatchObject({
      kind: "meeting",
      result: "done",
      durationMs: 1_800_000,
    });
    expect(event({ StartDateTime: "2026-10-15T15:00:00.000+0000" })?.activity.result).toBe("booked");
  });

  it("belongs to its owner and to the colleagues who were invited", () => {
    expect(event({}, [colleague, rep])?.activity).toMatchObject({ repId: rep, otherRepIds: [colleague] });
  });

  it.each([
    ["a colleague's copy", { IsChild: true }],
    ["the head of a series", { IsRecurrence: true }],
    ["away with a customer", { ShowAs: "OutOfOffice" }],
    ["nobody's business", { WhatId: null }],
  ])("is none when it is %s", (_, row) => {
    expect(event(row)).toBeNull();
  });

  it.each([
    ["by its colour", { ShowAs: "OutOfOffice", Subject: "Private" }],
    ["by its title", { Subject: "Отпуск" }],
  ])("is time off %s, with nothing but who and when", (_, row) => {
    const whole = { IsAllDayEvent: true, ActivityDate: "2026-10-13", DurationInMinutes: 2_880 };
    const entry = event({ WhatId: null, Description: "Back problems", ...whole, ...row });
    expect(entry).toMatchObject({ dealIds: [], contactIds: [], text: null });
    expect(entry?.activity).toMatchObject({
      kind: "absence",
      repId: rep,
      at: Date.parse("2026-10-13T07:00:00Z"),
      durationMs: 2 * 86_400_000,
    });
  });

  it("of a whole day stays on its day", () => {
    const whole = event({
      IsAllDayEvent: true,
      ActivityDate: "2026-10-13",
      StartDateTime: "2026-10-13T00:00:00Z",
    });
    expect(whole?.activity.at).toBe(Date.parse("2026-10-13T19:00:00Z"));
  });

  it("that a service copied from a calendar is its owner's, one that a flow made is not", () => {
    expect(event({ CreatedById: service })?.activity).toMatchObject({ source: "rep", repId: rep });
    expect(event({ CreatedById: flow })?.activity.source).toBe("automation");
  });

  it("that was cancelled, which means deleted, failed", () => {
    expect(event({ IsDeleted: true })?.activity.result).toBe("failed");
  });
});

describe("an e-mail", () => {
  const people = { contactId: contact, fromUserId: rep, toUserId: colleague };
  const email = (row: Row, known: typeof people | null = null) => {
    const full = {
      ...stamps,
      RelatedToId: deal,
      MessageDate: "2026-10-11T10:00:00.000+0000",
      TextBody: "Hi",
      ...row,
    };
    return record(full, toEmailFacts(full, context, { people: known, whoId: null }));
  };

  it("sent is the rep's word, received is not", () => {
    expect(email({})).toMatchObject({ activity: { direction: "outbound", repId: rep }, text: "Hi" });
    expect(email({ Incoming: true })).toMatchObject({ activity: { direction: "inbound" }, text: null });
  });

  it("that bounced failed; a draft is none", () => {
    expect(email({ IsBounced: true })?.activity.result).toBe("failed");
    expect(email({ Status: "5" })).toBeNull();
  });

  it("copied by a service belongs to the person whose mailbox it is", () => {
    expect(email({ CreatedById: service }, people)?.activity).toMatchObject({ repId: rep, source: "rep" });
    expect(email({ CreatedById: service, Incoming: true }, people)?.activity.repId).toBe(colleague);
    expect(email({ CreatedById: service })?.activity.repId).toBeNull();
    expect(email({ CreatedById: flow })?.activity.source).toBe("automation");
  });

  it("that is not about a deal is linked to its contact", () => {
    expect(email({ RelatedToId: account }, people)).toMatchObject({ dealIds: [], contactIds: [contact] });
  });
});

describe("other rows", () => {
  it("a quote is a proposal once it left its first state, whatever the org calls it", () => {
    const quote = (Status: string) => {
      const row = { ...stamps, OpportunityId: deal, OwnerId: rep, Status };
      return record(row, toQuoteFacts(row, "下書き"));
    };
    expect(quote("下書き")).toBeNull();
    expect(quote("提出済み")).toMatchObject({ activity: { kind: "proposal", repId: rep }, dealIds: [deal] });
  });

  it("a note says what its preview shows, about every deal and contact it is shared with", () => {
    const row = { ...stamps, Title: "Call", TextPreview: "They wait", OwnerId: rep };
    expect(record(row, toContentNoteFacts(row, [deal, contact, account]))).toMatchObject({
      dealIds: [deal],
      contactIds: [contact],
      text: "They wait",
    });
  });

  it("an old note says its body, or its title without one", () => {
    const note = (more: Row) => {
      const row = { ...stamps, OwnerId: rep, ParentId: deal, ...more };
      return record(row, toNoteFacts(row));
    };
    expect(note({ Title: "Title", Body: "Body" })).toMatchObject({ text: "Body", dealIds: [deal] });
    expect(note({ Title: "Title" })?.text).toBe("Title");
  });

  it("a row without any date is left out", () => {
    expect(toActivityRecord({}, { ...toNoteFacts({}), id: "x" }, context)).toBeNull();
  });
});

it("a full memory of ids forgets the oldest", () => {
  const ids = createRecentIds(2);
  for (const id of ["a", "b", null, "a", "c"]) ids.add(id);
  expect(["a", "b", "c"].map((id) => ids.has(id))).toEqual([true, false, true]);
});
