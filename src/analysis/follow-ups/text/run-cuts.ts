import { hashOf, mix } from "../model/hash.ts";
import { type Features, type LinearModel, softmax } from "../model/linear.ts";
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
export const minLong = 12;
/** Fewer words than this make no clause. */
const minWords = 2;
/** Cut where a break is this likely; chosen by leaving authors out. */
const minChance = 0.45;

/** Where runs of at least `minLong` words break, by the number of the word after the break. */
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
    for (let at = from + minWords; at < run.to - 1; at++) {
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
  const { weights, scale, bias, bits } = cuts;
  const mask = 2 ** bits - 1;
  const scores = Float64Array.of(0, 0, 0);
  for (const id of cutIds(tokens, at, run)) {
    const row = (id & mask) * scores.length;
    for (let k = 0; k < scores.length; k++) scores[k] = (scores[k] as number) + (weights[row + k] as number);
  }
  const [, clause = 0, sentence = 0] = softmax(scores.map((sum, k) => sum * scale + (bias[k] ?? 0)));
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
  const ids = cutIds(tokens, at, run);
  return { ids, strengths: ids.map(() => 1) };
}

function cutIds(tokens: readonly Token[], at: number, run: Run): number[] {
  const ids = wordFeatures(tokens, at, run);
  addCapital(tokens, at, { run, ids });
  return ids;
}

/** What stands beyond the run. */
const nobody: Pick<Word, "hash" | "grammar"> = { hash: 0, grammar: 0 };

function wordFeatures(tokens: readonly Token[], at: number, { from, to }: Run): number[] {
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

function addCapital(
  tokens: readonly Token[],
  at: number,
  { run, ids }: { readonly run: Run; readonly ids: number[] },
): void {
  const token = tokens[at];
  const isCapital = run.hasCapitals && isCapitalised(token);
  ids.push(mix(seeds.capital, run.hasCapitals ? Number(isCapital) : 2));
  if (!isCapital || token === undefined) return;
  const { hash, grammar } = token.word;
  ids.push(mix(seeds.capitalWord, hash), mix(seeds.capitalGrammar, grammar));
  ids.push(mix(seeds.capitalPair, Number(isCapitalised(tokens[at - 1]))));
}

/** Whether any word of the text has a capital. */
export function hasCapitals(tokens: readonly Token[]): boolean {
  return tokens.some(isCapitalised);
}

function isCapitalised(token: Token | undefined): boolean {
  return token?.kind === "word" && token.raw.charCodeAt(0) !== token.low.charCodeAt(0);
}
