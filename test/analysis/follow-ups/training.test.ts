import { describe, expect, it } from "@jest/globals";
import {
  decodeEngine,
  encodeEngine,
  packEngine,
  unpackEngine,
} from "../../../src/analysis/follow-ups/model/weights.ts";
import { composeTexts, parseClauses } from "../../../src/analysis/follow-ups/training/compose.ts";
import { toSample } from "../../../src/analysis/follow-ups/training/dataset.ts";
import { parseMarkedTexts } from "../../../src/analysis/follow-ups/training/marked-texts.ts";
import { parsePersonaTexts } from "../../../src/analysis/follow-ups/training/persona-texts.ts";
import { spoil } from "../../../src/analysis/follow-ups/training/spoil.ts";
import { trainEngine } from "../../../src/analysis/follow-ups/training/train-engine.ts";

const file = [
  "price visit | {p:Met Karl}. {r:Too dear}. {s:I visit him on Friday}",
  "- - | {p:Left my card}.",
  "need - | {r:They do not need it}.",
].join("\n");

describe("texts with marks inside", () => {
  it("give text, marks, and the step and verdict that follow from them", () => {
    const [row] = parseMarkedTexts(file, "en", "en-9");
    expect(row).toMatchObject({
      text: "Met Karl. Too dear. I visit him on Friday",
      reason: "price",
      step: "concrete",
      step_kind: "visit",
      verdict: "solution",
    });
    expect(row?.marks).toContainEqual({ quote: "Too dear", tag: "reason", start: 10 });
  });

  it("the tag of a segment is that of the mark that covers it", () => {
    const [row] = parseMarkedTexts(file, "en", "en-9");
    if (!row) throw new Error("no row");
    expect(toSample(row, 0).tags).toEqual([6, 3, 1]);
  });

  it("a spoiled copy is the same every time and its marks still quote it", () => {
    const [row] = parseMarkedTexts(file, "en", "en-9");
    if (!row) throw new Error("no row");
    const copies = Array.from({ length: 40 }, (_, index) => spoil({ ...row, id: `en-9-${index}` }));
    expect(spoil({ ...row, id: "en-9-0" })).toEqual(copies[0]);
    for (const { text, marks } of copies) {
      expect(marks).toHaveLength(3);
      for (const { quote, start = -1 } of marks) expect(text.slice(start, start + quote.length)).toBe(quote);
    }
    const texts = copies.map(({ text }) => text);
    expect(texts).toContain("met karl too dear i visit him on friday");
    expect(texts).toContain("Met Karl Too dear I visit him on Friday");
    expect(texts).toContain("Met Karl, too dear, i visit him on Friday");
  });
});

describe("texts of a persona", () => {
  it("have the day and channel of the head above them and the due date of their line", () => {
    const lines = [
      "# Karl",
      "@ 2026-03-11 call",
      "price visit 2026-03-13 | {r:Too dear}.\\n{s:I visit him on Friday}",
    ];
    const { texts, problems } = parsePersonaTexts(lines.join("\n"), "en", "en-p9");
    expect(problems).toEqual([]);
    expect(texts).toMatchObject([
      {
        id: "en-p9-1",
        text: "Too dear.\nI visit him on Friday",
        channel: "call",
        written_on: "2026-03-11",
        reason: "price",
        due: "2026-03-13",
        verdict: "solution",
        marks: [
          { quote: "Too dear", tag: "reason", start: 0 },
          { quote: "I visit him on Friday", tag: "step", start: 10 },
        ],
      },
    ]);
  });

  it.each([
    ["a text before any head", "- - - | Hello"],
    ["a day that does not exist", "@ 2026-02-30 note"],
    ["an unknown channel", "@ 2026-02-03 fax"],
    ["too few labels", "@ 2026-02-03 note\n- - | Hello"],
    ["an unknown mark", "@ 2026-02-03 note\n- - - | {q:Hello}"],
    ["a mark without end", "@ 2026-02-03 note\n- call - | {s:Call him"],
    ["a reason that is not marked", "@ 2026-02-03 note\nprice - - | Too dear"],
    ["a marked step without kind", "@ 2026-02-03 note\n- - - | {s:Call on Friday}"],
    ["a due date without step", "@ 2026-02-03 note\n- - 2026-02-04 | Hello"],
  ])("%s is told with its line", (_, lines) => {
    const { texts, problems } = parsePersonaTexts(lines, "en", "en-p9");
    expect(texts).toEqual([]);
    expect(problems).toMatchObject([{ line: lines.split("\n").length }]);
  });
});

it("composed texts are labelled by their clauses and come out the same each time", () => {
  const clauses = parseClauses("# price\nToo dear.\n# step\nI call him {t}.\n# none\nNice man.");
  const book = { lang: "en", clauses, times: { t: ["on Friday"], p: [], v: [] } } as const;
  const texts = composeTexts(book, { rounds: 1, count: 20 });
  expect(texts).toHaveLength(23);
  expect(texts[1]).toMatchObject({ step: "concrete", verdict: "solution", reason: null });
  expect(composeTexts(book, { rounds: 1, count: 20 })).toEqual(texts);
});

it("the same texts give the same bytes, and packing loses nothing", () => {
  const samples = parseMarkedTexts(file, "en", "en-9").map((row, index) => toSample(row, index));
  const bytes = encodeEngine(trainEngine(samples));
  expect(encodeEngine(trainEngine(samples)).equals(bytes)).toBe(true);
  expect(unpackEngine(packEngine(bytes)).equals(bytes)).toBe(true);
  expect(decodeEngine(bytes).tag.classes).toBe(7);
});
