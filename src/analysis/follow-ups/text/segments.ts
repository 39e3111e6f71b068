import type { TimeExpression } from "../times/find-times.ts";
import type { Language } from "./detect-language.ts";
import { findRunCuts, hasCapitals, minLong, type Run } from "./run-cuts.ts";
import type { Token } from "./tokens.ts";

/** A stretch of tokens that says one thing: `from` inclusive, `to` exclusive. Sentences hold one or more. */
export interface Segment {
  readonly from: number;
  readonly to: number;
  /** Number of the sentence it stands in. */
  readonly sentence: number;
}

const sentenceMarks = new Set([".", "!", "?", ";", "…", "•", "|"]);
const clauseMarks = new Set([",", ":", "(", ")"]);
const abbreviations = new Set(
  "mr mrs ms dr prof st vs approx ca e.g i.e eg etc no inc ltd co dept ext tel inz mgr nr ul al pt pn wt sr czw godz ok tzn np m.in r ws p os dr hab pon pt sob ofr tys mln zl gr szt kl руб тыс млн ул г им т.е т.к т.д др тел кв стр пр обл тов гр шт ок ориг м п".split(
    " ",
  ),
);
/** Words that begin a new thought where the writer left the comma out. */
const turns = {
  en: wordSet("but so because cos cuz however although though then anyway meanwhile otherwise"),
  pl: wordSet("ale wiec bo jednak natomiast tylko dlatego zatem poza czyli takze no a"),
  ru: wordSet("а но поэтому потому однако зато короче поетому так ну хотя только иначе"),
};
/** Words that may join two acts or only two nouns: a break only in a long run. */
const joins = {
  en: wordSet("and i'll i'm i we'll we they he she which where when"),
  pl: wordSet("i oraz to ze że kiedy gdzie ktory który ktora która"),
  ru: wordSet("и что когда где который которая он она они я мы"),
};

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(" "));
}

/** Tokens after which a run without any mark is long enough to be broken at a joining word. */
const longRun = 7;
const minRun = 3;

export interface Splittable {
  readonly tokens: readonly Token[];
  readonly text: string;
  readonly times: readonly TimeExpression[];
  /** Turning words are those of this language: "a" turns in Polish and is an article in English. */
  readonly language: Language;
}

/**
 * Splits tokens into segments: at sentence marks and line breaks, commas and dashes, turning words and, in long runs, joining
 * words and where people mostly put a mark.
 */
export function toSegments({ tokens, text, times, language }: Splittable): readonly Segment[] {
  const inTime = tokensInside(times);
  const missing = findRunCuts(tokens, longRunsOf(tokens, text, inTime), inTime);
  const segments: Segment[] = [];
  let from = 0;
  let sentence = 0;
  for (let at = 0; at < tokens.length; at++) {
    const cut = inTime.has(at) ? "none" : (missing.get(at) ?? cutAt(tokens, text, { at, from, language }));
    if (cut === "none") continue;
    const to = at;
    if (hasWord(tokens, from, to)) segments.push({ from, to, sentence });
    from = tokens[at]?.kind === "mark" ? at + 1 : at;
    if (cut === "sentence") sentence++;
  }
  if (hasWord(tokens, from, tokens.length)) segments.push({ from, to: tokens.length, sentence });
  return joinShort(segments, tokens, times);
}

/** Words in a row without mark or line break, where there are many. */
function longRunsOf(tokens: readonly Token[], text: string, inTime: ReadonlySet<number>): readonly Run[] {
  const runs: Run[] = [];
  let from = 0;
  for (let at = 0; at <= tokens.length; at++) {
    const isMark = tokens[at]?.kind === "mark" && !inTime.has(at);
    if (at < tokens.length && !isMark && !isAfterLine(tokens, text, at)) continue;
    if (at - from >= minLong) runs.push({ from, to: at, hasCapitals: hasCapitals(tokens) });
    from = isMark ? at + 1 : at;
  }
  return runs;
}

function isAfterLine(tokens: readonly Token[], text: string, at: number): boolean {
  const before = tokens[at - 1];
  return before !== undefined && hasLineBreak(text, before.end, tokens[at]?.start ?? before.end);
}

