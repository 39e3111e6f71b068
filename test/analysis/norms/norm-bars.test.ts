import { describe, expect, it } from "@jest/globals";
import { norma } from "../../../bench/norm-judges.ts";
import { createRandom, makeUpLog, readRealLog, worlds } from "../../../bench/norm-logs.ts";
import { measureAbsences, measureDrops, measureOrdinary } from "../../../bench/norm-measures.ts";

/** The bars are 85 to 95 % covered, 6 % of days, 10 % of weeks, 80 % found; the bench measures more precisely than a test may take time. */
const real = readRealLog();
const describeReal = real === null ? describe.skip : describe;

describeReal(
  `on real person-days${real === null ? " (skipped: the log is not beside the project)" : ""}`,
  () => {
    const days = real?.days ?? new Map();
    const ordinary = measureOrdinary(norma.judge(days));

    it.each(ordinary.filter(({ period }) => period !== "month"))(
      "the interval of $metric a $period is honest, and alarms are rare",
      ({ covered, belowOfJudged, period }) => {
        expect(covered).toBeGreaterThan(0.86);
        expect(covered).toBeLessThan(0.94);
        expect(belowOfJudged).toBeLessThan(period === "day" ? 0.065 : 0.105);
      },
    );

    it("most planted drops of 40 % are noticed within two weeks", () => {
      const noticed = measureDrops(norma, days, { random: createRandom(5), count: 24 });
      const found = noticed.filter(({ afterDays }) => afterDays !== null).length;
      expect(found / noticed.length).toBeGreaterThan(0.6);
    });

    it("planted absences are never below", () => {
      const { daysBelow, planted } = measureAbsences(norma, days, { random: createRandom(6), count: 30 });
      expect({ daysBelow, planted }).toEqual({ daysBelow: 0, planted: 30 });
    });
  },
);

describe("on made-up companies", () => {
  it.each(worlds.filter(({ reps }) => reps > 1).map((world, seed) => ({ ...world, seed })))(
    "$name: the interval is honest, and alarms are rare",
    (world) => {
      for (const { period, covered, below } of measureOrdinary(
        norma.judge(makeUpLog(world, world.seed + 100).days),
      )) {
        if (period === "month") continue;
        expect(covered).toBeGreaterThan(0.84);
        expect(covered).toBeLessThan(0.95);
        expect(below).toBeLessThan(period === "day" ? 0.065 : 0.105);
      }
    },
  );
});
