import { type Features, softmax } from "./linear.ts";

/** A full layer: row i of `weights` holds input i's weight for every output. */
export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

/**
 * A small network over the segments of a text. Each segment's hashed features add up to `width` hidden values; a second
 * layer of `inner` values sees the segment, its neighbours, and the mean and maximum over the text. From both come the
 * segment's tag, from all segments together the verdict and the reason.
 */
export interface Net {
  readonly width: number;
  readonly inner: number;
  /** Rows of `table` are 2^bits, each of `width`. */
  readonly bits: number;
  readonly table: Float32Array | Int8Array;
  /** What one unit of `table` is worth. */
  readonly scale: number;
  readonly bias: Float32Array;
  readonly around: Layer;
  readonly tag: Layer;
  readonly verdict: Layer;
  readonly reason: Layer;
}

/** Layers by name, with the order in which they are stored. */
export const layerNames = ["around", "tag", "verdict", "reason"] as const;

/** Everything computed on the way, which learning goes back through. */
export interface NetState {
  readonly hidden: readonly Float64Array[];
  readonly views: readonly Float64Array[];
  readonly inner: readonly Float64Array[];
  readonly tagInputs: readonly Float64Array[];
  readonly tags: readonly Float64Array[];
  readonly pool: Pool;
  readonly verdict: Float64Array;
  /** Each segment's share in the reason. */
  readonly shares: readonly number[];
  readonly reasonInput: Float64Array;
  readonly reason: Float64Array;
  /** Segment with the largest hidden value, position by position. */
  readonly largest: Int32Array;
}

export interface Pool {
  readonly values: Float64Array;
  /** Segment each inner maximum, and each tag maximum, comes from. */
  readonly innerFrom: Int32Array;
  readonly tagFrom: Int32Array;
}

/** Slope below zero, so that no value dies for good. */
export const leak = 0.1;
/** Keeps the logarithm of a small probability in bounds. */
export const floor = 0.02;
const reasonTag = 3;

/** What the network says of a text, segment by segment and as a whole. */
export function readNet(net: Net, features: readonly Features[]): NetState {
  return forward(
    net,
    features.map((own) => rectify(sumRows(net, own))),
  );
}

// The costliest loop of the network; plain indexing, because this is where the time goes.
function sumRows({ width, bits, table, scale, bias }: Net, { ids, strengths }: Features): Float64Array {
  const sums = new Float64Array(width);
  const mask = 2 ** bits - 1;
  for (let at = 0; at < ids.length; at++) {
    const row = ((ids[at] as number) & mask) * width;
    const strength = strengths[at] as number;
    for (let j = 0; j < width; j++) sums[j] = (sums[j] as number) + strength * (table[row + j] as number);
  }
  for (let j = 0; j < width; j++) sums[j] = (sums[j] as number) * scale + (bias[j] as number);
  return sums;
}

function rectify(values: Float64Array): Float64Array {
  for (let j = 0; j < values.length; j++)
    if ((values[j] as number) < 0) values[j] = leak * (values[j] as number);
  return values;
}

/** From the segments' hidden values to what is said of them. */
export function forward(net: Net, hidden: readonly Float64Array[]): NetState {
  const { mean, top, largest } = summarise(hidden, net.width);
  const views = hidden.map((own, at) => join([own, hidden[at - 1], hidden[at + 1], mean, top], net.width));
  const inner = views.map((view) => rectify(apply(net.around, view)));
  const tagInputs = hidden.map((own, at) => concat(own, inner[at] ?? mean));
  const tags = tagInputs.map((input) => softmax(apply(net.tag, input)));
  const pool = toPool(inner, tags, net);
  const total = tags.reduce((sum, own) => sum + (own[reasonTag] ?? 0), 1e-6);
  const shares = tags.map((own) => (own[reasonTag] ?? 0) / total);
  const reasonInput = new Float64Array(net.width);
  for (const [at, own] of hidden.entries()) addScaled(reasonInput, own, shares[at] ?? 0);
  return {
    hidden,
    views,
    inner,
    tagInputs,
    tags,
    pool,
    verdict: softmax(apply(net.verdict, pool.values)),
    shares,
    reasonInput,
    reason: softmax(apply(net.reason, reasonInput)),
    largest,
  };
}

function apply({ inputs, outputs, weights, bias }: Layer, input: Float64Array): Float64Array {
  const result = Float64Array.from(bias);
  for (let i = 0; i < inputs; i++) {
    const value = input[i] as number;
    if (value === 0) continue;
    const row = i * outputs;
    for (let j = 0; j < outputs; j++)
      result[j] = (result[j] as number) + value * (weights[row + j] as number);
  }
  return result;
}

function summarise(hidden: readonly Float64Array[], width: number) {
  const mean = new Float64Array(width);
  const top = new Float64Array(width).fill(hidden.length === 0 ? 0 : Number.NEGATIVE_INFINITY);
  const largest = new Int32Array(width);
  for (const [at, own] of hidden.entries()) {
    addScaled(mean, own, 1 / hidden.length);
    for (let j = 0; j < width; j++) {
      if ((own[j] as number) <= (top[j] as number)) continue;
      top[j] = own[j] as number;
      largest[j] = at;
    }
  }
  return { mean, top, largest };
}

/** The parts one after the other, each `width` long; a missing part is zero. */
function join(parts: readonly (Float64Array | undefined)[], width: number): Float64Array {
  const joined = new Float64Array(parts.length * width);
  for (const [at, part] of parts.entries()) if (part) joined.set(part, at * width);
  return joined;
}

function concat(a: Float64Array, b: Float64Array): Float64Array {
  const joined = new Float64Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

export function addScaled(sum: Float64Array, values: Float64Array, factor: number): void {
  for (let j = 0; j < sum.length; j++) sum[j] = (sum[j] as number) + factor * (values[j] as number);
}

/** Maximum and mean of the inner values, then maximum of each tag's probability and its logarithm. */
function toPool(
  inner: readonly Float64Array[],
  tags: readonly Float64Array[],
  { inner: width, tag }: Net,
): Pool {
  const top = summarise(inner, width);
  const best = summarise(tags, tag.outputs);
  const logs = best.top.map((p) => Math.log(p + floor) / 2);
  const values = new Float64Array(2 * width + 2 * tag.outputs);
  values.set(top.top);
  values.set(top.mean, width);
  values.set(best.top, 2 * width);
  values.set(logs, 2 * width + tag.outputs);
  return { values, innerFrom: top.largest, tagFrom: best.largest };
}
