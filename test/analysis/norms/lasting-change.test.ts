import { expect, it } from "@jest/globals";
import { createRandom } from "../../../bench/random.ts";
import { normalQuantile } from "../../../src/analysis/norms/distributions.ts";
import { addScore, cusumLimits, isAlarm, restingCusum } from "../../../src/analysis/norms/lasting-change.ts";

/** Periods until the alarm, on average, when scores are normal around `mean`. */
function averageRun(shift: number, periods: number, mean: number): number {
  const limits = cusumLimits(shift, periods);
  const random = createRandom(3);
  const runs = 300;
  let total = 0;
  for (let run = 0; run < runs; run += 1) {
    let cusum = restingCusum;
    while (!isAlarm(cusum, limits)) {
      cusum = addScore(cusum, mean + normalQuantile(random()), { limits, start: `${total}` });
      total += 1;
    }
  }
  return total / runs;
}

it.each([
  [0.6, 100],
  [1, 250],
])("without a change there is a false alarm as often as stated: shift %d, one in %d", (shift, periods) => {
  expect(averageRun(shift, periods, 0) / periods).toBeGreaterThan(0.8);
  expect(averageRun(shift, periods, 0) / periods).toBeLessThan(1.25);
});

it("a drop is found much sooner than a false alarm comes", () => {
  expect(averageRun(1, 250, -1)).toBeLessThan(12);
});

it("remembers since when, forgets when all is as before, and is over soon after the change is", () => {
  const limits = { allowance: 0.5, threshold: 3 };
  let cusum = restingCusum;
  for (const [day, score] of [0.2, -2, -2, -2].entries())
    cusum = addScore(cusum, score, { limits, start: `day ${day}` });
  expect(cusum).toEqual({ sum: 4.5, since: "day 1" });
  expect(isAlarm(cusum, limits)).toBe(true);
  for (let day = 0; day < 9; day += 1) cusum = addScore(cusum, -2, { limits, start: "later" });
  expect(cusum).toEqual({ sum: 6, since: "day 1" });
  for (let day = 0; day < 6; day += 1) cusum = addScore(cusum, 0.5, { limits, start: "later" });
  expect(cusum).toEqual(restingCusum);
});
