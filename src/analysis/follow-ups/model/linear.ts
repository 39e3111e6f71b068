/** Features of one thing to be judged: 32-bit hashes and their strengths, position by position. */
export interface Features {
  readonly ids: number[];
  readonly strengths: number[];
}

/** A softmax over a linear score of hashed features. Row b of `weights` holds bucket b's weight for every class. */
export interface LinearModel {
  readonly classes: number;
  /** Buckets are 2^bits. */
  readonly bits: number;
  readonly weights: Float32Array | Int8Array;
  /** What one unit of `weights` is worth. */
  readonly scale: number;
  readonly bias: Float32Array;
}

/** Probability of each class. */
export function predict(model: LinearModel, features: Features): Float64Array {
  const sums = new Float64Array(model.classes);
  addScores(sums, model, features);
  for (let k = 0; k < sums.length; k++) sums[k] = (sums[k] ?? 0) * model.scale + (model.bias[k] ?? 0);
  return softmax(sums);
}

// The inner loop of learning; plain indexing, because this is where its time goes.
function addScores(
  sums: Float64Array,
  { classes, bits, weights }: LinearModel,
  { ids, strengths }: Features,
): void {
  const mask = 2 ** bits - 1;
  for (let at = 0; at < ids.length; at++) {
    const row = ((ids[at] as number) & mask) * classes;
    const strength = strengths[at] as number;
    for (let k = 0; k < classes; k++) sums[k] = (sums[k] as number) + strength * (weights[row + k] as number);
  }
}

export function softmax(scores: Float64Array): Float64Array {
  let max = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < scores.length; k++) if ((scores[k] as number) > max) max = scores[k] as number;
  let sum = 0;
  const result = new Float64Array(scores.length);
  for (let k = 0; k < scores.length; k++) {
    const value = Math.exp((scores[k] ?? 0) - max);
    result[k] = value;
    sum += value;
  }
  for (let k = 0; k < result.length; k++) result[k] = (result[k] ?? 0) / sum;
  return result;
}

export function indexOfMax(values: ArrayLike<number>): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) if ((values[k] ?? 0) > (values[best] ?? 0)) best = k;
  return best;
}
