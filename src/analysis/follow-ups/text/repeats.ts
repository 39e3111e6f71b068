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
  const token = tokens[at];
  if (token?.kind !== "number") return false;
  const [, digits = "", suffix = ""] = /^(\d{1,2})(?:-?(\p{L}*))$/u.exec(token.low) ?? [];
  const count = Number(digits);
  if (count < fewest || count > most) return false;
  const next = tokens[at + 1];
  return (
    signs.has(suffix) ||
    signs.has(tokens[at - 1]?.low ?? "") ||
    signs.has(next?.low ?? "") ||
    counted.test(next?.fold ?? "")
  );
}
