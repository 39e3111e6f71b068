import type { Analysed } from "./flags.ts";
import type { FlagGroup } from "./model/flag.ts";
import { hashOf, mix } from "./model/hash.ts";
import type { Sink } from "./model/sink.ts";
import type { Token } from "./text/tokens.ts";

const boundarySeed = hashOf("topic boundary");
const bigramSeed = hashOf("topic bigram");

function isConcept({ flags: [first] }: FlagGroup): boolean {
  return first?.isConcept ?? false;
}

/** Finds the features of what a segment is about: its words, their beginnings and letter groups, its reason concepts. */
export function findTopics(tokens: readonly Token[], { segment, flags }: Analysed, sink: Sink): void {
  let before = boundarySeed;
  for (let at = segment.from; at < segment.to; at++) {
    const token = tokens[at];
    if (!token || token.kind === "mark") continue;
    const { hash, topic } = token.word;
    sink.addBundle(topic);
    sink.add(mix(mix(bigramSeed, before), hash), 12);
    before = hash;
  }
  for (const flag of flags) if (isConcept(flag)) sink.addBundle(flag.own);
}
