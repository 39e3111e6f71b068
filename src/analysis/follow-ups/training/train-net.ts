import { type Features, softmax } from "../model/linear.ts";
import {
  addScaled,
  apply,
  floor,
  forward,
  type Layer,
  leak,
  type Net,
  type NetState,
  tagInputOf,
  viewOf,
} from "../model/net.ts";
import { tagNumber } from "../text-features.ts";
import { adjust, learnLayer, type Steps } from "./net-steps.ts";
import { mulberry, shuffle } from "./train-linear.ts";

/** One text to learn from. */
export interface NetExample {
  readonly features: readonly Features[];
  readonly tags: readonly number[];
  /** Null where the text teaches only what its segments are. */
  readonly verdict: number | null;
  readonly reason: number | null;
  readonly weight: number;
}

export interface NetSettings {
  readonly width: number;
  readonly inner: number;
  readonly bits: number;
  readonly tags: number;
  readonly verdicts: number;
  readonly reasons: number;
  readonly epochs: number;
  readonly rate: number;
  /** Share of a segment's features, and of its hidden values, left out at random while learning. */
  readonly featureDrop: number;
  readonly hiddenDrop: number;
  /** Share of a label spread over the other classes: keeps the network from being too sure. */
  readonly doubt: number;
  /** How much the reason counts beside tags and verdict. */
  readonly reasonWeight: number;
}

interface Learner extends Steps {
  readonly net: Net;
  readonly table: Float32Array;
  /** One sum of squares a row of the table. */
  readonly rowSquares: Float32Array;
  readonly settings: NetSettings;
  readonly random: () => number;
}

/** Learns by AdaGrad, text by text in a fixed shuffled order: the same texts give the same network. */
export function trainNet(examples: readonly NetExample[], settings: NetSettings): Net {
  const random = mulberry(7919);
  const learner = toLearner(settings, random);
  const order = examples.flatMap(({ features }, index) => (features.length > 0 ? [index] : []));
  const parts = [learner.table, ...learner.squares.keys()];
  const averaged = Math.min(maxAveraged, settings.epochs);
  const sums = parts.map((part) => new Float64Array(part.length));
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    shuffle(order, random);
    for (const index of order) {
      const example = examples[index];
      if (example) learn(learner, example);
    }
    if (epoch >= settings.epochs - averaged) addParts(sums, parts);
  }
  for (const [at, part] of parts.entries()) part.set((sums[at] ?? part).map((sum) => sum / averaged));
  return learner.net;
}

/** The network is the mean of what it was after each of the last epochs, which is surer of the right things than the last alone. */
const maxAveraged = 4;

function addParts(sums: readonly Float64Array[], parts: readonly Float32Array[]): void {
  for (const [at, part] of parts.entries()) {
    const sum = sums[at] ?? new Float64Array();
    for (let j = 0; j < sum.length; j++) sum[j] = (sum[j] as number) + (part[j] as number);
  }
}

/** Sums of squares that learning starts from: large enough for small first steps. */
const firstSquare = 0.1;
const firstRowSquare = 0.05;

function toLearner(settings: NetSettings, random: () => number): Learner {
  const { width, inner, bits, tags, verdicts, reasons } = settings;
  const table = Float32Array.from({ length: 2 ** bits * width }, () => (random() * 2 - 1) * 0.05);
  const layer = (inputs: number, outputs: number, gain: number): Layer => ({
    inputs,
    outputs,
    weights: Float32Array.from(
      { length: inputs * outputs },
      () => (random() * 2 - 1) * gain * Math.sqrt(2 / inputs),
    ),
    bias: new Float32Array(outputs),
  });
  const net: Net = {
    width,
    inner,
    bits,
    table,
    scale: 1,
    bias: new Float32Array(width),
    around: layer(5 * width, inner, 1),
    tag: layer(width + inner, tags, 0.5),
    verdict: layer(2 * inner + 2 * tags, verdicts, 0.5),
    reason: layer(width, reasons, 0.5),
  };
  const learned = [net.around, net.tag, net.verdict, net.reason].flatMap(({ weights, bias }) => [
    weights,
    bias,
  ]);
  const squares = new Map(
    [net.bias, ...learned].map((one) => [one, new Float32Array(one.length).fill(firstSquare)]),
  );
  const rowSquares = new Float32Array(2 ** bits).fill(firstRowSquare);
  return { net, table, squares, rate: settings.rate, rowSquares, settings, random };
}

