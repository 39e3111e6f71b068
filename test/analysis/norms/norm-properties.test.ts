import { describe, expect, it } from "@jest/globals";
import { product } from "../../../config/product.ts";
import { ordinaryCalendar } from "../../../src/analysis/norms/learn-norms.ts";
import { type PersonDays, replayNorms } from "../../../src/analysis/norms/replay-norms.ts";
import type { StreamJudgement } from "../../../src/analysis/norms/stream-types.ts";
import type { Period } from "../../../src/domain/norm.ts";
import { addDays, type CivilDate, startOfDay, toCivilDate, weekdayOf } from "../../../src/domain/time.ts";
import { fc } from "../../support/properties.ts";

/** One record of a log. */
interface Record {
  readonly repId: string;
  readonly date: CivilDate;
  readonly metric: string;
  readonly count: number;
}

const first = "2026-01-05";
const lastDay = 83;
const repIds = ["ann", "bob", "eve"];

/** Twelve weeks of three reps, the third from the sixth week on, with chance in everything: on which days, with how much. */
const logs = fc
  .record({
    seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
    mean: fc.integer({ min: 1, max: 30 }),
    presence: fc.double({ min: 0.5, max: 1, noNaN: true }),
  })
  .map(({ seed, mean, presence }) => makeLog(seed, mean, presence));

function makeLog(seed: number, mean: number, presence: number): Record[] {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  };
  const records: Record[] = [];
  for (let day = 0; day <= lastDay; day += 1) {
    const date = addDays(first, day);
    for (const repId of repIds) {
      // One of them is new.
      if (weekdayOf(date) > 5 || random() > presence || (repId === "eve" && day < 35)) continue;
      for (const metric of ["calls", "mails"])
        records.push({ repId, date, metric, count: Math.floor(2 * mean * random()) });
    }
  }
  return records;
}

function toDays(records: readonly Record[]): PersonDays {
  const days = new Map<CivilDate, Map<string, Map<string, number>>>();
  for (const { repId, date, metric, count } of records) {
    const ofDate = days.get(date) ?? new Map<string, Map<string, number>>();
    days.set(date, ofDate);
    const ofRep = ofDate.get(repId) ?? new Map<string, number>();
    ofDate.set(repId, ofRep);
    ofRep.set(metric, (ofRep.get(metric) ?? 0) + count);
  }
  return days;
}

function answer(records: readonly Record[]): StreamJudgement[] {
  const periods = new Set<Period>(["day", "week", "month"]);
  const options = { periods, calendar: ordinaryCalendar, settings: product.norms };
  return [...replayNorms(toDays(records), options)].flat();
}

const order = ["below", "within", "above"];

describe("answers about the past", () => {
  it("do not change when the log goes on", () => {
    fc.assert(
      fc.property(logs, fc.integer({ min: 35, max: lastDay }), (records, day) => {
        const until = addDays(first, day);
        const before = answer(records.filter(({ date }) => date <= until));
        const all = answer(records);
        expect(all.slice(0, before.length)).toEqual(before);
        expect(before.length).toBeGreaterThan(0);
      }),
      { numRuns: 10 },
    );
  });

  it("do not depend on the order of the records", () => {
    const withOrder = logs.chain((records) =>
      fc.tuple(fc.constant(records), fc.shuffledSubarray(records, { minLength: records.length })),
    );
    fc.assert(
      fc.property(withOrder, ([records, shuffled]) => {
        expect(answer(shuffled)).toEqual(answer(records));
      }),
      { numRuns: 5 },
    );
  });
});

describe("a rep's standing", () => {
  it("never sinks by more activity in the period that is judged, and its norm stays the same", () => {
    fc.assert(
      fc.property(logs, fc.integer({ min: 40, max: lastDay }), fc.nat(40), (records, day, more) => {
        const date = addDays(first, day);
        const until = records.filter((one) => one.date <= date);
        const busier = until.map((one) =>
          one.repId === "ann" && one.date === date && one.metric === "calls"
            ? { ...one, count: one.count + more }
            : one,
        );
        const after = answer(busier).filter(({ start, period }) => start === date && period === "day");
        for (const one of answer(until).filter(({ start, period }) => start === date && period === "day")) {
          const same = after.find(({ repId, metric }) => repId === one.repId && metric === one.metric);
          expect(same?.expected).toBe(one.expected);
          const [was, is] = [order.indexOf(one.status), order.indexOf(same?.status ?? "")];
          if (was >= 0 && is >= 0) expect(is).toBeGreaterThanOrEqual(was);
        }
      }),
      { numRuns: 10 },
    );
  });

  it("is never below on a day without any record, and the low end is what decides", () => {
    fc.assert(
      fc.property(logs, (records) => {
        const worked = new Set(records.map(({ repId, date }) => `${repId} ${date}`));
        for (const { repId, start, period, status, actual, low, high } of answer(records)) {
          if (period === "day" && !worked.has(`${repId} ${start}`)) expect(status).toBe("absent");
          if (status === "below") expect(actual).toBeLessThan(low);
          if (status === "within") expect(actual >= low && actual <= high).toBe(true);
          if (status === "no-alarm-possible") expect(low).toBe(0);
        }
      }),
      { numRuns: 10 },
    );
  });

  it("does not sink by a further worked day that brings what was expected of the best of them", () => {
    fc.assert(
      fc.property(logs, fc.integer({ min: 8, max: 11 }), (records, week) => {
        const monday = addDays(first, 7 * week);
        const saturday = addDays(monday, 5);
        const until = records.filter(({ date }) => date <= addDays(monday, 6));
        const judged = weekOf(answer([...until, zero(addDays(monday, 6))]), monday);
        if (judged === undefined || order.indexOf(judged.status) < 0) return;
        const extra = {
          repId: "ann",
          date: saturday,
          metric: "calls",
          count: 3 * Math.ceil(judged.expected),
        };
        const more = weekOf(answer([...until, extra, zero(addDays(monday, 6))]), monday);
        const is = order.indexOf(more?.status ?? "");
        if (is >= 0) expect(is).toBeGreaterThanOrEqual(order.indexOf(judged.status));
      }),
      { numRuns: 10 },
    );
  });
});

function weekOf(answers: readonly StreamJudgement[], monday: CivilDate): StreamJudgement | undefined {
  return answers.find(
    ({ repId, metric, period, start }) =>
      repId === "ann" && metric === "calls" && period === "week" && start === monday,
  );
}

/** A record of nothing that makes the log last until this date. */
function zero(date: CivilDate): Record {
  return { repId: "nobody", date, metric: "calls", count: 0 };
}

describe("civil dates", () => {
  const zones = [
    "Europe/Warsaw",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
  ];

  it("hold every moment of a wall clock's day, also on days that daylight saving makes longer or shorter", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 730 }),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (zone, day, share) => {
          const date = addDays("2025-01-01", day);
          const start = startOfDay(date, zone);
          const end = startOfDay(addDays(date, 1), zone);
          expect(toCivilDate(start + Math.floor(share * (end - start)), zone)).toBe(date);
          expect(toCivilDate(start - 1, zone)).toBe(addDays(date, -1));
        },
      ),
    );
  });
});
