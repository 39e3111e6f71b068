import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { product } from "../../../config/product.ts";
import { computeNorms } from "../../../src/analysis/norms/compute-norms.ts";
import { explainNorm } from "../../../src/analysis/norms/explain-norm.ts";
import { judgeCount, judgeNorms } from "../../../src/analysis/norms/judge-norms.ts";
import { toRepHistories } from "../../../src/analysis/norms/rep-history.ts";
import type { DayCount, NormJudgement } from "../../../src/domain/norm.ts";
import { addDays, type CivilDate, weekdayOf } from "../../../src/domain/time.ts";
import { phrasesOf } from "../builders.ts";

const settings = product.norms;
/** A Wednesday: the last complete day is Tuesday 13 Oct, the last complete week begins on Monday 5 Oct. */
const today = "2026-10-14";
const active = new Set(["r1", "r2"]);

/** Mondays to Fridays from 12 weeks ago until yesterday. */
function workdays(until: CivilDate = today): CivilDate[] {
  const dates: CivilDate[] = [];
  for (let date = addDays(today, -84); date < until; date = addDays(date, 1))
    if (weekdayOf(date) <= 5) dates.push(date);
  return dates;
}

/** Ten to nineteen calls a day, the same for everybody, and one mail a day that shows the rep was there. */
function usualDays(repId: string, dates = workdays()): DayCount[] {
  return dates.flatMap((date, index) => [
    { repId, metric: "calls", date, count: 10 + (index % 10) },
    { repId, metric: "emails", date, count: 1 },
  ]);
}

function setCount(counts: readonly DayCount[], change: DayCount): DayCount[] {
  const others = counts.filter(
    ({ repId, metric, date }) => repId !== change.repId || metric !== change.metric || date !== change.date,
  );
  return change.count === 0 ? others : [...others, change];
}

function judge(counts: readonly DayCount[], day = today): NormJudgement[] {
  return judgeNorms(toRepHistories(counts, new Map(), active), settings, day);
}

function find(judgements: readonly NormJudgement[], wanted: Partial<NormJudgement>): NormJudgement {
  const found = judgements.find((one) =>
    Object.entries(wanted).every(([name, value]) =>
      Object.entries(one).some(([key, own]) => key === name && own === value),
    ),
  );
  if (found === undefined) throw new Error("no such judgement");
  return found;
}

const calls = { repId: "r1", metric: "calls", period: "day" } as const;
const both = [...usualDays("r1"), ...usualDays("r2")];

describe("the norm of a day", () => {
  it("is the band of the last 40 worked days before it", () => {
    expect(find(judge(both), calls)).toMatchObject({
      start: "2026-10-13",
      low: 10,
      high: 19,
      expected: 14,
      sample: 40,
      status: "within",
    });
  });

  it("says below under the band and above over it, and the day itself is not in its norm", () => {
    const low = setCount(both, { repId: "r1", metric: "calls", date: "2026-10-13", count: 3 });
    expect(find(judge(low), calls)).toMatchObject({ actual: 3, low: 10, status: "below" });
    const high = setCount(both, { repId: "r1", metric: "calls", date: "2026-10-13", count: 90 });
    expect(find(judge(high), calls)).toMatchObject({ high: 19, status: "above" });
  });

  it("gives no alarm with fewer than 20 worked days", () => {
    const few = both.filter(({ date }) => date >= "2026-09-16");
    const low = setCount(few, { repId: "r1", metric: "calls", date: "2026-10-13", count: 1 });
    expect(find(judge(low), calls)).toMatchObject({ sample: 19, status: "no-alarm-possible" });
  });

  it("gives no alarm when days without any are usual: nothing is below 0", () => {
    const rare = [...both, { repId: "r2", metric: "meetings", date: "2026-10-13", count: 1 } as const];
    const meetings = { ...calls, metric: "meetings" } as const;
    expect(find(judge(rare), meetings)).toMatchObject({ low: 0, status: "no-alarm-possible" });
  });

  it("calls a day without any activity absent, never below", () => {
    const away = both.filter(({ repId, date }) => repId !== "r1" || date !== "2026-10-13");
    expect(find(judge(away), calls)).toMatchObject({ actual: 0, status: "absent" });
  });

  it("does not judge a Sunday on which somebody answered a mail", () => {
    const sunday = [...both, { repId: "r1", metric: "emails", date: "2026-10-11", count: 1 } as const];
    expect(find(judge(sunday, "2026-10-12"), calls)).toMatchObject({
      start: "2026-10-11",
      status: "no-alarm-possible",
    });
  });

  it("is looked at for Friday on Monday morning", () => {
    expect(find(judge(both, "2026-10-12"), calls).start).toBe("2026-10-09");
  });

  it("gives no alarm when the whole account has none of a channel: it stopped logging", () => {
    const silent = both.filter(({ metric, date }) => metric !== "calls" || date !== "2026-10-13");
    expect(find(judge(silent), calls)).toMatchObject({ actual: 0, low: 10, status: "no-alarm-possible" });
    const one = setCount(both, { repId: "r1", metric: "calls", date: "2026-10-13", count: 0 });
    expect(find(judge(one), calls)).toMatchObject({ actual: 0, status: "below" });
  });

  it("is not made for people who left", () => {
    const left = [...both, ...usualDays("r3")];
    expect(judge(left).filter(({ repId }) => repId === "r3")).toEqual([]);
  });
});

