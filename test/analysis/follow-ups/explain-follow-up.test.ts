import { expect, it } from "@jest/globals";
import { explainFollowUp } from "../../../src/analysis/follow-ups/explain-follow-up.ts";

it("every clause is read aloud with its tag and the features that spoke for it", () => {
  const text = "Far too expensive for them. I'll call Anna on Friday.";
  const { classification, clauses } = explainFollowUp({ text, writtenOn: "2026-03-11" });
  expect(classification.verdict).toBe("solution");
  expect(clauses.map(({ tag }) => tag)).toEqual(["reason", "step"]);
  expect(clauses[0]?.because.map(({ feature }) => feature)).toContain('"too"');
  for (const { start, end, text: clause } of clauses) expect(text.slice(start, end)).toBe(clause);
});
