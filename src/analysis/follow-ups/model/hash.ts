const basis = 0x811c9dc5;

/** 32-bit FNV-1a over UTF-16 units, signed: small integers keep arrays of hashes fast. */
export function hashOf(text: string): number {
  return hashWithin(text, 0, text.length);
}

/** The hash of a part of `text`, without making a string of it; with the hash of a beginning as `seed`, that of both together. */
// oxlint-disable-next-line max-params
export function hashWithin(text: string, start: number, end: number, seed = basis): number {
  let hash = seed;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash | 0;
}

/** Mixes two hashes into one that depends on their order. */
export function mix(a: number, b: number): number {
  let hash = Math.imul(a ^ (b + 0x9e3779b9 + (a << 6) + (a >>> 2)), 0x85ebca6b);
  hash ^= hash >>> 13;
  return Math.imul(hash, 0xc2b2ae35) | 0;
}