/** A segment's features with some left out, and which of its hidden values count how much. */
interface Dropped {
  readonly features: Features;
  readonly sums: Float64Array;
  readonly kept: Float64Array;
}

function learn(learner: Learner, example: NetExample): void {
  const dropped = example.features.map((own) => drop(learner, own));
  const state = forward(learner.net, dropped.map(toHidden));
  const errors = toErrors(learner, example, state);
  goBack(learner, state, errors);
  for (const [at, own] of dropped.entries()) {
    const error = errors.hidden[at];
    if (error) learnRows(learner, own, error);
  }
}

function toHidden({ sums, kept }: Dropped): Float64Array {
  const hidden = new Float64Array(sums.length);
  for (let j = 0; j < hidden.length; j++) {
    const sum = sums[j] as number;
    hidden[j] = (sum > 0 ? sum : leak * sum) * (kept[j] as number);
  }
  return hidden;
}

function drop({ table, net, settings, random }: Learner, { ids, strengths }: Features): Dropped {
  const { width, bits, featureDrop, hiddenDrop } = settings;
  const mask = 2 ** bits - 1;
  const kept: Features = { ids: [], strengths: [] };
  const sums = new Float64Array(net.bias);
  for (let at = 0; at < ids.length; at++) {
    if (random() < featureDrop) continue;
    const row = ((ids[at] ?? 0) & mask) * width;
    const strength = (strengths[at] ?? 0) / (1 - featureDrop);
    kept.ids.push(row);
    kept.strengths.push(strength);
    for (let j = 0; j < width; j++) sums[j] = (sums[j] as number) + strength * (table[row + j] as number);
  }
  const values = new Float64Array(width);
  for (let j = 0; j < width; j++) values[j] = random() < hiddenDrop ? 0 : 1 / (1 - hiddenDrop);
  return { features: kept, sums, kept: values };
}

/** What is wrong with each value, to be carried back. */
interface Errors {
  readonly hidden: readonly Float64Array[];
  readonly inner: readonly Float64Array[];
  readonly tags: readonly Float64Array[];
}

function toErrors(learner: Learner, example: NetExample, state: NetState): Errors {
  const { settings } = learner;
  const errors: Errors = {
    hidden: state.hidden.map(() => new Float64Array(settings.width)),
    inner: state.inner.map(() => new Float64Array(settings.inner)),
    tags: state.tags.map((own, at) =>
      missed(own, example.tags[at] ?? 0, { doubt: settings.doubt, weight: example.weight }),
    ),
  };
  if (example.verdict !== null) learnVerdict(learner, { example, state }, errors);
  if (example.reason !== null) learnReason(learner, { example, state }, errors);
  return errors;
}

function missed(
  found: Float64Array,
  label: number,
  { doubt, weight }: { doubt: number; weight: number },
): Float64Array {
  const rest = doubt / (found.length - 1);
  return found.map((p, k) => (p - (k === label ? 1 - doubt : rest)) * weight);
}

interface Seen {
  readonly example: NetExample;
  readonly state: NetState;
}

function learnVerdict(learner: Learner, { example, state }: Seen, errors: Errors): void {
  const { net, settings } = learner;
  const wrong = missed(state.verdict, example.verdict ?? 0, {
    doubt: settings.doubt,
    weight: example.weight,
  });
  const back = learnLayer(learner, net.verdict, { input: state.pool.values, errors: wrong });
  spreadInner(back, state, errors);
  spreadTags(back, state, errors);
}

/** The verdict saw the largest and the mean inner values. */
function spreadInner(back: Float64Array, { pool, inner }: NetState, errors: Errors): void {
  const width = pool.innerFrom.length;
  for (let j = 0; j < width; j++) {
    add(errors.inner[pool.innerFrom[j] as number], j, back[j] as number);
    const mean = (back[width + j] as number) / inner.length;
    for (const own of errors.inner) add(own, j, mean);
  }
}

/** And each tag's largest probability, plain and as a logarithm. */
function spreadTags(back: Float64Array, { pool, tags }: NetState, errors: Errors): void {
  const from = 2 * pool.innerFrom.length;
  const count = pool.tagFrom.length;
  for (let k = 0; k < count; k++) {
    const at = pool.tagFrom[k] as number;
    const own = tags[at] as Float64Array;
    const p = own[k] as number;
    const slope = (back[from + k] as number) + (back[from + count + k] as number) / (2 * (p + floor));
    own.forEach((other, q) => add(errors.tags[at], q, slope * p * (Number(q === k) - other)));
  }
}

