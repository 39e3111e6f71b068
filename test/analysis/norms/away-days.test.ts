import { describe, expect, it } from "@jest/globals";
import { toAwayDays } from "../../../src/analysis/norms/away-days.ts";

const zone = "Europe/Warsaw";

function datesOf(from: string, to: string, timeZone = zone): string[] {
  const entry = { repId: "anna", from: Date.parse(from), to: Date.parse(to) };
  return toAwayDays([entry], timeZone).map(({ from: date }) => date);
}

describe("time off", () => {
  it("of whole days is told day by day, also over a change of the clocks", () => {
    expect(datesOf("2026-10-22T22:00Z", "2026-10-26T23:00Z")).toEqual([
      "2026-10-23",
      "2026-10-24",
      "2026-10-25",
      "2026-10-26",
    ]);
  });

  it("counts from four working hours of a day on", () => {
    expect(datesOf("2026-10-13T07:00Z", "2026-10-13T11:00Z")).toEqual(["2026-10-13"]);
    expect(datesOf("2026-10-13T07:00Z", "2026-10-13T10:59Z")).toEqual([]);
  });

  it("of the evening, the night and the morning before work costs no day", () => {
    expect(datesOf("2026-10-09T16:00Z", "2026-10-10T06:00Z")).toEqual([]);
  });

  it("without an end is none, and one that never ends is believed for a year", () => {
    expect(datesOf("2026-10-13T07:00Z", "2026-10-13T07:00Z")).toEqual([]);
    expect(datesOf("2026-01-01T00:00Z", "2036-01-01T00:00Z").length).toBe(366);
  });

  it("falls on the days of the account's time zone", () => {
    expect(datesOf("2026-10-13T00:00Z", "2026-10-14T00:00Z", "America/Los_Angeles")).toEqual(["2026-10-13"]);
  });
});
