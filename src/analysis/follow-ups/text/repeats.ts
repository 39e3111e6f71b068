import type { Token } from "./tokens.ts";

/** "x4", "х 6", "×3". */
const signs = new Set(["x", "х", "×", "*"]);
/** What is counted where somebody tries again and again: times, attempts, calls, letters. */
const counted =
  /^(?:раз|попыт|недозв|звонк|письм|писем|сообщен|смс|raz|razy|prob[ay]?|telefon|maili?|wiadomo|sms|times?|attempts?|tries|calls?|voicemails?|vms?|lvms?|emails?|messages?|texts)/;
/** Fewer is no repetition, more is some other number. */
const fewest = 2;
const most = 30;

/** Whether the number at `at` says how often something was done: "x4", "4x", "4-й раз", "3 razy", "5 times". */
export function isRepeat(tokens: readonly Token[], at: number): boolean {
  const suffix = suffixOfCount(tokens[at]);
  if (suffix === null) return false;
  const next = tokens[at + 1];
  const besides = [suffix, tokens[at - 1]?.low, next?.low];
  return besides.some((word) => word !== undefined && signs.has(word)) || counted.test(next?.fold ?? "");
}

/** What is written on to a number that may be a count, "x" of "4x"; null when it is none. */
function suffixOfCount(token: Token | undefined): string | null {
  if (token?.kind !== "number") return null;
  const parts = /^(\d{1,2})(?:-?(\p{L}*))$/u.exec(token.low);
  const count = Number(parts?.[1]);
  return count >= fewest && count <= most ? (parts?.[2] ?? "") : null;
}
