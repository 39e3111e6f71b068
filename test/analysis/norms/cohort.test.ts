import { describe, expect, it } from "@jest/globals";
import { product } from "../../../config/product.ts";
import { computePrior, emptyPrior } from "../../../src/analysis/norms/cohort.ts";
import { createSeries, learnDay, levelOf, type Series } from "../../../src/analysis/norms/series.ts";

const { learning } = product.norms;

/** A rep with so many worked days around a mean. */
function work(mean: number, days: number): Series {
  const series = createSeries();
  for (let day = 0; day < days; day += 1) {
    const level = levelOf(series, { prior: emptyPrior }, learning);
    const count = mean + ((day * 7) % 5) - 2;
    learnDay(
      series,
      { weekday: 1 + (day % 5), count, isComparable: true, share: 1 },
      { level, settings: learning },
    );
  }
  return series;
}

describe("a group of comparable reps", () => {
  const role = computePrior([work(10, 60), work(11, 60), work(9, 60), work(12, 60), work(10, 60)]);

  it("says what the wider group does while it has few days, and more and more its own", () => {
    const means = [1, 20, 200].map((days) => computePrior([work(30, days)], role).mean);
    expect(means[0]).toBeLessThan(14);
    expect(means[1]).toBeGreaterThan(17);
    expect(means[1]).toBeLessThan(24);
    expect(means[2]).toBeGreaterThan(22);
  });

  it("does not say how alike its reps are before there are four of them", () => {
    const alike = [work(30, 60), work(30, 60), work(30, 60)];
    expect(computePrior(alike, role).meanDays).toBe(role.meanDays);
    expect(computePrior([...alike, work(3, 60)], role).meanDays).toBeLessThan(2);
  });

  it("is the wider group when nobody in it has worked yet", () => {
    expect(computePrior([createSeries()], role)).toBe(role);
  });
});
