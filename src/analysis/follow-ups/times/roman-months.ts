import type { Token } from "../text/tokens.ts";

const months = "I II III IV V VI VII VIII IX X XI XII".split(" ");
const prepositions = new Set("do od na dnia przed po до к на с от".split(" "));
const day = /^(?:[1-9]|[12]\d|3[01])$/;
const year = /^20\d\d$/;

export function isRoman(token: Token | undefined): boolean {
  return token !== undefined && months.includes(token.raw);
}

/** "20 VI", "do 14 I", "5 V 2026": the number of the month after a day, 0 when it is none. */
export function romanMonth(tokens: readonly Token[], index: number): number {
  if (!isRoman(tokens[index])) return 0;
  const at = tokens[index - 1]?.raw === "." ? index - 2 : index - 1;
  const number = tokens[at];
  if (!number || !day.test(number.low)) return 0;
  const month = months.indexOf(tokens[index]?.raw ?? "") + 1;
  return isSure(month) || isSpoken(tokens, at, index) ? month : 0;
}

/** A single I may be a word, a V may be volts. */
function isSure(month: number): boolean {
  return month !== 1 && month !== 5;
}

/** It begins the text, a word for "by" or "on" stands before it, or a year after it. */
function isSpoken(tokens: readonly Token[], at: number, index: number): boolean {
  if (at === 0) return tokens[index]?.raw === "I";
  return prepositions.has(tokens[at - 1]?.fold ?? "") || year.test(tokens[index + 1]?.low ?? "");
}
