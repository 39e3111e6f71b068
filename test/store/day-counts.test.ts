import { describe, expect, it } from "@jest/globals";
import type { Activity } from "../../src/domain/activity.ts";
import { saveActivities } from "../../src/store/activities.ts";
import { loadUnknownOutcomes, saveCallOutcomes } from "../../src/store/call-outcomes.ts";
import { loadDayCounts, loadRecordedRepIds, loadWorkedDays } from "../../src/store/day-counts.ts";
import { loadNewContactCounts } from "../../src/store/new-contacts.ts";
import { loadTimeOff, saveTimeOff } from "../../src/store/time-off.ts";
import { anActivityRecord } from "./builders.ts";
import { storeKinds, useStore } from "./store-under-test.ts";

const range = { from: "2026-03-02", to: "2026-03-03", timeZone: "America/New_York" };
const noon = Date.parse("2026-03-02T17:00:00Z");

describe.each(storeKinds)("counts a day, %s store", (kind) => {
  const under = useStore(kind);

  async function countsOf(activities: readonly Partial<Activity>[]) {
    return await under().inNew(async (db) => {
      const records = activities.map((given, index) =>
        anActivityRecord({ id: `x:${index}`, at: noon, ...given }, { dealIds: [] }),
      );
      await saveActivities(db, records);
      return {
        counts: await loadDayCounts(db, range),
        worked: await loadWorkedDays(db, range),
        recorded: await loadRecordedRepIds(db),
      };
    });
  }

  it.each([
    ["a call that was answered", { kind: "call" }, "calls"],
    ["a call that nobody answered: dialling is the effort", { kind: "call", result: "missed" }, "calls"],
    ["a call without direction", { kind: "call", direction: "none" }, "calls"],
    ["a buyer's call", { kind: "call", direction: "inbound" }, null],
    ["a call still to make", { kind: "call", result: "booked" }, null],
    ["a meeting that took place", { kind: "meeting" }, "meetings"],
    ["a past meeting nobody updated", { kind: "meeting", result: "booked" }, "meetings"],
    ["a meeting the buyer missed", { kind: "meeting", result: "missed" }, null],
    ["a proposal", { kind: "proposal", direction: "none" }, "proposals"],
    ["a mail sent", { kind: "email" }, "emails"],
    ["a message sent", { kind: "message" }, "emails"],
    ["a message without direction, as HubSpot keeps them", { kind: "message", direction: "none" }, "emails"],
    ["a mail that bounced", { kind: "email", result: "failed" }, null],
    ["a buyer's mail", { kind: "email", direction: "inbound" }, null],
    ["a sequence's mail", { kind: "email", source: "automation" }, null],
    ["Norma's task", { kind: "task", source: "norma" }, null],
    ["a note", { kind: "note" }, null],
    ["time off", { kind: "absence" }, null],
  ] as const)("%s", async (_, given, metric) => {
    const { counts } = await countsOf([given]);
    const kept = counts.filter((one) => one.metric !== "connected-calls");
    expect(kept).toEqual(metric === null ? [] : [{ repId: "anna", metric, date: "2026-03-02", count: 1 }]);
  });

  it.each([
    ["all are told", [true, true, false, false], 2],
    ["three of four are told", [true, false, false, null], 1],
    ["fewer are told: that is not zero", [true, false, null, null], null],
    ["none is told", [null], null],
    ["nobody answered", [false, false], 0],
  ])("counts talks where %s", async (_, told, count) => {
    const { counts } = await countsOf(told.map((isConnected) => ({ kind: "call", isConnected })));
    expect(counts.find(({ metric }) => metric === "connected-calls")).toMatchObject({ count });
  });

  it("takes an admin's word for a company's own outcomes, of past calls too", async () => {
    const [before, unknown, after, left] = await under().inNew(async (db) => {
      const call = { kind: "call", at: noon, isConnected: null, outcome: "callback agreed" } as const;
      const records = ["1", "2"].map((id) => anActivityRecord({ ...call, id: `call:${id}` }));
      await saveActivities(db, records);
      const talks = async () =>
        (await loadDayCounts(db, range)).find(({ metric }) => metric === "connected-calls")?.count;
      const first = [await talks(), await loadUnknownOutcomes(db)] as const;
      await saveCallOutcomes(db, [{ outcome: "callback agreed", isConnected: true }]);
      return [...first, await talks(), await loadUnknownOutcomes(db)] as const;
    });
    expect(before).toBeNull();
    expect(unknown).toEqual([{ outcome: "callback agreed", calls: 2 }]);
    expect(after).toBe(2);
    expect(left).toEqual([]);
  });

  it("reads days in the tenant's zone, with both ends included", async () => {
    const at = (iso: string) => ({ at: Date.parse(iso) });
    const { counts } = await countsOf([
      at("2026-03-02T04:59:59Z"),
      at("2026-03-02T05:00:00Z"),
      at("2026-03-03T04:59:59Z"),
      at("2026-03-04T04:59:59.999Z"),
      at("2026-03-04T05:00:00Z"),
    ]);
    const calls = counts.filter(({ metric }) => metric === "calls");
    expect(calls.map(({ date, count }) => [date, count])).toEqual([
      ["2026-03-02", 2],
      ["2026-03-03", 1],
    ]);
  });

  it("gives a meeting to everybody of ours who took part", async () => {
    const { counts, worked } = await countsOf([
      { kind: "meeting", otherRepIds: ["bob", "eve"] },
      { kind: "call", otherRepIds: ["bob"] },
    ]);
    expect(counts.map(({ repId, metric }) => [repId, metric])).toEqual([
      ["anna", "calls"],
      ["anna", "connected-calls"],
      ["anna", "meetings"],
      ["bob", "meetings"],
      ["eve", "meetings"],
    ]);
    expect([...worked.keys()]).toEqual(["anna", "bob", "eve"]);
  });

  describe("new contacts", () => {
    const year = { from: "2025-11-01", to: "2026-03-31", timeZone: "UTC" };
    const day = (date: string) => Date.parse(`${date}T12:00:00Z`);

    async function newOf(given: readonly (readonly [contactId: string, activity: Partial<Activity>])[]) {
      return await under().inNew(async (db) => {
        const records = given.map(([contactId, activity], index) =>
          anActivityRecord({ id: `x:${index}`, ...activity }, { dealIds: [], contactIds: [contactId] }),
        );
        await saveActivities(db, records);
        const counts = await loadNewContactCounts(db, year);
        return counts.map(({ repId, date, count }) => [repId, date, count]);
      });
    }

    it("are whom nobody of the account has turned to for 90 days, credited to the first", async () => {
      const counts = await newOf([
        ["a", { at: day("2025-12-01") }],
        ["a", { at: day("2026-02-02"), repId: "bob" }],
        ["b", { at: day("2026-02-02"), kind: "email", direction: "inbound" }],
        ["b", { at: day("2026-02-03"), result: "missed" }],
        ["b", { at: day("2026-02-04"), repId: "bob" }],
        ["c", { at: day("2026-02-03"), kind: "email" }],
        ["d", { at: day("2026-02-03"), source: "automation" }],
        ["e", { at: day("2026-02-03"), kind: "note" }],
      ]);
      expect(counts).toEqual([
        ["anna", "2025-12-01", null],
        ["anna", "2026-02-03", 2],
        ["bob", "2026-02-02", 0],
        ["bob", "2026-02-04", 0],
      ]);
    });

    it("are new again after a long silence, and not measured while it is not known who is new", async () => {
      expect(
        await newOf([
          ["a", { at: day("2025-11-20") }],
          ["a", { at: day("2026-03-20") }],
          ["b", { at: day("2026-01-29") }],
          ["b", { at: day("2026-01-30") }],
        ]),
      ).toEqual([
        ["anna", "2025-11-20", null],
        ["anna", "2026-01-29", null],
        ["anna", "2026-01-30", 0],
        ["anna", "2026-03-20", 1],
      ]);
    });
  });

  it("knows time off that reaches into the days, unless it was cancelled", async () => {
    const day = 86_400_000;
    const entry = { kind: "absence", durationMs: 3 * day } as const;
    const off = await under().inNew(async (db) => {
      const given = [
        { ...entry, at: noon - 2 * day },
        { ...entry, at: noon, result: "failed" },
        { ...entry, at: noon + 9 * day },
        { ...entry, at: noon, durationMs: null },
      ] as const;
      await saveActivities(
        db,
        given.map((one, index) => anActivityRecord({ ...one, id: `meeting:${index}` }, { dealIds: [] })),
      );
      return await loadTimeOff(db, range);
    });
    expect(off).toEqual([
      { repId: "anna", from: noon - 2 * day, to: noon + day },
      { repId: "anna", from: noon, to: noon },
    ]);
  });

  it("takes over what people set as out of office, and keeps what is over", async () => {
    const hour = 3_600_000;
    const entry = (repId: string, from: number) => ({ repId, from, to: from + hour });
    const off = await under().inNew(async (db) => {
      await saveTimeOff(db, [entry("anna", noon - 5 * hour), entry("bob", noon - 0.5 * hour)], noon);
      await saveTimeOff(db, [entry("eve", noon + hour)], noon);
      return await loadTimeOff(db, range);
    });
    expect(off).toEqual([entry("anna", noon - 5 * hour), entry("eve", noon + hour)]);
  });

  it("takes a day with any activity by hand for worked, each once and in order", async () => {
    const { worked, recorded } = await countsOf([
      { kind: "note", at: Date.parse("2026-03-03T17:00:00Z") },
      { kind: "task" },
      { kind: "call" },
      { repId: "bob", kind: "email", source: "automation" },
      { repId: "eve", kind: "meeting", result: "booked" },
      { repId: null, kind: "call" },
      { repId: "pat", kind: "absence" },
    ]);
    expect(worked).toEqual(new Map([["anna", ["2026-03-02", "2026-03-03"]]]));
    expect(recorded).toEqual(new Set(["anna", "eve"]));
  });
});
