import { expect, it } from "@jest/globals";
import { lowerPoint, median, upperPoint, upperRank } from "../../src/analysis/sample-points.ts";

const upTo = (size: number) => Array.from({ length: size }, (_, index) => index + 1);

it("points leave at most the stated share outside: the 2nd of 40 at both ends, the outermost of 20", () => {
  expect([lowerPoint(upTo(40), 0.05), upperPoint(upTo(40), 0.95)]).toEqual([2, 39]);
  expect([lowerPoint(upTo(20), 0.05), upperPoint(upTo(20), 0.95)]).toEqual([1, 20]);
  expect([lowerPoint(upTo(39), 0.05), upperPoint(upTo(39), 0.95)]).toEqual([2, 38]);
});

it("points of too small a sample are its outermost values, and of none 0", () => {
  expect([lowerPoint(upTo(8), 0.05), upperPoint(upTo(8), 0.95)]).toEqual([1, 8]);
  expect([lowerPoint([], 0.05), upperPoint([], 0.95), median([])]).toEqual([0, 0, 0]);
});

it("counts how many of a sample are within its upper point", () => {
  expect([upperRank(20, 0.9), upperRank(12, 0.95), upperRank(0, 0.9)]).toEqual([19, 12, 0]);
});

it("the median of an even number is the lower middle", () => {
  expect([median(upTo(5)), median(upTo(6))]).toEqual([3, 3]);
});
