/**
 * Points of a sample as order statistics, on the safe side. For n exchangeable values and one new one, the new one is
 * below the k-th smallest with a chance of at most k / (n + 1) and above the k-th largest with the same
 * (Wilks 1941, distribution-free tolerance limits). So no shape of the data has to be assumed.
 */

/**
 * The value that a new one is below with a chance of at most `share`. With fewer than 1 / share - 1 values no such
 * point exists and the smallest is taken: then the chance is 1 / (n + 1), e.g. 11 % with 8 values.
 */
export function lowerPoint(sorted: readonly number[], share: number): number {
  const rank = Math.max(1, Math.floor(share * (sorted.length + 1) + rounding));
  return sorted[rank - 1] ?? 0;
}

/** The value that a new one is above with a chance of at most 1 - `share`; the largest when there are too few. */
export function upperPoint(sorted: readonly number[], share: number): number {
  return sorted[upperRank(sorted.length, share) - 1] ?? 0;
}

/** How many of `size` values are at or below their upper point. */
export function upperRank(size: number, share: number): number {
  return Math.min(size, Math.ceil(share * (size + 1) - rounding));
}

/** The middle value; the lower of the two middle ones when their number is even. */
export function median(sorted: readonly number[]): number {
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

/** A sorted copy, smallest first. */
export function toSorted(values: readonly number[]): number[] {
  return values.toSorted((a, b) => a - b);
}

// 0.05 * 20 + 0.05 is a little off 1.05 in floating point; a rank must not jump for that.
const rounding = 1e-9;