describe("the norm of a week", () => {
  const week = { ...calls, period: "week" } as const;
  const inWeek = (date: CivilDate) => date >= "2026-10-05" && date <= "2026-10-11";

  it("is the band of the last 8 worked weeks before it", () => {
    expect(find(judge(both), week)).toMatchObject({ start: "2026-10-05", sample: 8, low: 70, high: 75 });
  });

  it("says below for a week of few calls", () => {
    const low = both.map((one) =>
      one.repId === "r1" && one.metric === "calls" && inWeek(one.date) ? { ...one, count: 4 } : one,
    );
    expect(find(judge(low), week)).toMatchObject({ actual: 20, status: "below" });
  });

  it("is scaled to the days worked: two days off are no low week", () => {
    const short = both.filter(
      ({ repId, date }) => repId !== "r1" || date < "2026-10-08" || date > "2026-10-09",
    );
    const judged = find(judge(short), week);
    expect(judged).toMatchObject({ low: 42, status: "within" });
  });

  it("gives no alarm with fewer than three worked days, and a week off is absent", () => {
    const two = both.filter(
      ({ repId, date }) => repId !== "r1" || date < "2026-10-07" || date > "2026-10-11",
    );
    expect(find(judge(two), week).status).toBe("no-alarm-possible");
    const off = both.filter(({ repId, date }) => repId !== "r1" || !inWeek(date));
    expect(find(judge(off), week).status).toBe("absent");
  });

  it("gives no alarm when the channel was silent for everybody on a day of it", () => {
    const outage = both.filter(
      ({ metric, date }) => metric !== "calls" || date < "2026-10-06" || date > "2026-10-09",
    );
    expect(find(judge(outage), week)).toMatchObject({
      actual: expect.any(Number),
      status: "no-alarm-possible",
    });
  });
});

describe("learned norms", () => {
  it("hold day and week of each metric as of today", () => {
    const norms = computeNorms(toRepHistories(both, new Map(), active), settings, today);
    expect(norms).toHaveLength(16);
    expect(norms[0]).toEqual({
      repId: "r1",
      metric: "calls",
      period: "day",
      expected: 14,
      low: 10,
      high: 19,
      sample: 40,
    });
    expect(norms[1]).toMatchObject({ period: "week", low: 70, sample: 8 });
  });

  it("count days on which a rep only did something that has no norm as worked", () => {
    const [history] = toRepHistories(
      [],
      new Map([["r1", ["2026-10-13", "2026-10-12", "2026-10-13"]]]),
      active,
    );
    expect(history?.workedDays).toEqual(["2026-10-12", "2026-10-13"]);
  });
});

describe("properties", () => {
  const order = ["below", "within", "above"];

  it("more activity never lowers a standing against the same band", () => {
    const band = fc.record({
      low: fc.integer({ min: 1, max: 30 }),
      more: fc.nat(30),
      sample: fc.integer({ min: 20, max: 40 }),
    });
    fc.assert(
      fc.property(band, fc.nat(80), fc.nat(20), ({ low, more, sample }, count, added) => {
        const of = { expected: low, low, high: low + more, sample };
        const before = order.indexOf(judgeCount(count, of, 20));
        expect(order.indexOf(judgeCount(count + added, of, 20))).toBeGreaterThanOrEqual(before);
      }),
    );
  });

  it("the order of the counts changes nothing", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(both, { minLength: both.length }), (shuffled) => {
        expect(judge(shuffled)).toEqual(judge(both));
      }),
      { numRuns: 15 },
    );
  });

  it("nothing on or after today changes a judgement", () => {
    const later = fc.record({
      repId: fc.constantFrom("r1", "r2"),
      metric: fc.constantFrom("calls", "emails"),
      date: fc.nat(30).map((days) => addDays(today, days)),
      count: fc.integer({ min: 1, max: 99 }),
    });
    fc.assert(
      fc.property(fc.array(later), (future) => {
        expect(judge([...both, ...future])).toEqual(judge(both));
      }),
      { numRuns: 30 },
    );
  });
});

describe("the sentence", () => {
  const judgement = find(
    judge(setCount(both, { repId: "r1", metric: "calls", date: "2026-10-13", count: 3 })),
    calls,
  );

  it("names count, day, band and sample", () => {
    expect(explainNorm(judgement, phrasesOf.en)).toBe("3 calls on 13 Oct; usual 10 to 19 in 40 worked days");
    expect(explainNorm(judgement, phrasesOf.pl)).toBe(
      "3 rozmowy telefoniczne, 13 paź; zwykle od 10 do 19 (porównanie: 40 dni pracy)",
    );
    expect(explainNorm(judgement, phrasesOf.ru)).toBe(
      "3 звонка, 13 окт.; обычно от 10 до 19 (для сравнения: 40 рабочих дней)",
    );
  });

  it("does not claim a comparison where there is none", () => {
    expect(explainNorm({ ...judgement, status: "no-alarm-possible", sample: 1 }, phrasesOf.en)).toBe(
      "3 calls on 13 Oct; no comparison possible (1 worked day on record)",
    );
    expect(explainNorm({ ...judgement, status: "absent" }, phrasesOf.en)).toContain("day off");
  });
});
