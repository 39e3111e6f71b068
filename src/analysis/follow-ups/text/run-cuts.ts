import { hashOf, mix } from "../model/hash.ts";
import { type Features, type LinearModel, predict } from "../model/linear.ts";
import { currentReading } from "./reading.ts";
import type { Token } from "./tokens.ts";
import type { Word } from "./words.ts";

/** What may stand before a word where marks are left out. */
export const runCuts = ["none", "clause", "sentence"] as const;
export type RunCut = (typeof runCuts)[number];

/** Words one after the other without a mark: `from` inclusive, `to` exclusive. */
export interface Run {
  readonly from: number;
  readonly to: number;
  /** Whether capitals tell anything: whether the text has any. */
  readonly hasCapitals: boolean;
}

/** A run of fewer words is one clause, or is broken by a turning word. */
const minLong = 12;
/** Fewer words than this make no clause. */
const minWords = 2;
/** Cut where a break is this likely; chosen by leaving authors out. */
const minChance = 0.45;

/** Where long runs break, by the number of the word after the break. */
export function findRunCuts(
  tokens: readonly Token[],
  runs: readonly Run[],
  inTime: ReadonlySet<number>,
): ReadonlyMap<number, RunCut> {
  const found = new Map<number, RunCut>();
  const { cuts } = currentReading();
  if (cuts === null) return found;
  for (const run of runs) {
    let from = run.from;
    for (let at = from + minWords; run.to - run.from >= minLong && at < run.to - 1; at++) {
      if (at - from < minWords || inTime.has(at)) continue;
      const cut = cutBefore(cuts, tokens, at, { ...run, from });
      if (cut === "none") continue;
      found.set(at, cut);
      from = at;
    }
  }
  return found;
}

// oxlint-disable-next-line max-params
function cutBefore(cuts: LinearModel, tokens: readonly Token[], at: number, run: Run): RunCut {
  const [, clause = 0, sentence = 0] = predict(cuts, cutFeatures(tokens, at, run));
  if (clause + sentence < minChance) return "none";
  return sentence > clause ? "sentence" : "clause";
}

const seeds = {
  before: hashOf("cut before"),
  after: hashOf("cut after"),
  pair: hashOf("cut pair"),
  farBefore: hashOf("cut far before"),
  farAfter: hashOf("cut far after"),
  nextPair: hashOf("cut next pair"),
  grammarBefore: hashOf("cut grammar before"),
  grammarAfter: hashOf("cut grammar after"),
  grammars: hashOf("cut grammars"),
  grammarsAhead: hashOf("cut grammars ahead"),
  endBefore: hashOf("cut end before"),
  beginAfter: hashOf("cut begin after"),
  endAfter: hashOf("cut end after"),
  length: hashOf("cut length"),
  left: hashOf("cut left"),
  capital: hashOf("cut capital"),
  capitalWord: hashOf("cut capital word"),
  capitalGrammar: hashOf("cut capital grammar"),
  capitalPair: hashOf("cut capital pair"),
} as const;
const maxLength = 12;
const maxLeft = 8;

/** What speaks for and against a break before word `at`: the words around, their grammar, a capital, how long the run is by now. */
export function cutFeatures(tokens: readonly Token[], at: number, run: Run): Features {
  const ids = [...wordFeatures(tokens, at, run), ...capitalFeatures(tokens, at, run)];
  return { ids, strengths: ids.map(() => 1) };
}

/** What stands beyond the run. */
const nobody: Pick<Word, "hash" | "grammar"> = { hash: 0, grammar: 0 };

function wordFeatures(tokens: readonly Token[], at: number, { from, to }: Run): readonly number[] {
  const wordAt = (place: number) => (place >= from && place < to ? tokens[place]?.word : undefined) ?? nobody;
  const p = (tokens[at - 1] as Token).word;
  const q = (tokens[at] as Token).word;
  const next = wordAt(at + 1);
  return [
    mix(seeds.before, p.hash),
    mix(seeds.after, q.hash),
    mix(seeds.pair, mix(p.hash, q.hash)),
    mix(seeds.farBefore, wordAt(at - 2).hash),
    mix(seeds.farAfter, next.hash),
    mix(seeds.nextPair, mix(q.hash, next.hash)),
    mix(seeds.grammarBefore, p.grammar),
    mix(seeds.grammarAfter, q.grammar),
    mix(seeds.grammars, mix(p.grammar, q.grammar)),
    mix(seeds.grammarsAhead, mix(q.grammar, next.grammar)),
    mix(seeds.endBefore, p.ending),
    mix(seeds.beginAfter, q.beginning),
    mix(seeds.endAfter, q.ending),
    mix(seeds.length, Math.min(maxLength, at - from)),
    mix(seeds.left, Math.min(maxLeft, to - at)),
  ];
}

function capitalFeatures(
  tokens: readonly Token[],
  at: number,
  { hasCapitals: tells }: Run,
): readonly number[] {
  const token = tokens[at];
  const isCapital = tells && isCapitalised(token);
  const own = mix(seeds.capital, tells ? Number(isCapital) : 2);
  if (!isCapital || token === undefined) return [own];
  const { hash, grammar } = token.word;
  const isSecond = isCapitalised(tokens[at - 1]);
  return [
    own,
    mix(seeds.capitalWord, hash),
    mix(seeds.capitalGrammar, grammar),
    mix(seeds.capitalPair, Number(isSecond)),
  ];
}

/** Whether any word of the text has a capital. */
export function hasCapitals(tokens: readonly Token[]): boolean {
  return tokens.some(isCapitalised);
}

function isCapitalised(token: Token | undefined): boolean {
  return token?.kind === "word" && token.raw.charAt(0) !== token.low.charAt(0);
}
