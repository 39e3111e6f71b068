import { expect, it } from "@jest/globals";
import { findAbsentReps } from "../../../src/analysis/norms/find-absent-reps.ts";
import { addDays } from "../../../src/domain/time.ts";

const today = "2026-10-14";
const days = (count: number, endingDaysAgo: number) =>
  Array.from({ length: count }, (_, index) => addDays(today, -endingDaysAgo - count + 1 + index));

it.each([
  ["a week of silence after a habit is an absence", days(20, 8), true],
  ["six days of silence are not", days(20, 7), false],
  ["nor is a trace of this very day", [...days(20, 8), today], false],
  ["without a habit nobody is called absent", days(19, 8), false],
  ["what is dated later than today is no trace", [...days(20, 8), addDays(today, 1)], true],
])("%s", (_, worked, isAbsent) => {
  expect(findAbsentReps(new Map([["r1", worked]]), { minWorkedDays: 20 }, today).has("r1")).toBe(isAbsent);
});