/** Fewer words than this say nothing alone: "in person, in Dayton" belongs to what stands before. */
const minWords = 3;

function joinShort(
  segments: readonly Segment[],
  tokens: readonly Token[],
  times: readonly TimeExpression[],
): readonly Segment[] {
  const isShort = (one: Segment) => wordsIn(tokens, one) < minWords;
  const joined: Segment[] = [];
  for (const next of segments) {
    const previous = joined.at(-1);
    const isSame = previous?.sentence === next.sentence;
    if (!previous || !isSame || !(isShort(next) || isShort(previous))) {
      joined.push(next);
      continue;
    }
    const isFirst = joined.at(-2)?.sentence !== previous.sentence;
    if (isFirst && standsAlone(previous, next, { tokens, times })) joined.push(next);
    else joined[joined.length - 1] = { ...previous, to: next.to };
  }
  return joined;
}

/** "No answer, calling Friday", "brak budżetu, zadzwonię w maju": what comes before an act says something alone, a day before it does not. */
function standsAlone(
  { from, to }: Segment,
  next: Segment,
  { tokens, times }: Pick<Splittable, "tokens" | "times">,
): boolean {
  const holdsTime = times.some((time) => time.from < to && time.to > from);
  return !holdsTime && tokens.slice(next.from, next.to).some(({ word }) => word.person !== undefined);
}

function wordsIn(tokens: readonly Token[], { from, to }: Segment): number {
  let count = 0;
  for (let at = from; at < to; at++) if (tokens[at]?.kind !== "mark") count++;
  return count;
}

interface Position {
  readonly at: number;
  readonly from: number;
  readonly language: Language;
}

type Cut = "none" | "clause" | "sentence";

function cutAt(tokens: readonly Token[], text: string, { at, from, language }: Position): Cut {
  const token = tokens[at];
  const before = tokens[at - 1];
  if (!token) return "none";
  if (before && hasLineBreak(text, before.end, token.start)) return "sentence";
  if (token.kind === "mark") return cutAtMark(token, before, tokens[at + 1]);
  const run = at - from;
  const own = language === "other" ? "en" : language;
  if (run >= minRun && turns[own].has(token.fold)) return "clause";
  return run >= longRun && joins[own].has(token.low) ? "clause" : "none";
}

function cutAtMark(token: Token, before: Token | undefined, after: Token | undefined): Cut {
  if (sentenceMarks.has(token.raw)) return isAbbreviationDot(token, before, after) ? "none" : "sentence";
  if (clauseMarks.has(token.raw)) return "clause";
  return isSpacedDash(token, before, after) ? "clause" : "none";
}

function isSpacedDash(token: Token, before: Token | undefined, after: Token | undefined): boolean {
  if (!before || !after || !/^[-–—>→]$/.test(token.raw)) return false;
  return before.end < token.start && token.end < after.start;
}

function isAbbreviationDot(dot: Token, before: Token | undefined, after: Token | undefined): boolean {
  const isAttached = dot.raw === "." && before !== undefined && before.end === dot.start;
  if (!isAttached || after === undefined || after.kind === "mark") return false;
  return after.start === dot.end || isShortened(before, after);
}

/** "Mr. Hall", "15. tygodniu", "A. Nowak". */
function isShortened(before: Token, after: Token): boolean {
  if (before.kind === "number") return before.low.length <= 2 && after.raw === after.low;
  return abbreviations.has(before.fold) || (before.raw.length === 1 && before.raw !== before.low);
}

function hasLineBreak(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (text.charCodeAt(at) === lineBreak) return true;
  return false;
}

const lineBreak = 0x0a;

function hasWord(tokens: readonly Token[], from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (tokens[at]?.kind !== "mark") return true;
  return false;
}

/** Tokens within a time expression, the first excepted: no cut may tear "Friday, 24 March" apart. */
function tokensInside(times: readonly TimeExpression[]): ReadonlySet<number> {
  const inside = new Set<number>();
  for (const { from, to } of times) for (let at = from + 1; at < to; at++) inside.add(at);
  return inside;
}
