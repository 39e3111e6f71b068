import { wordHash } from "./features.ts";
import type { Analysed } from "./flags.ts";
import { hashOf, mix } from "./model/hash.ts";
import type { Features } from "./model/linear.ts";
import type { Token } from "./text/tokens.ts";

const boundarySeed = hashOf("topic boundary");
const bigramSeed = hashOf("topic bigram");
/** Words that carry grammar and no topic are shorter than this. */
const minTopicLength = 3;

/** Hashed features of what a segment is about: its words, their beginnings and letter groups, its reason concepts. */
export function topicOf(tokens: readonly Token[], { segment, flags }: Analysed): Features {
  const ids: number[] = [];
  const strengths: number[] = [];
  const add = (id: number, strength: number) => {
    ids.push(id);
    strengths.push(strength);
  };
  let before = boundarySeed;
  for (const token of tokens.slice(segment.from, segment.to)) {
    if (token.kind === "mark") continue;
    const hash = wordHash(token);
    add(hash, 1);
    add(mix(mix(bigramSeed, before), hash), 0.6);
    before = hash;
    if (token.kind === "word" && token.fold.length >= minTopicLength)
      for (const part of topicParts(token)) add(part, 0.4);
  }
  for (const { hash, isConcept } of flags) if (isConcept) add(hash, 1);
  return { ids, strengths };
}

const topicCache = new Map<string, readonly number[]>();

function topicParts({ fold }: Token): readonly number[] {
  const cached = topicCache.get(fold);
  if (cached) return cached;
  const parts: number[] = [];
  for (const length of [3, 4, 5, 6, 7])
    if (fold.length > length) parts.push(hashOf(`p:${fold.slice(0, length)}`));
  const padded = `_${fold}_`;
  for (const size of [4, 5])
    for (let at = 0; at + size <= padded.length; at++) parts.push(hashOf(`g:${padded.slice(at, at + size)}`));
  if (topicCache.size > 60_000) topicCache.clear();
  topicCache.set(fold, parts);
  return parts;
}
