import { addDays, type CivilDate, weekdayOf } from "../../../domain/time.ts";
import type { Language } from "../text/detect-language.ts";
import type { Token } from "../text/tokens.ts";
import { type CodedText, toCodes } from "./codes.ts";
import type { Grain, Meaning } from "./match.ts";
import { rulesByStart } from "./rules.ts";

/** A time named in a text: tokens `from` (inclusive) to `to` (exclusive), and what it means on the day of writing. */
export interface TimeExpression {
  readonly from: number;
  readonly to: number;
  readonly meaning: Meaning;
  /** The word before it: by, after, since; empty when none. */
  readonly bound: "by" | "after" | "since" | "";
}

/** Every time in the text, in order; a more definite neighbour has swallowed the less definite one. */
export function findTimes(
  tokens: readonly Token[],
  on: CivilDate,
  language: Language,
): readonly TimeExpression[] {
  const coded = toCodes(tokens, language);
  const found: TimeExpression[] = [];
  for (let at = 0; at < coded.codes.length; ) {
    const next = matchAt(coded, at, on);
    if (next === null) at++;
    else {
      found.push(next);
      at = next.to;
    }
  }
  return mergeNeighbours(found, coded);
}

function matchAt(coded: CodedText, at: number, on: CivilDate): TimeExpression | null {
  const rules = rulesByStart.get(coded.codes.charCodeAt(at));
  if (rules === undefined) return null;
  for (const { pattern, read } of rules) {
    pattern.lastIndex = at;
    const codes = pattern.exec(coded.codes)?.[0];
    if (codes === undefined) continue;
    const meaning = read({ coded, at, codes, on });
    if (meaning !== null) return bounded({ from: at, to: at + codes.length, meaning, bound: "" }, coded);
  }
  return null;
}

/** "after Friday" is only a lower bound, "right after" is a time; "since Friday" is past. */
function bounded(found: TimeExpression, { codes }: CodedText): TimeExpression {
  const before = codes.slice(Math.max(0, found.from - 4), found.from).replace(/[fTX]+$/, "");
  const own = codes.charAt(found.from);
  if (before.endsWith("b") || before.endsWith("bp") || own === "b") return { ...found, bound: "by" };
  if (before.endsWith("ra")) return found;
  if (before.endsWith("a") && found.meaning.kind === "time")
    return { ...found, meaning: { kind: "after" }, bound: "after" };
  if (before.endsWith("s")) return { ...found, bound: "since" };
  return found;
}

const definiteness: Readonly<Record<Grain, number>> = {
  date: 6,
  monthDay: 5,
  day: 4,
  weekday: 3,
  week: 2,
  month: 1,
  none: 0,
};

/** "Friday, 24 March", "tomorrow EOD", "Wednesday the 16th at 9": one time said twice. */
function mergeNeighbours(found: readonly TimeExpression[], { codes }: CodedText): readonly TimeExpression[] {
  const merged: TimeExpression[] = [];
  for (const next of found) {
    const previous = merged.at(-1);
    const gap = previous ? codes.slice(previous.to, next.from) : "....";
    const joined = previous && /^[,fpbithd]{0,4}$/.test(gap) ? join(previous, next) : null;
    if (joined) merged[merged.length - 1] = joined;
    else merged.push(next);
  }
  return merged;
}

function join(a: TimeExpression, b: TimeExpression): TimeExpression | null {
  const meaning = joinMeanings(a.meaning, b.meaning);
  return meaning && { from: a.from, to: b.to, bound: a.bound || b.bound, meaning };
}

function joinMeanings(a: Meaning, b: Meaning): Meaning | null {
  if (a.kind === "clock") return b.kind === "time" ? b : null;
  if (a.kind !== "time") return null;
  if (b.kind === "clock") return a;
  if (b.kind !== "time" || a.grain === b.grain) return null;
  const [strong, weak] = definiteness[a.grain] >= definiteness[b.grain] ? [a, b] : [b, a];
  return agree(strong, weak) ? strong : null;
}

/** A weekday must be the date's own; a week must hold it; an end of day fits any day. */
function agree(strong: Meaning & { kind: "time" }, weak: Meaning & { kind: "time" }): boolean {
  if (weak.grain === "none" || strong.due === null) return true;
  if (weak.due === null) return false;
  if (weak.grain === "weekday") return weekdayOf(strong.due) === weekdayOf(weak.due);
  if (weak.grain === "week") return strong.due <= addDays(weak.due, 2) && strong.due >= addDays(weak.due, -4);
  return strong.due <= weak.due;
}
