import type { Analysed } from "./flags.ts";
import { aroundOf, flagNamed } from "./model/flag.ts";
import { hashOf, mix } from "./model/hash.ts";
import type { Sink } from "./model/sink.ts";
import type { Token } from "./text/tokens.ts";

const sentenceSeed = hashOf("sentence");
const bigramSeed = hashOf("bigram");
const skipSeed = hashOf("skip");
const boundarySeed = hashOf("boundary");

/** The text whose segments are looked at. */
export interface Place {
  readonly tokens: readonly Token[];
  readonly analysed: readonly Analysed[];
}

/** Finds the features of segment `index`: its words, word parts and flags, and the flags of what stands around it. */
export function findFeatures({ tokens, analysed }: Place, index: number, sink: Sink): void {
  const own = analysed[index];
  if (!own) return;
  addWords(tokens, own, sink);
  for (const flag of own.flags) sink.addBundle(flag.own);
  addAround(analysed, index, sink);
}

const firstHash = hashOf("first");
const lastHash = hashOf("last");
const onlyHash = hashOf("only");
/** No neighbour before, none after. */
const edges = [mix(hashOf("previous"), 0), 0, mix(hashOf("next"), 0)];

function addAround(analysed: readonly Analysed[], index: number, sink: Sink): void {
  const sentence = analysed[index]?.segment.sentence;
  addContext(analysed[index - 1], 0, { sink, sentence });
  addContext(analysed[index + 1], 2, { sink, sentence });
  for (const kind of elsewhereInSentence(analysed, index)) sink.add(elsewhereHash(kind), 14);
  if (index === 0) sink.add(firstHash, 10);
  if (index === analysed.length - 1) sink.add(lastHash, 10);
  if (analysed.length === 1) sink.add(onlyHash, 10);
}

/** Times and conditions in the other segments of the sentence, which stand next to each other. */
function elsewhereInSentence(analysed: readonly Analysed[], index: number): readonly string[] {
  const sentence = analysed[index]?.segment.sentence;
  const found: string[] = [];
  for (let at = index - 1; analysed[at]?.segment.sentence === sentence; at--) addKinds(analysed[at], found);
  for (let at = index + 1; analysed[at]?.segment.sentence === sentence; at++) addKinds(analysed[at], found);
  return found;
}

const condition = flagNamed("c:condition");
const silence = flagNamed("c:silence");

function addKinds(other: Analysed | undefined, found: string[]): void {
  for (const { meaning } of other?.times ?? []) addNew(found, meaning.kind);
  for (const flag of other?.flags ?? []) {
    if (flag === condition) addNew(found, "c:condition");
    else if (flag === silence) addNew(found, "c:silence");
  }
}

function addNew(found: string[], kind: string): void {
  if (!found.includes(kind)) found.push(kind);
}

function addContext(
  other: Analysed | undefined,
  side: 0 | 2,
  { sink, sentence }: { sink: Sink; sentence: number | undefined },
): void {
  if (!other) return sink.add(edges[side] ?? 0, 8);
  const place = side + (other.segment.sentence === sentence ? 0 : 1);
  for (const flag of other.flags) sink.addBundle(aroundOf(flag, place));
}

function addWords(tokens: readonly Token[], { segment, times }: Analysed, sink: Sink): void {
  let before = boundarySeed;
  let beforeThat = boundarySeed;
  for (let at = segment.from; at < segment.to; at++) {
    const token = tokens[at];
    const time = timeAt(times, at);
    if (!token || (time && at > time.from)) continue;
    const hash = time ? timeHash(time.meaning.kind) : token.word.hash;
    if (time) sink.add(hash, 20);
    else sink.addBundle(token.word.own);
    sink.add(mix(mix(bigramSeed, before), hash), 14);
    if (beforeThat !== boundarySeed) sink.add(mix(mix(skipSeed, beforeThat), hash), 8);
    if (at === segment.from) sink.add(mix(boundarySeed, hash), 14);
    beforeThat = before;
    before = hash;
  }
  sink.add(mix(mix(bigramSeed, before), boundarySeed), 10);
}

/** A time stands for all its words. */
const timeHash = remembered((kind) => hashOf(`<${kind}>`));
const elsewhereHash = remembered((kind) => mix(sentenceSeed, hashOf(kind)));

/** What was found of a name before; of the few kinds of times and conditions only. */
function remembered(find: (kind: string) => number): (kind: string) => number {
  const known = new Map<string, number>();
  return (kind) => {
    let hash = known.get(kind);
    if (hash === undefined) {
      hash = find(kind);
      known.set(kind, hash);
    }
    return hash;
  };
}

/** The time expression that token `at` belongs to. */
function timeAt(times: Analysed["times"], at: number): Analysed["times"][number] | undefined {
  for (const time of times) if (at >= time.from && at < time.to) return time;
  return undefined;
}
