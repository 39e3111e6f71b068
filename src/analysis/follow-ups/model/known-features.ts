import type { Features } from "./linear.ts";

/** One bit for each feature hash (its lowest `knownBits` bits): whether the feature counts. */
export type KnownFeatures = Uint8Array;

const knownBits = 20;
const mask = 2 ** knownBits - 1;

export function noFeatures(): KnownFeatures {
  return new Uint8Array(2 ** (knownBits - 3));
}

export function addKnown(known: KnownFeatures, id: number): void {
  const bit = id & mask;
  known[bit >>> 3] = (known[bit >>> 3] ?? 0) | (1 << (bit & 7));
}

export function isKnown(known: KnownFeatures, id: number): boolean {
  const bit = id & mask;
  return ((known[bit >>> 3] as number) & (1 << (bit & 7))) !== 0;
}

/** The features that count. What hardly any author ever wrote says who writes, not what is said, so it is left out. */
export function keepKnown(known: KnownFeatures, { ids, strengths }: Features): Features {
  const kept: Features = { ids: [], strengths: [] };
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at] as number;
    if (!isKnown(known, id)) continue;
    kept.ids.push(id);
    kept.strengths.push(strengths[at] as number);
  }
  return kept;
}
