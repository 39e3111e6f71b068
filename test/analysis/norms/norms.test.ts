import { describe, expect, it } from "@jest/globals";
import { product } from "../../../config/product.ts";
import { explainNorm, explainSilentChannel } from "../../../src/analysis/norms/explain-norm.ts";
import { learnNorms } from "../../../src/analysis/norms/learn-norms.ts";
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

/** Ten to nineteen calls a day, the same for everybody, and one or two mails a day that show the rep was there. */
function usualDays(repId: string, dates = workdays()): DayCount[] {
  return dates.flatMap((date, index) => [
    { repId, metric: "calls", date, count: 10 + ((7 * index) % 10) },
    { repId, metric: "emails", date, count: 1 + (index % 2) },
  ]);
}

function setCount(counts: readonly DayCount[], change: DayCount): DayCount[] {
  const others = counts.filter(
    ({ repId, metric, date }) => repId !== change.repId || metric !== change.metric || date !== change.date,
  );
  return change.count === 0 ? others : [...others, change];
}

function judge(counts: readonly DayCount[], day = today): readonly NormJudgement[] {
  return learnNorms(toRepHistories(counts, new Map(), active), settings, { today: day }).judgements;
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

describe("the norm of a month", () => {
  const dates: CivilDate[] = [];
  for (let date = "2026-05-01"; date < "2026-11-09"; date = addDays(date, 1))
    if (weekdayOf(date) <= 5) dates.push(date);
  const long = ["r1", "r2"].flatMap((repId) => usualDays(repId, dates));
  const slow = long.map((one) =>
    one.repId === "r1" && one.date >= "2026-10-01" && one.date < "2026-11-01" ? { ...one, count: 4 } : one,
  );
  const months = (counts: readonly DayCount[], day: CivilDate) =>
    judge(counts, day).filter(({ period }) => period === "month");

  it("is told in the nights of the week after the month, and in no other", () => {
    expect(months(long, "2026-10-31")).toEqual([]);
    expect(months(long, "2026-11-08")).toEqual([]);
    const told = find(months(slow, "2026-11-01"), { repId: "r1", metric: "calls" });
    expect(told).toMatchObject({ start: "2026-10-01", status: "below" });
    expect(find(months(slow, "2026-11-07"), { repId: "r1", metric: "calls" })).toEqual(told);
    expect(find(months(slow, "2026-11-07"), { repId: "r2", metric: "calls" }).status).toBe("within");
    expect(explainNorm({ ...told, change: null }, phrasesOf.en)).toMatch(/calls in the month from 1 Oct/);
  });
});

describe("the norm of a day", () => {
  it("is learned from the worked days before it", () => {
    const judged = find(judge(both), calls);
    expect(judged).toMatchObject({ start: "2026-10-13", status: "within", change: null });
    expect(judged.expected).toBeGreaterThan(13.5);
    expect(judged.expected).toBeLessThan(16);
    expect(judged.low).toBeGreaterThanOrEqual(6);
    expect(judged.high).toBeLessThanOrEqual(22);
    expect(judged.sample).toBe(59);
  });

  it("says below under the interval and above over it, and the day itself is not in its norm", () => {
    const usual = find(judge(both), calls);
    for (const [count, status] of [
      [1, "below"],
      [90, "above"],
    ] as const) {
      const changed = find(judge(setCount(both, { ...calls, date: "2026-10-13", count })), calls);
      expect(changed).toEqual({ ...usual, actual: count, status });
    }
  });

  it("judges no week into which an absence of several days reached", () => {
    const slow = both.map((one) =>
      one.repId === "r1" && one.date >= "2026-10-05" && one.metric === "calls" ? { ...one, count: 2 } : one,
    );
    const awayUntilMonday = slow.filter(
      ({ repId, date }) => repId !== "r1" || date < "2026-09-30" || date > "2026-10-05",
    );
    const week = { repId: "r1", metric: "calls", period: "week" } as const;
    expect(find(judge(slow), week)).toMatchObject({ status: "below" });
    expect(find(judge(awayUntilMonday), week)).toMatchObject({ low: 0, status: "no-alarm-possible" });
  });

  it("gives no alarm with fewer than ten worked days", () => {
    const few = both.filter(({ date }) => date >= "2026-09-30");
    const low = setCount(few, { repId: "r1", metric: "calls", date: "2026-10-13", count: 1 });
    expect(find(judge(low), calls)).toMatchObject({ sample: 9, low: 0, status: "no-alarm-possible" });
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

  it("does not judge a day with hardly a trace in any channel", () => {
    const busy = both.map((one) => (one.metric === "emails" ? { ...one, count: 20 } : one));
    const trace = busy.flatMap((one) =>
      one.repId !== "r1" || one.date !== "2026-10-13"
        ? [one]
        : one.metric === "emails"
          ? [{ ...one, count: 2 }]
          : [],
    );
    expect(find(judge(trace), calls)).toMatchObject({ actual: 0, status: "no-alarm-possible" });
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
    expect(find(judge(silent), calls)).toMatchObject({ actual: 0, status: "no-alarm-possible" });
    const histories = toRepHistories(silent, new Map(), active);
    const { silentChannels } = learnNorms(histories, settings, { today });
    expect(silentChannels).toEqual([{ metric: "calls", repIds: ["r1", "r2"] }]);
    const one = setCount(both, { repId: "r1", metric: "calls", date: "2026-10-13", count: 0 });
    expect(find(judge(one), calls)).toMatchObject({ actual: 0, status: "below" });
  });

  it("stops blaming a rep whose channel holds nothing for a week while others go on: it was disconnected", () => {
    const stopped = both.filter(
      ({ repId, metric, date }) => repId !== "r1" || metric !== "calls" || date < "2026-10-06",
    );
    expect(find(judge(stopped, "2026-10-07"), calls).status).toBe("below");
    expect(find(judge(stopped), calls).status).toBe("no-alarm-possible");
  });

  it("is not made for people who left", () => {
    const left = [...both, ...usualDays("r3")];
    expect(judge(left).filter(({ repId }) => repId === "r3")).toEqual([]);
  });

  it("of listed absences and public holidays is not held against anybody", () => {
    const low = setCount(both, { ...calls, date: "2026-10-13", count: 1 });
    const histories = toRepHistories(low, new Map(), active);
    const on = (repId: string, date: CivilDate) => repId === "r1" && date === "2026-10-13";
    const never = () => false;
    const statusWith = (calendar: { isAbsent: typeof on; isDayOff: typeof on }) =>
      find(learnNorms(histories, settings, { today, calendar }).judgements, calls).status;
    expect(statusWith({ isAbsent: never, isDayOff: never })).toBe("below");
    expect(statusWith({ isAbsent: on, isDayOff: never })).toBe("absent");
    expect(statusWith({ isAbsent: never, isDayOff: on })).toBe("no-alarm-possible");
  });
});

describe("a run of low days", () => {
  const inRun = both.map((one) =>
    one.repId === "r1" && one.metric === "calls" && one.date >= "2026-10-01" ? { ...one, count: 10 } : one,
  );

  it("tells against one of them, and says so: the usual band stays what it was", () => {
    const days = workdays("2026-10-15").filter((date) => date > "2026-10-01");
    const told = days.map((date) => find(judge(inRun, date), calls));
    const below = told.filter(({ status }) => status === "below");
    expect(below.length).toBeGreaterThan(0);
    expect(below.length).toBeLessThan(days.length / 2);
    for (const one of below) {
      expect(one.low).toBeLessThanOrEqual(10);
      expect(one.runSince).toMatch(/^2026-(09-[23]|10-0)/);
      expect(explainNorm({ ...one, change: null }, phrasesOf.en)).toMatch(/after a run of low days since/);
    }
    expect(told.filter(({ status, runSince }) => status !== "below" && runSince !== null)).toEqual([]);
  });
});

describe("the norm of a week", () => {
  const week = { ...calls, period: "week" } as const;
  const inWeek = (date: CivilDate) => date >= "2026-10-05" && date <= "2026-10-11";

  it("is learned from worked weeks", () => {
    const judged = find(judge(both), week);
    expect(judged).toMatchObject({ start: "2026-10-05", sample: 10, status: "within" });
    expect(judged.low).toBeGreaterThan(50);
    expect(judged.high).toBeLessThan(95);
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
    expect(find(judge(short), week)).toMatchObject({ status: "within" });
    expect(find(judge(short), week).expected).toBeLessThan(0.7 * find(judge(both), week).expected);
  });

  it("gives no alarm with a single worked day, and a week off is absent", () => {
    const one = both.filter(
      ({ repId, date }) => repId !== "r1" || date < "2026-10-06" || date > "2026-10-11",
    );
    expect(find(judge(one), week).status).toBe("no-alarm-possible");
    const off = both.filter(({ repId, date }) => repId !== "r1" || !inWeek(date));
    expect(find(judge(off), week).status).toBe("absent");
  });

  it("gives no alarm when the channel was silent for everybody on a day of it", () => {
    const outage = both.filter(
      ({ metric, date }) => metric !== "calls" || date < "2026-10-06" || date > "2026-10-09",
    );
    expect(find(judge(outage), week)).toMatchObject({ status: "no-alarm-possible" });
  });
});

describe("a lasting change", () => {
  it("is found within two weeks, with the day it began", () => {
    const fewer = both.map((one) =>
      one.repId === "r1" && one.metric === "calls" && one.date >= "2026-09-30"
        ? { ...one, count: Math.round(0.6 * (one.count ?? 0)) }
        : one,
    );
    const { change } = find(judge(fewer), calls);
    expect(change).toMatchObject({ kind: "drop" });
    expect(Math.abs(Date.parse(change?.since ?? "") - Date.parse("2026-09-30"))).toBeLessThan(5 * 86_400_000);
    expect(find(judge(fewer), { ...calls, repId: "r2" }).change).toBeNull();
  });
});

describe("learned norms", () => {
  it("hold day, week and month of each metric that the account holds, as of today", () => {
    const { norms } = learnNorms(toRepHistories(both, new Map(), active), settings, { today });
    expect(norms).toHaveLength(12);
    const ofCalls = norms.filter(({ repId, metric }) => repId === "r1" && metric === "calls");
    expect(ofCalls.map(({ period }) => period)).toEqual(["day", "week", "month"]);
    const [day, week, month] = ofCalls.map(({ expected }) => expected);
    expect((week ?? 0) / (day ?? 1)).toBeCloseTo(5, 0);
    expect((month ?? 0) / (week ?? 1)).toBeCloseTo(4.35, 1);
  });

  it("tell a plain day that fits the week, also where the level rose while the weekdays were learned", () => {
    const rising = workdays().flatMap((date, index): DayCount[] => [
      { repId: "r1", metric: "calls", date, count: index < 25 ? 2 : 10 + ((7 * index) % 5) },
      { repId: "r1", metric: "emails", date, count: 1 + (index % 2) },
    ]);
    const { norms } = learnNorms(toRepHistories(rising, new Map(), active), settings, { today });
    const [day, week] = norms.filter(({ metric }) => metric === "calls").map(({ expected }) => expected);
    expect((week ?? 0) / (day ?? 1)).toBeGreaterThan(4.5);
    expect((week ?? 0) / (day ?? 1)).toBeLessThan(5.5);
  });

  it("leave out a metric that is not measured, and days on which it was not", () => {
    const talks = (repId: string, isNoted: (date: CivilDate) => boolean): DayCount[] =>
      workdays().map((date) => ({ repId, metric: "connected-calls", date, count: isNoted(date) ? 6 : null }));
    const counts = [
      ...both,
      ...talks("r1", (date) => date !== "2026-10-13"),
      ...talks("r2", (date) => weekdayOf(date) === 1),
    ];
    const histories = toRepHistories(counts, new Map(), active);
    expect(histories.map((one) => one.counts["connected-calls"] !== undefined)).toEqual([true, false]);
    const { norms, judgements, silentChannels } = learnNorms(histories, settings, { today });
    const own = norms.filter(({ metric }) => metric === "connected-calls");
    expect(own.map(({ repId, period, sample }) => [repId, period, sample])).toContainEqual(["r1", "day", 59]);
    expect(own.map(({ repId }) => repId)).not.toContain("r2");
    const judged = judgements.filter(({ metric }) => metric === "connected-calls");
    expect(judged.map(({ period }) => period)).toEqual(["week"]);
    expect(silentChannels).toEqual([]);
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

describe("a channel that stopped recording", () => {
  it("is told to whoever runs the CRM, in words that judge nobody", () => {
    const channel = { metric: "calls", repNames: ["Anna Nowak", "Tomasz Wójcik"] } as const;
    expect(explainSilentChannel(channel, phrasesOf.en)).toBe(
      "A channel stopped recording: 0 calls for Anna Nowak and Tomasz Wójcik, who usually have some. Probably a connection broke, so nobody is judged by it; check the CRM's mail and telephone connection.",
    );
    expect(explainSilentChannel(channel, phrasesOf.pl)).toContain("0 połączeń telefonicznych");
    expect(explainSilentChannel(channel, phrasesOf.ru)).toContain("0 звонков");
  });
});
