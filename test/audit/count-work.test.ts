import { describe, expect, it } from "@jest/globals";
import type { ActivityRecord } from "../../src/audit/import/to-activity.ts";
import { countWork } from "../../src/audit/judge/count-work.ts";
import { fc } from "../support/properties.ts";

const now = Date.parse("2026-10-13T06:00:00Z");

function anActivity(given: Partial<ActivityRecord>): ActivityRecord {
  return {
    id: "call:1",
    kind: "call",
    rep: "Jo Smith",
    at: Date.parse("2026-10-06T10:00:00Z"),
    direction: "outbound",
    result: "done",
    isConnected: null,
    isAutomated: false,
    createdAt: null,
    endAt: null,
    dealIds: [],
    subject: "",
    text: "",
    ...given,
  };
}

function countsOf(activities: readonly ActivityRecord[], timeZone = "Europe/Warsaw") {
  return countWork(activities, now, timeZone).counts.map(({ repId, metric, date, count }) => [
    repId,
    metric,
    date,
    count,
  ]);
}

describe("work", () => {
  it("counts for one person however the name is written", () => {
    expect(countsOf([anActivity({}), anActivity({ rep: "JO  SMITH (Deactivated User)" })])).toEqual([
      ["jo smith", "calls", "2026-10-06", 2],
      ["jo smith", "connected-calls", "2026-10-06", null],
    ]);
  });

  it.each<[title: string, given: Partial<ActivityRecord>, metric: string | null]>([
    ["an unanswered call", { result: "missed" }, "calls"],
    ["a cancelled call", { result: "failed" }, null],
    ["a call from the buyer", { direction: "inbound" }, null],
    ["a past meeting nobody closed", { kind: "meeting", result: "booked" }, "meetings"],
    ["a no-show", { kind: "meeting", result: "missed" }, null],
    ["a proposal without a word on its result", { kind: "proposal", result: null }, "proposals"],
    ["a message", { kind: "message" }, "emails"],
    ["a mail from the buyer", { kind: "email", direction: "inbound" }, null],
    ["a sequence's mail", { kind: "email", isAutomated: true }, null],
    ["a note", { kind: "note", direction: "none" }, null],
    ["what is still to come", { at: now + 1, result: null }, null],
  ])("of %s counts as %j", (_, given, metric) => {
    const counted = countsOf([anActivity(given)]).map(([, one]) => one);
    expect(counted.filter((one) => one !== "connected-calls")).toEqual(metric === null ? [] : [metric]);
  });

  it("talks are counted where at least three of four calls say how they went", () => {
    const talks = (told: readonly (boolean | null)[]) =>
      countWork(
        told.map((isConnected) => anActivity({ kind: "call", isConnected })),
        now,
        "Europe/Warsaw",
      ).counts.find(({ metric }) => metric === "connected-calls")?.count;
    expect(talks([true, true, false, null])).toBe(2);
    expect(talks([true, null])).toBeNull();
  });

  it("a note shows that somebody was at work", () => {
    const { workedDays } = countWork([anActivity({ kind: "note" })], now, "Europe/Warsaw");
    expect(workedDays).toEqual(new Map([["jo smith", ["2026-10-06"]]]));
  });

  it("time off is a day off and neither work nor a meeting", () => {
    const entry = anActivity({ kind: "absence", direction: "none" });
    expect(countWork([entry], now, "Europe/Warsaw")).toEqual({
      counts: [],
      workedDays: new Map(),
      daysOff: new Map([["jo smith", new Set(["2026-10-06"])]]),
    });
  });

  it("time off is every day up to its end, and none where it is a matter of hours", () => {
    const off = (from: string, to: string) => {
      const entry = anActivity({ kind: "absence", at: Date.parse(from), endAt: Date.parse(to) });
      return [...(countWork([entry], now, "Europe/Warsaw").daysOff.get("jo smith") ?? [])];
    };
    const monday = "2026-10-04T22:00:00Z";
    expect(off(monday, "2026-10-07T22:00:00Z")).toEqual(["2026-10-05", "2026-10-06", "2026-10-07"]);
    expect(off("2026-10-05T08:00:00Z", "2026-10-05T10:00:00Z")).toEqual([]);
    expect(off(monday, monday)).toEqual(["2026-10-05"]);
  });

  it("falls on the civil date of the zone, daylight saving or not", () => {
    const night = [
      anActivity({ at: Date.parse("2026-03-29T22:30:00Z") }),
      anActivity({ at: Date.parse("2026-01-05T22:30:00Z") }),
    ];
    const datesOf = (timeZone: string) => [...new Set(countsOf(night, timeZone).map(([, , date]) => date))];
    expect(datesOf("Europe/Warsaw")).toEqual(["2026-03-30", "2026-01-05"]);
    expect(datesOf("UTC")).toEqual(["2026-03-29", "2026-01-05"]);
  });

  it("added never lowers a count", () => {
    const activity = fc.record({
      kind: fc.constantFrom("call" as const, "meeting" as const, "email" as const, "note" as const),
      at: fc.integer({ min: now - 10 * 86_400_000, max: now + 86_400_000 }),
      result: fc.constantFrom("done" as const, "missed" as const, "booked" as const, "failed" as const, null),
    });
    const total = (activities: readonly ActivityRecord[]) =>
      countWork(activities, now, "Europe/Warsaw").counts.reduce((sum, { count }) => sum + (count ?? 0), 0);
    fc.assert(
      fc.property(fc.array(activity.map(anActivity)), activity.map(anActivity), (some, more) => {
        expect(total([...some, more])).toBeGreaterThanOrEqual(total(some));
      }),
    );
  });
});
