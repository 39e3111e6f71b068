import { describe, expect, it } from "@jest/globals";
import { describeFeature } from "../../src/cli/describe-feature.ts";

describe("a feature in words", () => {
  it.each([
    ['"Friday"', '"Friday"'],
    ["c:neg", "negation"],
    ["c:decision_maker", "decision maker"],
    ["t:weekday", "weekday"],
    ["t:boundby", "“by” before a time"],
    ["s:own|time|", "our side acts, a definite time"],
    ["v:own.base|own|nc", "our side acts, negated, on a condition"],
    ["v:start.infinitive|false|time", "begins with: infinitive, a definite time"],
    ["f:act.inf", "verb of an act, infinitive"],
    ["s:-|-", "nobody named, no time"],
    ["r:0|true|false", "no reason named, negated"],
    ["r:1|-|3", "1 reason named, third person"],
    ["r:2|time|act.1", "2 reasons named, a definite time, verb of an act, first person"],
    ["question", "question"],
    ["newKind:never|seen", "never, seen"],
  ])("%s: %s", (feature, said) => {
    expect(describeFeature(feature)).toBe(said);
  });
});
