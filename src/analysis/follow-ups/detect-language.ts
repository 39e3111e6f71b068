import type { Classification } from "../../domain/follow-up.ts";

export type Language = Classification["language"];

const polishLetters = /[ąćęłńśźż]/iu;
const otherLetters = /[äöüßñçìèàùâêîôûїієґўőűřěůşğ]/iu;
const functionWords: Readonly<Record<"en" | "pl" | "other", ReadonlySet<string>>> = {
  en: new Set(
    "the a an and to of in on is are was for with they we he she it my our their will no not by me i call sent".split(
      " ",
    ),
  ),
  pl: new Set(
    "nie sie i w z na do po od za ze jest to ma ich my mi nam juz jeszcze dzis jutro czeka klient oferte".split(
      " ",
    ),
  ),
  other: new Set(
    "der die das und nicht ist wir ich mit für auf el los las que por con para le les et pas est nous je une il che non".split(
      " ",
    ),
  ),
};

/** The language of a short note by script, letters and function words; `other` when none of ours fits. */
export function detectLanguage(text: string): Language {
  const cyrillic = text.match(/\p{Script=Cyrillic}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  if (cyrillic + latin === 0) return "other";
  if (cyrillic >= latin) return /[їієґў]/iu.test(text) ? "other" : "ru";
  return detectLatinLanguage(text);
}

function detectLatinLanguage(text: string): Language {
  const words = text.toLowerCase().split(/[^\p{L}]+/u);
  const scores = {
    en: countIn(words, functionWords.en),
    pl: countIn(words, functionWords.pl) + (polishLetters.test(text) ? 2 : 0),
    other: countIn(words, functionWords.other) + (otherLetters.test(text) ? 2 : 0),
  };
  if (scores.other > Math.max(scores.en, scores.pl)) return "other";
  return scores.pl > scores.en ? "pl" : "en";
}

function countIn(words: readonly string[], set: ReadonlySet<string>): number {
  let count = 0;
  for (const word of words) if (set.has(word)) count++;
  return count;
}
