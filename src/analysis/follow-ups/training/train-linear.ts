import type { Features, LinearModel } from "../model/linear.ts";
import { predict } from "../model/linear.ts";

export interface Example {
  readonly features: Features;
  readonly label: number;
  /** How much it counts. */
  readonly weight: number;
}

export interface TrainSettings {
  readonly classes: number;
  readonly bits: number;
  readonly epochs: number;
  readonly rate: number;
  /** Strength of the pull to zero, per example. */
  readonly decay: number;
}

/** Softmax regression by AdaGrad in a fixed shuffled order: the same examples give the same weights. */
export function trainLinear(examples: readonly Example[], settings: TrainSettings): LinearModel {
  const { classes, bits, epochs } = settings;
  const size = 2 ** bits * classes;
  const weights = new Float32Array(size);
  const squares = new Float32Array(size);
  const bias = new Float32Array(classes);
  const model: LinearModel = { classes, bits, weights, scale: 1, bias };
  const order = examples.map((_, index) => index);
  const random = mulberry(20260301);
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    for (const index of order) {
      const example = examples[index];
      if (example) step({ weights, squares, bias }, example, settings);
    }
  }
  return model;
}

interface State {
  readonly weights: Float32Array;
  readonly squares: Float32Array;
  readonly bias: Float32Array;
}

function step(state: State, { features, label, weight }: Example, settings: TrainSettings): void {
  const { bias } = state;
  const errors = predict({ ...settings, weights: state.weights, scale: 1, bias }, features);
  errors[label] = (errors[label] ?? 0) - 1;
  if (Math.abs(errors[label] ?? 0) < learned) return;
  for (let k = 0; k < errors.length; k++) {
    errors[k] = (errors[k] ?? 0) * weight;
    bias[k] = (bias[k] ?? 0) - biasRate * (errors[k] ?? 0);
  }
  update(state, { features, errors }, settings);
}

/** An example this close to right has nothing more to teach; leaving it out halves the time. */
const learned = 0.02;

/** Small, because the bias is touched by every example. */
const biasRate = 0.02;

interface Gradient {
  readonly features: Features;
  readonly errors: Float64Array;
}

function update({ weights, squares }: State, { features, errors }: Gradient, settings: TrainSettings): void {
  const { classes, bits, rate, decay } = settings;
  const mask = 2 ** bits - 1;
  for (let at = 0; at < features.ids.length; at++) {
    const row = ((features.ids[at] as number) & mask) * classes;
    const strength = features.strengths[at] as number;
    for (let k = 0; k < classes; k++) {
      const weight = weights[row + k] as number;
      const gradient = (errors[k] as number) * strength + decay * weight;
      const square = (squares[row + k] as number) + gradient * gradient;
      squares[row + k] = square;
      weights[row + k] = weight - (rate * gradient) / (Math.sqrt(square) + 1e-6);
    }
  }
}

/** A small seeded generator (mulberry32): numbers in [0, 1). */
export function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function shuffle(order: number[], random: () => number): void {
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    const held = order[at] ?? 0;
    order[at] = order[other] ?? 0;
    order[other] = held;
  }
}
