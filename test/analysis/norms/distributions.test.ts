import { describe, expect, it } from "@jest/globals";
import { negativeBinomialCdf, normalCdf, normalQuantile } from "../../../src/analysis/norms/distributions.ts";

describe("distributions agree with published values", () => {
  it.each([
    [0, 0.5],
    [1, 0.841345],
    [-1.644854, 0.05],
    [2.575829, 0.995],
  ])("normal, z = %d", (z, probability) => {
    expect(normalCdf(z)).toBeCloseTo(probability, 5);
    expect(normalQuantile(probability)).toBeCloseTo(z, 4);
  });

  it("normal quantiles stay finite", () => {
    expect(normalQuantile(0)).toBe(-4.5);
    expect(normalQuantile(1)).toBe(4.5);
  });

  it.each([
    // Size 1 is geometric: P(X <= x) = 1 - (mean / (1 + mean)) ^ (x + 1).
    { count: 0, mean: 4, variance: 20, expected: 0.2 },
    { count: 3, mean: 4, variance: 20, expected: 1 - 0.8 ** 4 },
    // Size 2, success 1/3: P(0) = 1/9, P(1) = 2 * 1/9 * 2/3.
    { count: 1, mean: 4, variance: 12, expected: 1 / 9 + 4 / 27 },
    // Poisson tables.
    { count: 5, mean: 10, variance: 10, expected: 0.0671 },
    { count: 14, mean: 10, variance: 5, expected: 0.9165 },
  ])("negative binomial, P(X <= $count), mean $mean, variance $variance", (given) => {
    const { count, mean, variance, expected } = given;
    expect(negativeBinomialCdf(count, mean, variance)).toBeCloseTo(expected, 3);
  });

  it("negative binomial of nothing expected, and below zero", () => {
    expect(negativeBinomialCdf(0, 0, 0)).toBe(1);
    expect(negativeBinomialCdf(-1, 3, 5)).toBe(0);
  });

  it("negative binomial of large counts", () => {
    expect(negativeBinomialCdf(3_000, 3_000, 1_000_000)).toBeCloseTo(0.544, 2);
  });
});
