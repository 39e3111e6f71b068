import { describe, expect, it } from "@jest/globals";
import { product } from "../../../config/product.ts";
import { ordinaryCalendar } from "../../../src/analysis/norms/learn-norms.ts";
import { computeRamp, createBeginning, learnBeginning, rampAt } from "../../../src/analysis/norms/ramp.ts";
import { replayNorms } from "../../../src/analysis/norms/replay-norms.ts";
import type { StreamJudgement } from "../../../src/analysis/norms/stream-types.ts";
import { addDays, weekdayOf } from "../../../src/domain/time.ts";

const { ramp: settings } = product.norms;
const first = "2025-09-01";

/** A share of 20 calls a day: 30 % in the first week, 10 % more each week. */
const slowly = (week: number) => Math.min(1, 0.3 + 0.1 * week);
const atOnce = () => 1;

/** Beginners from week 6 on, each with a curve; three settled reps beside them. */
function answer(
  curves: Readonly<Record<string, (week: number) => number>>,
  weeks: number,
): StreamJudgement[] {
  const starts = new Map(Object.keys(curves).map((repId, index) => [repId, index < 3 ? 6 : 22]));
  const days = new Map<string, Map<string, Map<string, number>>>();
  for (let day = 0; day < 7 * weeks; day += 1) {
    const date = addDays(first, day);
    if (weekdayOf(date) > 5) continue;
    const ofDate = new Map<string, Map<string, number>>();
    days.set(date, ofDate);
    const week = Math.floor(day / 7);
    const wobble = [-3, 2, 0, 4, -2, 1, -1][day % 7] ?? 0;
    for (const [index, repId] of ["old 1", "old 2", "old 3", ...Object.keys(curves)].entries()) {
      const start = starts.get(repId) ?? 0;
      if (week < start) continue;
      const share = curves[repId]?.(week - start) ?? 1;
      const count = Math.round(share * (20 + index + (index % 2 === 0 ? wobble : -wobble)));
      ofDate.set(repId, new Map([["calls", count]]));
    }
  }
  const periods = new Set(["day", "week"] as const);
  return [...replayNorms(days, { periods, calendar: ordinaryCalendar, settings: product.norms })].flat();
}

function ofRep(answers: readonly StreamJudgement[], repId: string, period = "day"): StreamJudgement[] {
  return answers.filter((one) => one.repId === repId && one.period === period && one.status !== "absent");
}

describe("a new rep", () => {
  const alike = { ann: slowly, bob: slowly, cid: slowly, eve: slowly, fay: atOnce };
  const answers = answer(alike, 36);

  it("is expected to begin as others began in this account", () => {
    const [firstDay] = ofRep(answers, "eve");
    expect(firstDay?.expected).toBeGreaterThan(5);
    expect(firstDay?.expected).toBeLessThan(12);
    const later = ofRep(answers, "eve").slice(40, 60);
    for (const { expected, actual } of later) expect(Math.abs(expected - actual)).toBeLessThan(7);
  });

  it("is not below on the way up, nor for having been there at once, nor by having grown less", () => {
    const slow = answer({ ...alike, fay: () => 0.5 }, 36);
    for (const given of [ofRep(answers, "eve"), ofRep(answers, "fay"), ofRep(slow, "fay")])
      expect(given.filter(({ status }) => status === "below").length).toBeLessThanOrEqual(2);
    for (const given of [
      ofRep(answers, "eve", "week"),
      ofRep(answers, "fay", "week"),
      ofRep(slow, "fay", "week"),
    ])
      expect(given.filter(({ status }) => status === "below")).toEqual([]);
  });

  it("is measured by own days alone, and half of what others do at first, while nobody knows how reps begin here", () => {
    const [firstDay, ...rest] = ofRep(answers, "ann");
    expect(firstDay?.expected).toBeGreaterThan(8);
    expect(firstDay?.expected).toBeLessThan(13);
    expect(rest.slice(0, 40).filter(({ status }) => status === "below")).toEqual([]);
  });
});

describe("the curve of beginnings", () => {
  const begin = (curve: (week: number) => number, weeks = 12) => {
    const beginning = createBeginning();
    for (let day = 0; day < 5 * weeks; day += 1)
      learnBeginning(beginning, { workedDays: day, count: 20 * curve(Math.floor(day / 5)), factor: 1 });
    return beginning;
  };

  it("is the share of the level reached after it, and never falls", () => {
    const shares = computeRamp([begin(slowly), begin(slowly), begin(slowly), begin(slowly)], settings);
    expect(shares).toHaveLength(8);
    expect(shares?.[0]).toBeGreaterThan(0.3);
    expect(shares?.[0]).toBeLessThan(0.5);
    expect(shares).toEqual(shares?.toSorted((a, b) => a - b));
    expect(rampAt(shares, 60, settings)).toEqual({ share: 1, isLearned: true });
  });

  it("is not learned from fewer than three complete beginnings, and is stated then", () => {
    const few = [begin(slowly), begin(slowly), begin(slowly, 11)];
    expect(computeRamp(few, settings)).toBeNull();
    expect(rampAt(null, 0, settings)).toEqual({ share: 0.5, isLearned: false });
    expect(rampAt(null, 20, settings)).toEqual({ share: 0.75, isLearned: false });
    expect(rampAt(null, 40, settings)).toEqual({ share: 1, isLearned: false });
  });
});
