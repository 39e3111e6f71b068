import { expect, it } from "@jest/globals";
import { countRepeats } from "../../src/analysis/repeats.ts";
import { aReading, daysAgo, timeZone } from "./builders.ts";

const count = (...texts: string[]) =>
  countRepeats(
    texts.map((text, index) => aReading(text, daysAgo(index))),
    timeZone,
  );

it("the same reason without a step counts in a row from the newest backwards", () => {
  expect(count("reason=price", "reason=price", "reason=price")).toBe(3);
  expect(count("reason=price", "reason=timing", "reason=price")).toBe(1);
});

it("a step with a date ends the row, a vague one does not", () => {
  expect(count("reason=price", "step=concrete reason=price", "reason=price")).toBe(1);
  expect(count("reason=price", "step=vague reason=price")).toBe(2);
  expect(count("step=concrete reason=price", "reason=price")).toBe(0);
});

it("bare records and texts that are not judged stand outside the row", () => {
  expect(count("left voicemail", "reason=price", "abstained reason=timing", "reason=price")).toBe(2);
  expect(count("left voicemail")).toBe(0);
});

it("a note and its copy on the same day are one", () => {
  const readings = [aReading("reason=price", daysAgo(1)), aReading("reason=price", daysAgo(1) - 60_000)];
  expect(countRepeats(readings, timeZone)).toBe(1);
});
