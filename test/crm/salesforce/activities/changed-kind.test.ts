import { afterEach, expect, it } from "@jest/globals";
import { collect } from "../../contract.ts";
import { closeTinyOrgs, openTinyOrg } from "../tiny-org.ts";

afterEach(closeTinyOrgs);

const id = "00T000000000001AAA";
const at = "2026-10-13T10:00:00.000+0000";
const task = { Id: id, Subject: "Ring them", IsClosed: false, CreatedDate: at, SystemModstamp: at };
const email = { Id: "02s000000000001AAA", ActivityId: id, MessageDate: at, SystemModstamp: at };

it("a Task is one activity, whatever kind it changes into, its e-mail's record included", async () => {
  const rows: Record<string, readonly Record<string, unknown>[]> = {};
  const objects = {
    Task: [...Object.keys(task).slice(1), "TaskSubtype", "CallType", "CallDurationInSeconds"],
    EmailMessage: ["ActivityId", "MessageDate", "SystemModstamp"],
  };
  const { crm } = await openTinyOrg({
    objects,
    rows: rows as Record<string, readonly Record<string, unknown>[]>,
  });
  const read = async (changes: object, emails: readonly object[] = []) => {
    Object.assign(rows, { "FROM Task ": [{ ...task, ...changes }], "FROM EmailMessage ": emails });
    const records = await collect(crm.readActivities({ modifiedSince: 0, cursor: null }));
    return records.map(({ activity }) => [activity.id, activity.kind, activity.result]);
  };
  const one = `task:${id}`;
  expect(await read({})).toEqual([[one, "task", "booked"]]);
  expect(await read({ IsClosed: true, CallDurationInSeconds: 90 })).toEqual([[one, "call", "done"]]);
  expect(await read({ IsClosed: true, TaskSubtype: "Call" })).toEqual([[one, "call", "done"]]);
  expect(await read({ IsClosed: true, CallType: "Internal" })).toEqual([[one, "task", "done"]]);
  expect(await read({ IsClosed: true, TaskSubtype: "LinkedIn" })).toEqual([[one, "message", "done"]]);
  expect(await read({ IsClosed: true, TaskSubtype: "Email" })).toEqual([[one, "email", "done"]]);
  expect(await read({ IsClosed: true, TaskSubtype: "Email" }, [email])).toEqual([[one, "email", "done"]]);
});

it("an entry of the calendar is one activity, a meeting or time off, and none once it has no customer", async () => {
  const event = { Id: "00U000000000001AAA", StartDateTime: at, CreatedDate: at, SystemModstamp: at };
  const rows: Record<string, readonly Record<string, unknown>[]> = {};
  const objects = { Event: [...Object.keys(event).slice(1), "WhoId", "Subject"] };
  const { crm } = await openTinyOrg({ objects, rows });
  const read = async (changes: object) => {
    rows["FROM Event "] = [{ ...event, ...changes }];
    const found: (readonly [id: string, what: string])[] = [];
    for await (const { records, endedIds = [] } of crm.readActivities({ modifiedSince: 0, cursor: null })) {
      for (const { activity } of records) found.push([activity.id, activity.kind]);
      for (const id of endedIds) found.push([id, "ended"]);
    }
    return found;
  };
  const one = `meeting:${event.Id}`;
  expect(await read({ WhoId: "003000000000001AAA" })).toEqual([[one, "meeting"]]);
  expect(await read({ Subject: "Vacation" })).toEqual([[one, "absence"]]);
  expect(await read({ Subject: "Dentist" })).toEqual([[one, "ended"]]);
});
