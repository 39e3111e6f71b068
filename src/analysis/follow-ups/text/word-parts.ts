import { hashOf, hashWithin } from "../model/hash.ts";

/** Words that carry grammar and no topic are shorter than this. */
const minTopicLength = 3;

const beginning = hashOf("p:");
const ending = hashOf("e:");
const group = hashOf("g:");

/** Beginnings (near the stem) and endings (grammar) of a word, and its letter groups. */
export function partsOf(low: string, fold: string): readonly number[] {
  const ids: number[] = [];
  for (const length of [4, 5, 6]) if (fold.length > length) ids.push(hashWithin(fold, 0, length, beginning));
  for (const length of [2, 3, 4])
    if (low.length > length) ids.push(hashWithin(low, low.length - length, low.length, ending));
  addGroups(ids, fold, 4);
  return ids;
}

/** Beginnings and letter groups: what a word is about, whatever its ending. */
export function topicPartsOf(fold: string): readonly number[] {
  const ids: number[] = [];
  if (fold.length < minTopicLength) return ids;
  for (const length of [3, 4, 5, 6, 7])
    if (fold.length > length) ids.push(hashWithin(fold, 0, length, beginning));
  for (const size of [4, 5]) addGroups(ids, fold, size);
  return ids;
}

function addGroups(ids: number[], fold: string, size: number): void {
  const padded = `_${fold}_`;
  for (let at = 0; at + size <= padded.length; at++) ids.push(hashWithin(padded, at, at + size, group));
}
