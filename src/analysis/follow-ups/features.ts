import type { Analysed } from "./flags.ts";
import { flagHash } from "./model/flag.ts";
import { hashOf, mix } from "./model/hash.ts";
import type { Features } from "./model/linear.ts";
import type { Token } from "./text/tokens.ts";

const previousSeed = hashOf("previous");
const nextSeed = hashOf("next");
const sentenceSeed = hashOf("sentence");
const bigramSeed = hashOf("bigram");
const skipSeed = hashOf("skip");
const boundarySeed = hashOf("boundary");

/** Hashed features of segment `index`: its words, word parts and flags, and the flags of what stands around it. */
export function featuresOf(tokens: readonly Token[], analysed: readonly Analysed[], index: number): Features {
  const ids: number[] = [];
  const strengths: number[] = [];
  const add = (id: number, strength: number) => {
    ids.push(id);
    strengths.push(strength);
  };
  const own = analysed[index];
  if (!own) return { ids, strengths };
  addWords(tokens, own, add);
  for (const { hash } of own.flags) add(hash, 1);
  addAround(analysed, index, add);
  return { ids, strengths };
}

type Add = (id: number, strength: number) => void;

function addAround(analysed: readonly Analysed[], index: number, add: Add): void {
  const sentence = analysed[index]?.segment.sentence;
  addContext(analysed[index - 1], previousSeed, { add, sentence });
  addContext(analysed[index + 1], nextSeed, { add, sentence });
  for (const kind of elsewhereInSentence(analysed, index)) add(mix(sentenceSeed, flagHash(kind)), 0.7);
  if (index === 0) add(flagHash("first"), 0.5);
  if (index === analysed.length - 1) add(flagHash("last"), 0.5);
  if (analysed.length === 1) add(flagHash("only"), 0.5);
}

/** Times and conditions in the other segments of the sentence, which stand next to each other. */
function elsewhereInSentence(analysed: readonly Analysed[], index: number): ReadonlySet<string> {
  const sentence = analysed[index]?.segment.sentence;
  const found = new Set<string>();
  for (let at = index - 1; analysed[at]?.segment.sentence === sentence; at--) addKinds(analysed[at], found);
  for (let at = index + 1; analysed[at]?.segment.sentence === sentence; at++) addKinds(analysed[at], found);
  return found;
}

function addKinds(other: Analysed | undefined, found: Set<string>): void {
  for (const { meaning } of other?.times ?? []) found.add(meaning.kind);
  for (const { name } of other?.flags ?? [])
    if (name === "c:condition" || name === "c:silence") found.add(name);
}

function addContext(
  other: Analysed | undefined,
  seed: number,
  { add, sentence }: { add: Add; sentence: number | undefined },
): void {
  if (!other) return add(mix(seed, 0), 0.4);
  const isSame = other.segment.sentence === sentence ? 1 : 2;
  const place = mix(seed, isSame);
  for (const { hash, isContext } of other.flags) if (isContext) add(mix(place, hash), 0.3);
}

function addWords(tokens: readonly Token[], { segment, times }: Analysed, add: Add): void {
  let before = boundarySeed;
  let beforeThat = boundarySeed;
  for (let at = segment.from; at < segment.to; at++) {
    const token = tokens[at];
    const time = times.find((expression) => at >= expression.from && at < expression.to);
    if (!token || (time && at > time.from)) continue;
    const hash = time ? flagHash(`<${time.meaning.kind}>`) : wordHash(token);
    add(hash, 1);
    add(mix(mix(bigramSeed, before), hash), 0.7);
    if (beforeThat !== boundarySeed) add(mix(mix(skipSeed, beforeThat), hash), 0.4);
    if (at === segment.from) add(mix(boundarySeed, hash), 0.7);
    if (!time) addParts(token, add);
    beforeThat = before;
    before = hash;
  }
  add(mix(mix(bigramSeed, before), boundarySeed), 0.5);
}

function addParts(token: Token, add: Add): void {
  if (token.kind === "word") for (const part of partsOf(token)) add(part, 0.35);
}

export function wordHash(token: Token): number {
  if (token.kind === "number") return flagHash(`#${Math.min(token.low.length, 5)}`);
  return flagHash(`w:${token.fold}`);
}

const partCache = new Map<string, readonly number[]>();

/** Beginnings (near the stem) and endings (grammar) of a word, and its letter groups. */
function partsOf({ fold, low }: Token): readonly number[] {
  const cached = partCache.get(low);
  if (cached) return cached;
  const parts: number[] = [];
  for (const length of [4, 5, 6]) if (fold.length > length) parts.push(hashOf(`p:${fold.slice(0, length)}`));
  for (const length of [2, 3, 4]) if (low.length > length) parts.push(hashOf(`e:${low.slice(-length)}`));
  const padded = `_${fold}_`;
  for (const size of [4])
    for (let at = 0; at + size <= padded.length; at++) parts.push(hashOf(`g:${padded.slice(at, at + size)}`));
  if (partCache.size > 60_000) partCache.clear();
  partCache.set(low, parts);
  return parts;
}
