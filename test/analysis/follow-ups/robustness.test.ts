import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { classifyFollowUp } from "../../../src/analysis/follow-ups/classify-follow-up.ts";
import { verdictOf } from "../../../src/domain/follow-up.ts";

const writtenOn = "2026-03-11";
const size = 50_000;

describe("hostile text is answered quickly", () => {
  it.each([
    ["one letter repeated", "a".repeat(size)],
    ["words of one letter", "a ".repeat(size / 2)],
    ["control characters", "\u0000\u0001".repeat(size / 2)],
    ["broken surrogates", "\ud800".repeat(size)],
    ["deep markup", "<div>".repeat(size / 5)],
    ["unclosed quotations", "<blockquote ".repeat(size / 12)],
    ["quoted lines", "> a\n".repeat(size / 4)],
    ["mail heads", "From: a\n".repeat(size / 8)],
    ["dates", "12.03 ".repeat(size / 6)],
    ["pasted letters", '\n"hello '.repeat(size / 8)],
    ["letters in italics", "<i>hello ".repeat(size / 9)],
    ["entities", "&gt;".repeat(size / 4)],
    ["one sentence of segments", "we call, ".repeat(size / 9)],
    ["weekdays", "Monday ".repeat(size / 7)],
    ["commas", "a, ".repeat(size / 3)],
  ])("%s", (_, text) => {
    classifyFollowUp({ text: "warm up", writtenOn });
    const started = performance.now();
    classifyFollowUp({ text, writtenOn });
    // 50 ms is the bar on a quiet core; machines that test much at once are slower.
    expect(performance.now() - started).toBeLessThan(500);
  });
});

it("any text gets a consistent answer whose evidence lies within it", () => {
  const word = fc.constantFrom(
    "call",
    "piątek",
    "не",
    "drogo",
    "завтра",
    "offer",
    "on",
    "Friday",
    ",",
    ".",
    "\n",
    "<b>",
    "5.03",
    "🙂",
  );
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.array(word, { maxLength: 40 }).map((words) => words.join(" ")),
  );
  fc.assert(
    fc.property(text, (given) => {
      const found = classifyFollowUp({ text: given, writtenOn });
      expect(found.verdict).toBe(verdictOf(found.step, found.reason));
      expect(found.due === null || found.step === "concrete").toBe(true);
      for (const { start, end } of found.evidence) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(given.length);
      }
    }),
    { numRuns: 300 },
  );
});
