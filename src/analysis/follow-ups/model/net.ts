import { softmax } from "./linear.ts";
import { zeroRows } from "./rows.ts";

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

/** What the `tag` layer sees of a segment: its hidden and its inner values. */
export function tagInputOf({ hidden, inner }: NetState, at: number): Float64Array {
  const own = hidden[at] ?? new Float64Array();
  const second = inner[at] ?? new Float64Array();
  const input = new Float64Array(own.length + second.length);
  input.set(own);
  input.set(second, own.length);
  return input;
}

/** What the `around` layer sees of a segment: itself, the ones before and after it, and the text's mean and maximum. */
export function viewOf({ hidden, mean, top }: NetState, at: number): Float64Array {
  const width = mean.length;
  const view = new Float64Array(5 * width);
  for (const [part, values] of [hidden[at], hidden[at - 1], hidden[at + 1], mean, top].entries())
    if (values) view.set(values, part * width);
  return view;
}

/** Everything computed on the way, which learning goes back through. */
export interface NetState {
  readonly hidden: readonly Float64Array[];
  readonly mean: Float64Array;
  readonly top: Float64Array;
  readonly inner: readonly Float64Array[];
  readonly tags: readonly Float64Array[];
  readonly pool: Pool;
  readonly verdict: Float64Array;
  /** Each segment's share in the reason. */
  readonly shares: readonly number[];
  readonly reasonInput: Float64Array;
  readonly reason: Float64Array;
  /** Segment with the largest hidden value, position by position. */
  readonly largest: readonly number[];
}

export interface Pool {
  readonly values: Float64Array;
  /** Segment each inner maximum, and each tag maximum, comes from. */
  readonly innerFrom: readonly number[];
  readonly tagFrom: readonly number[];
}

/** Slope below zero, so that no value dies for good. */
export const leak = 0.1;
/** Keeps the logarithm of a small probability in bounds. */
export const floor = 0.02;
const reasonTag = 3;

/** What the network says of a text, segment by segment and as a whole; `sums` are the rows of each segment's features added up. */
export function readNet(net: Net, sums: readonly Float64Array[]): NetState {
  return forward(net, sums.map(rectify));
}

function rectify(values: Float64Array): Float64Array {
  for (let j = 0; j < values.length; j++)
    if ((values[j] as number) < 0) values[j] = leak * (values[j] as number);
  return values;
}

/** From the segments' hidden values to what is said of them. */
export function forward(net: Net, hidden: readonly Float64Array[]): NetState {
  const { around, width } = net;
  const { mean, top, largest } = summarise(hidden, width);
  const everywhere = new Float64Array(around.bias);
  addProducts(everywhere, around, { input: mean, row: 3 * width });
  addProducts(everywhere, around, { input: top, row: 4 * width });
  const inner = zeroRows(hidden.length, net.inner);
  for (const [at, values] of inner.entries()) {
    values.set(everywhere);
    addAround(values, around, { hidden, at });
    rectify(values);
  }
  const tags = hidden.map((own, at) => {
    const scores = new Float64Array(net.tag.bias);
    addProducts(scores, net.tag, { input: own, row: 0 });
    addProducts(scores, net.tag, { input: inner[at] ?? mean, row: width });
    return softmax(scores);
  });
  const pool = toPool(inner, tags, net);
  const total = tags.reduce((sum, own) => sum + (own[reasonTag] ?? 0), 1e-6);
  const shares = tags.map((own) => (own[reasonTag] ?? 0) / total);
  const reasonInput = new Float64Array(width);
  for (const [at, own] of hidden.entries()) addScaled(reasonInput, own, shares[at] ?? 0);
  return {
    hidden,
    mean,
    top,
    inner,
    tags,
    pool,
    verdict: softmax(apply(net.verdict, pool.values)),
    shares,
    reasonInput,
    reason: softmax(apply(net.reason, reasonInput)),
    largest,
  };
}

function addAround(
  values: Float64Array,
  around: Layer,
  { hidden, at }: { readonly hidden: readonly Float64Array[]; readonly at: number },
): void {
  for (const [part, input] of [hidden[at], hidden[at - 1], hidden[at + 1]].entries())
    if (input) addProducts(values, around, { input, row: part * input.length });
}

/** A layer's outputs. */
export function apply(layer: Layer, input: Float64Array): Float64Array {
  const result = new Float64Array(layer.bias);
  addProducts(result, layer, { input, row: 0 });
  return result;
}

interface Product {
  readonly input: Float64Array;
  /** The row of the input's first weights. */
  readonly row: number;
}

/** What an input adds to a layer's outputs; each output takes the inputs in their order, so the sums are always the same. */
function addProducts(result: Float64Array, layer: Layer, { input, row }: Product): void {
  const { outputs, weights } = layer;
  let j = 0;
  // Four at a time: their sums stay in registers. This is the inner loop of the network.
  for (; j + 4 <= outputs; j += 4) {
    let a = result[j] as number;
    let b = result[j + 1] as number;
    let c = result[j + 2] as number;
    let d = result[j + 3] as number;
    for (let i = 0, at = row * outputs + j; i < input.length; i++, at += outputs) {
      const value = input[i] as number;
      a += value * (weights[at] as number);
      b += value * (weights[at + 1] as number);
      c += value * (weights[at + 2] as number);
      d += value * (weights[at + 3] as number);
    }
    result[j] = a;
    result[j + 1] = b;
    result[j + 2] = c;
    result[j + 3] = d;
  }
  for (; j < outputs; j++) {
    let sum = result[j] as number;
    for (let i = 0; i < input.length; i++)
      sum += (input[i] as number) * (weights[(row + i) * outputs + j] as number);
    result[j] = sum;
  }
}

function summarise(hidden: readonly Float64Array[], width: number) {
  const [mean, top] = zeroRows(2, width) as [Float64Array, Float64Array];
  if (hidden.length > 0) top.fill(Number.NEGATIVE_INFINITY);
  const largest: number[] = [];
  for (let j = 0; j < width; j++) largest.push(0);
  for (let at = 0; at < hidden.length; at++) {
    const own = hidden[at] as Float64Array;
    addScaled(mean, own, 1 / hidden.length);
    for (let j = 0; j < width; j++) {
      if ((own[j] as number) <= (top[j] as number)) continue;
      top[j] = own[j] as number;
      largest[j] = at;
    }
  }
  return { mean, top, largest };
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
  const values = new Float64Array(2 * width + 2 * tag.outputs);
  values.set(top.top);
  values.set(top.mean, width);
  values.set(best.top, 2 * width);
  for (let k = 0; k < tag.outputs; k++)
    values[2 * width + tag.outputs + k] = Math.log((best.top[k] as number) + floor) / 2;
  return { values, innerFrom: top.largest, tagFrom: best.largest };
}