/**
 * From the segments the network takes for the reason, and from those marked as it: what the reason is about must not depend on
 * where it is sought.
 */
function learnReason(learner: Learner, { example, state }: Seen, errors: Errors): void {
  const reason = { example, hidden: errors.hidden };
  learnReasonOf(learner, reason, { said: state.reason, input: state.reasonInput, shares: state.shares });
  const marked = example.tags.map((tag) => Number(tag === tagNumber.reason));
  const count = marked.reduce((sum, one) => sum + one, 0);
  if (count === 0) return;
  const shares = marked.map((one) => one / count);
  const input = new Float64Array(learner.settings.width);
  for (const [at, own] of state.hidden.entries()) addScaled(input, own, shares[at] ?? 0);
  learnReasonOf(learner, reason, { said: softmax(apply(learner.net.reason, input)), input, shares });
}

function learnReasonOf(
  learner: Learner,
  { example, hidden }: { readonly example: NetExample; readonly hidden: readonly Float64Array[] },
  { said, input, shares }: { said: Float64Array; input: Float64Array; shares: readonly number[] },
): void {
  const weight = example.weight * learner.settings.reasonWeight;
  const wrong = missed(said, example.reason ?? 0, { doubt: 0, weight });
  const back = learnLayer(learner, learner.net.reason, { input, errors: wrong });
  for (const [at, own] of hidden.entries()) addScaled(own, back, shares[at] ?? 0);
}

function add(values: Float64Array | undefined, at: number, value: number): void {
  if (values) values[at] = (values[at] ?? 0) + value;
}

/** From tags and inner values back to the hidden values of each segment. */
function goBack(learner: Learner, state: NetState, errors: Errors): void {
  const { net, settings } = learner;
  const { width, inner } = settings;
  for (const [at, own] of errors.tags.entries()) {
    const back = learnLayer(learner, net.tag, { input: tagInputOf(state, at), errors: own });
    for (let j = 0; j < width; j++) add(errors.hidden[at], j, back[j] ?? 0);
    for (let j = 0; j < inner; j++) add(errors.inner[at], j, back[width + j] ?? 0);
  }
  for (const [at, own] of errors.inner.entries()) {
    const values = state.inner[at];
    const slopes = own.map((error, j) => ((values?.[j] ?? 0) < 0 ? leak * error : error));
    spread(learnLayer(learner, net.around, { input: viewOf(state, at), errors: slopes }), {
      at,
      state,
      errors,
    });
  }
}

/** A view is the segment itself, its neighbours, the text's mean and maximum: each gets its part of the error. */
function spread(
  back: Float64Array,
  { at, state, errors }: { at: number; state: NetState; errors: Errors },
): void {
  const width = back.length / 5;
  const count = errors.hidden.length;
  for (let j = 0; j < width; j++) {
    add(errors.hidden[at], j, back[j] ?? 0);
    add(errors.hidden[at - 1], j, back[width + j] ?? 0);
    add(errors.hidden[at + 1], j, back[2 * width + j] ?? 0);
    const mean = (back[3 * width + j] ?? 0) / count;
    for (const own of errors.hidden) add(own, j, mean);
    add(errors.hidden[state.largest[j] ?? 0], j, back[4 * width + j] ?? 0);
  }
}

/** A row counts its squares more than its single values do: rare features move in smaller steps. */
const rowCaution = 4;

function learnRows(learner: Learner, { features, sums, kept }: Dropped, errors: Float64Array): void {
  const { table, rowSquares, settings, net, squares, rate } = learner;
  const { width } = settings;
  const biasSums = squares.get(net.bias) ?? net.bias;
  let size = 0;
  for (let j = 0; j < width; j++) {
    const slope = (kept[j] ?? 0) * ((sums[j] ?? 0) > 0 ? 1 : leak);
    const error = (errors[j] ?? 0) * slope;
    errors[j] = error;
    size += error * error;
    adjust({ weights: net.bias, sums: biasSums, rate }, j, error);
  }
  if (size === 0) return;
  for (let at = 0; at < features.ids.length; at++) {
    const row = features.ids[at] as number;
    const strength = features.strengths[at] as number;
    const square = (rowSquares[row / width] as number) + (rowCaution * size * strength * strength) / width;
    rowSquares[row / width] = square;
    const step = (rate * strength) / Math.sqrt(square);
    for (let j = 0; j < width; j++)
      table[row + j] = (table[row + j] as number) - step * (errors[j] as number);
  }
}
