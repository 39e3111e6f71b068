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
  if (
    !token.word.mayBeTime ||
    isNoTime(token, { before: tokens[index - 1], after: tokens[index + 1], language })
  )
    return other;
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

const capitalisedOnly = new Set(["sat", "sun", "mar", "sob"]);
/** Folded, these would be "maja" (of May). */
const neverTimes = new Set(["mają"]);
const lowerCaseOnly = new Set(["сб", "кв", "ср", "пон"]);

/** Words that are a time in one spelling only: "Sat" and not "sat", "tom" and not "Tom", "maja" and not "mają", "сб" and not "СБ". */
function isNoTime(token: Token, around: Around): boolean {
  if (neverTimes.has(token.low)) return true;
  if (lowerCaseOnly.has(token.fold)) return token.raw === token.raw.toUpperCase();
  if (token.fold === "tom") return token.raw !== token.low;
  if (token.fold === "kw") return around.before?.kind === "number";
  if (!capitalisedOnly.has(token.fold)) return false;
  if (token.raw !== token.low) return token.fold === "sat" && isSatDown(around);
  return isNoneInLowerCase(token, around);
}

interface Around {
  readonly before: Token | undefined;
  readonly after: Token | undefined;
  readonly language: Language;
}

/** "Sat with the buyer" begins with a verb, "Sat 8am" with a day. */
function isSatDown({ before, after }: Around): boolean {
  const begins = before === undefined || /^[.!?;:]/.test(before.raw);
  return begins && !clock.test(after?.low ?? "");
}

const clock = /^\d{1,2}(?:[:.]\d\d)?(?:am|pm)$/;
const daysFollow = new Set(["on", "by", "next", "this", "til", "till", "until"]);

/** "sob" is a Saturday in Polish only; "on sat" and "sat 10am" are one, "he sat" is none. */
function isNoneInLowerCase({ fold }: Token, { before, after, language }: Around): boolean {
  if (fold === "sob") return language !== "pl";
  return !daysFollow.has(before?.fold ?? "") && !clock.test(after?.low ?? "");
}
