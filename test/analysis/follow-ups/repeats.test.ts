import { expect, it } from "@jest/globals";
import { isRepeat } from "../../../src/analysis/follow-ups/text/repeats.ts";
import { toTokens } from "../../../src/analysis/follow-ups/text/tokens.ts";

it.each([
  ["n/o x4", true],
  ["vm ×3", true],
  ["4x no reply", true],
  ["nie odbiera 3 razy", true],
  ["5 prób", true],
  ["ндз 4-й раз", true],
  ["5 писем без ответа", true],
  ["called 5 times", true],
  ["1 call", false],
  ["called 48 times", false],
  ["paid 5 invoices", false],
  ["room 12", false],
])("%s tells how often something was tried: %s", (text, expected) => {
  const tokens = toTokens(text);
  expect(tokens.some((_, at) => isRepeat(tokens, at))).toBe(expected);
});
