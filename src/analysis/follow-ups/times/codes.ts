import type { Language } from "../text/detect-language.ts";
import type { Token } from "../text/tokens.ts";
import { isDotWithin } from "./inner-dots.ts";
import { cardinals, ordinals } from "./numerals.ts";
import { numericTimeOf } from "./numeric-times.ts";
import { romanMonth } from "./roman-months.ts";
import { isFraction } from "./slashes.ts";
import { timeWordOf } from "./time-words.ts";

/** A text as rules see it: one letter a token, and the number behind each letter. */
export interface CodedText {
  readonly codes: string;
  readonly values: readonly number[];
  readonly tokens: readonly Token[];
  readonly language: Language;
}

export function toCodes(tokens: readonly Token[], language: Language): CodedText {
  let codes = "";
  const values: number[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const [code, value] = codeOf(tokens, index, language);
    codes += code;
    values.push(value);
  }
  return { codes, values, tokens, language };
}

type Coded = readonly [code: string, value: number];
const other: Coded = [".", 0];

function codeOf(tokens: readonly Token[], index: number, language: Language): Coded {
  const token = tokens[index];
  if (!token) return other;
  if (token.kind === "mark") return isDotWithin(tokens, index) ? ["f", 0] : [",", 0];
  if (token.kind === "number") return codeOfNumber(tokens, index, language);
  const month = language === "en" ? 0 : romanMonth(tokens, index);
  if (month > 0) return ["M", month];
  if (!token.word.mayBeTime || isNoTime(token, tokens[index - 1], language)) return other;
  const word = timeWordOf(token.fold, language);
  return word ? [word.code, word.value] : codeOfNumeral(token.fold);
}

function codeOfNumber(tokens: readonly Token[], index: number, language: Language): Coded {
  if (isFraction(tokens, index, language)) return other;
  const numeric = numericTimeOf(tokens, index);
  return numeric.code === "D" ? ["D", index] : [numeric.code, numeric.value];
}

function codeOfNumeral(fold: string): Coded {
  const ordinal = ordinals.get(fold);
  if (ordinal !== undefined) return ["o", ordinal];
  const cardinal = cardinals.get(fold);
  return cardinal === undefined ? other : ["n", cardinal];
}

const capitalisedOnly = new Set(["sat", "sun", "mar", "wed", "tom", "sep", "sob"]);
/** Folded, these would be "maja" (of May). */
const neverTimes = new Set(["mają"]);
const lowerCaseOnly = new Set(["сб", "кв", "ср", "пон"]);

/** Words that are a time in one spelling only: "Sat" and not "sat", "maja" and not "mają", "сб" and not "СБ". */
function isNoTime(token: Token, before: Token | undefined, language: Language): boolean {
  if (neverTimes.has(token.low)) return true;
  if (lowerCaseOnly.has(token.fold)) return token.raw === token.raw.toUpperCase();
  if (token.fold === "kw") return before?.kind === "number";
  if (!capitalisedOnly.has(token.fold) || token.raw !== token.low) return false;
  return isNoneInLowerCase(token, before, language);
}

/** "sob" is a Saturday in Polish only. */
function isNoneInLowerCase({ fold }: Token, before: Token | undefined, language: Language): boolean {
  if (fold === "sob") return language !== "pl";
  return before?.fold !== "on" && before?.fold !== "by";
}
