import { describe, expect, it } from "@jest/globals";
import { countOf, dateOf, daysOf, fill, fullDateOf } from "../../src/analysis/phrases.ts";
import { languages, phrasesOf } from "./builders.ts";

/** Every phrase with its path, e.g. `asks.vague`. */
function flatten(node: unknown, path = ""): Map<string, string> {
  if (typeof node === "string") return new Map([[path, node]]);
  const found = new Map<string, string>();
  for (const [key, child] of Object.entries(node ?? {}))
    for (const [name, text] of flatten(child, path === "" ? key : `${path}.${key}`)) found.set(name, text);
  return found;
}

const placesOf = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].toSorted();
const english = flatten(phrasesOf.en);

describe.each(languages)("the phrases in %s", (language) => {
  const own = flatten(phrasesOf[language]);

  it("have the same keys and the same places to fill as in English", () => {
    expect([...own.keys()].toSorted()).toEqual([...english.keys()].toSorted());
    for (const [path, text] of own)
      expect([path, placesOf(text)]).toEqual([path, placesOf(english.get(path) ?? "")]);
  });

  it("never insult and never call it an excuse", () => {
    const insults = /excuse|lazy|rotten|fail|wymówk|leni|отговорк|лен(ь|ив)|оправдан/i;
    for (const text of own.values()) expect(text).not.toMatch(insults);
  });

  it("ask with a question mark", () => {
    for (const [path, text] of own) if (path.startsWith("asks.")) expect(text).toMatch(/\?$/);
  });
});

it("nouns, days and dates take the grammatical form of their language", () => {
  const { en, pl, ru } = phrasesOf;
  const calls = (count: number) =>
    [en, pl, ru].map((phrases) => countOf(phrases.norms.metrics.calls, count, phrases));
  expect(calls(1)).toEqual(["1 call", "1 połączenie telefoniczne", "1 звонок"]);
  expect(calls(2)).toEqual(["2 calls", "2 połączenia telefoniczne", "2 звонка"]);
  expect(calls(5)).toEqual(["5 calls", "5 połączeń telefonicznych", "5 звонков"]);
  expect(calls(21)).toEqual(["21 calls", "21 połączeń telefonicznych", "21 звонок"]);
  expect([en, pl, ru].map((phrases) => daysOf(21, phrases))).toEqual(["21 days", "21 dni", "21 день"]);
  expect([en, pl, ru].map((phrases) => dateOf("2026-10-13", phrases))).toEqual([
    "13 Oct",
    "13 paź",
    "13 окт.",
  ]);
  expect(fullDateOf("2026-10-13", ru)).toMatch(/^13 окт\. 2026/);
});

it("a place without a value is a mistake of ours and throws", () => {
  expect(() => fill("by {due}", {})).toThrow("{due}");
});
