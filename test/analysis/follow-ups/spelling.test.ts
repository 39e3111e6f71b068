import { describe, expect, it } from "@jest/globals";
import { classifyFollowUp } from "../../../src/analysis/follow-ups/classify-follow-up.ts";
import { readText } from "../../../src/analysis/follow-ups/text/read-text.ts";
import { correctSlip, toSpelling } from "../../../src/analysis/follow-ups/text/spelling.ts";
import { wordAt } from "../../../src/analysis/follow-ups/text/words.ts";

const writtenOn = "2026-03-11";

describe("a word nobody writes is read as the one it is a slip away from", () => {
  const spelling = toSpelling([
    { low: "budget", authors: 9 },
    { low: "contract", authors: 5 },
    { low: "rarely", authors: 2 },
    { low: "zadzwonię", authors: 9 },
  ]);

  it.each([
    ["two letters swapped", "bugdet", "budget"],
    ["a letter doubled", "buddget", "budget"],
    ["the key beside it", "bufget", "budget"],
    ["a letter missing", "contact", "contract"],
    ["with the diacritics it should have", "zadzownie", "zadzwonię"],
  ])("%s: %s", (_, written, meant) => {
    expect(correctSlip(spelling, written, false)).toBe(meant);
  });

  it.each([
    ["the word itself", "budget"],
    ["a word that too few wrote to be meant", "rarley"],
    ["another ending, which is grammar", "zadzwonia"],
    ["a letter far off on the keyboard", "bupget"],
    ["two slips", "bugdte"],
  ])("but not %s: %s", (_, written) => {
    expect(correctSlip(spelling, written, false)).toBeNull();
  });

  it("and a name is left alone unless two letters of a common word are swapped", () => {
    expect(correctSlip(spelling, "bufget", true)).toBeNull();
    expect(correctSlip(spelling, "contarct", true)).toBeNull();
    expect(correctSlip(spelling, "bugdet", true)).toBe("budget");
  });
});

it.each([
  ["en", "I'll call him on Firday", "2026-03-13"],
  ["pl", "zadzownię do niego w piaetk", "2026-03-13"],
  ["ru", "поозвню ему в пятинцу", "2026-03-13"],
] as const)("a step with slips in verb and weekday is a step (%s)", (language, text, due) => {
  expect(classifyFollowUp({ text, writtenOn, language })).toMatchObject({ step: "concrete", due });
});

it("offsets and spelling of what was written stay", () => {
  const { raw, low } = wordAt("Firday", 0, 6);
  expect([raw, low]).toEqual(["Firday", "friday"]);
});

describe("a long run without marks breaks where people put them", () => {
  it.each([
    [
      "en",
      "met the buyer and her boss they find it too expensive i will send a smaller offer on monday",
      "met the buyer",
      "they find",
    ],
    [
      "pl",
      "byłem u kierownika zakładu mówi że za drogo w poniedziałek wyślę mu mniejszą ofertę na dwie sztuki",
      "byłem u",
      "w poniedziałek",
    ],
    [
      "ru",
      "был у главного инженера говорит что дорого в понедельник отправлю ему новое предложение на две штуки",
      "был у",
      "отправлю ему",
    ],
  ] as const)("%s", (language, text, ...begun) => {
    const { segments, tokens } = readText(text, writtenOn, language);
    const starts = segments.map(({ from }) => text.slice(tokens[from]?.start));
    for (const beginning of begun) expect(starts.some((start) => start.startsWith(beginning))).toBe(true);
    const lengths = segments.map(({ from, to }) => to - from);
    expect(lengths.reduce((sum, one) => sum + one, 0)).toBe(tokens.length);
  });
});
