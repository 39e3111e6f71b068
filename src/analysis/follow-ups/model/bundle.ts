/** Features that always come together; the same things are the same object. Strengths are in twentieths. */
export interface Bundle {
  /** Tells bundles of one kind apart; what was computed of a bundle is kept by it. */
  readonly number: number;
  readonly ids: readonly number[];
  /** Strength of the first feature, and of each of the others. */
  readonly first: number;
  readonly others: number;
}

let count = 0;

/** The next number for a bundle. */
export function nextNumber(): number {
  count = (count + 1) % 2 ** 30;
  return count;
}

/** Features of one strength. */
export function toBundle(ids: readonly number[], strength: number): Bundle {
  return { number: nextNumber(), ids, first: strength, others: strength };
}
