import { describe, expect, it } from "@jest/globals";
import { collectDateEvidence, type DateOrder, parseDate } from "../../src/audit/import/parse-date.ts";
import { addDays, toCivilDate } from "../../src/domain/time.ts";
import { fc } from "../support/properties.ts";

const warsaw = "Europe/Warsaw";

function read(text: string, order: DateOrder = "day-first"): string | null {
  const found = parseDate(text, { order, timeZone: warsaw });
  return found === null ? null : new Date(found.at).toISOString();
}

describe("a date", () => {
  it.each([
    ["2026-03-12", "2026-03-11T23:00:00.000Z"],
    ["2026-03-12T14:05:00Z", "2026-03-12T14:05:00.000Z"],
    ["2026-03-12T14:05:00.000+0000", "2026-03-12T14:05:00.000Z"],
    ["2026-03-12 14:05", "2026-03-12T13:05:00.000Z"],
    ["2026/3/12 14:05:59", "2026-03-12T13:05:00.000Z"],
    ["12.03.2026 14:05", "2026-03-12T13:05:00.000Z"],
    ["12.03.2026, 14:05", "2026-03-12T13:05:00.000Z"],
    ["12-03-26", "2026-03-11T23:00:00.000Z"],
    ["12/03/2026 2:05 PM", "2026-03-12T13:05:00.000Z"],
    ["12/03/2026 12:05 a.m.", "2026-03-11T23:05:00.000Z"],
    ["12 Mar 2026", "2026-03-11T23:00:00.000Z"],
    ["March 12, 2026 2:05 PM", "2026-03-12T13:05:00.000Z"],
    ["12 marca 2026 14:05", "2026-03-12T13:05:00.000Z"],
    ["12 paź 2026", "2026-10-11T22:00:00.000Z"],
    ["12 марта 2026 г., 14:05", "2026-03-12T13:05:00.000Z"],
    ["12 мая 2026 г.", "2026-05-11T22:00:00.000Z"],
    ["1773324300000", "2026-03-12T14:05:00.000Z"],
    ["1773324300", "2026-03-12T14:05:00.000Z"],
    ["46093", "2026-03-11T23:00:00.000Z"],
    ["46093.586805555555", "2026-03-12T13:05:00.000Z"],
    ["46093,586805556", "2026-03-12T13:05:00.000Z"],
    ["20260312", "2026-03-11T23:00:00.000Z"],
    ["12.03.2026 14.05", "2026-03-12T13:05:00.000Z"],
    ["2026-03-12 14:05 CET", "2026-03-12T13:05:00.000Z"],
    ["2026-03-12 14:05 GMT+1", "2026-03-12T13:05:00.000Z"],
    ["Thu, Mar 12, 2026 2:05 PM", "2026-03-12T13:05:00.000Z"],
    ["12/03/98", "1998-03-11T23:00:00.000Z"],
  ])("%s is read", (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it.each([
    "",
    "soon",
    "31.02.2026",
    "2026-13-01",
    "12.03.2026 25:00",
    "12.03.2026 abc",
    "12.03.2026 14:05 XYZ",
    "12 foo 2026",
    "450000",
    "20261332",
  ])("%j is none", (text) => {
    expect(read(text)).toBeNull();
  });

  it("is read by the order of its column", () => {
    expect([read("03/12/2026", "month-first"), read("03/12/2026", "day-first")]).toEqual([
      "2026-03-11T23:00:00.000Z",
      "2026-12-02T23:00:00.000Z",
    ]);
  });
});

describe("the order of a column", () => {
  it.each([
    [["03/04/2026", "25/04/2026"], "day-first", true],
    [["03/04/2026", "04/25/2026"], "month-first", true],
    [["03.04.2026"], "day-first", true],
    [["2026-04-03", "5 Mar 2026", ""], "month-first", true],
    [["03/04/2026"], "month-first", false],
  ])("of %j is %s", (texts, order, isCertain) => {
    const evidence = collectDateEvidence();
    for (const text of texts) evidence.add(text);
    expect(evidence.decide("month-first")).toEqual({ order, isCertain });
  });
});

it("a date is the same civil date in every zone and notation, daylight saving or not", () => {
  const zones = fc.constantFrom(
    "Europe/Warsaw",
    "America/New_York",
    "Asia/Kolkata",
    "Pacific/Auckland",
    "UTC",
  );
  fc.assert(
    fc.property(
      zones,
      fc.integer({ min: 0, max: 4000 }),
      fc.integer({ min: 0, max: 23 }),
      (timeZone, days, hour) => {
        const date = addDays("2020-01-01", days);
        const [year = "", month = "", day = ""] = date.split("-");
        const time = ` ${hour}:30`;
        const texts = [date, `${date}${time}`, `${day}.${month}.${year}`, `${day}.${month}.${year}${time}`];
        const found = texts.map((text) => parseDate(text, { order: "day-first", timeZone }));
        expect(found.map((one) => one?.date)).toEqual(texts.map(() => date));
        expect(found.map((one) => toCivilDate(one?.at ?? 0, timeZone))).toEqual(texts.map(() => date));
      },
    ),
  );
});
