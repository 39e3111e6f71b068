import type { Layer } from "../model/net.ts";

/** AdaGrad's state: the rate, and for each array of weights its sums of squared gradients. */
export interface Steps {
  readonly squares: ReadonlyMap<Float32Array, Float32Array>;
  readonly rate: number;
}

/** One step for a layer; returns the error of its inputs. */
export function learnLayer(
  { squares, rate }: Steps,
  { outputs, weights, bias }: Layer,
  { input, errors }: { readonly input: Float64Array; readonly errors: Float64Array },
): Float64Array {
  const back = new Float64Array(input.length);
  const sums = squares.get(weights) ?? weights;
  for (let i = 0; i < input.length; i++) {
    const value = input[i] as number;
    const end = (i + 1) * outputs;
    let sum = 0;
    // Written out instead of calling `adjust`: a third of all learning goes on here.
    for (let at = i * outputs, j = 0; at < end; at++, j++) {
      const error = errors[j] as number;
      const weight = weights[at] as number;
      sum += error * weight;
      if (value === 0) continue;
      const gradient = error * value;
      const square = (sums[at] as number) + gradient * gradient;
      sums[at] = square;
      weights[at] = weight - (rate * gradient) / Math.sqrt(square);
    }
    back[i] = sum;
  }
  const biasSums = squares.get(bias) ?? bias;
  for (let j = 0; j < outputs; j++) adjust({ weights: bias, sums: biasSums, rate }, j, errors[j] as number);
  return back;
}

interface Adjusted {
  readonly weights: Float32Array;
  readonly sums: Float32Array;
  readonly rate: number;
}

export function adjust({ weights, sums, rate }: Adjusted, at: number, gradient: number): void {
  const square = (sums[at] as number) + gradient * gradient;
  sums[at] = square;
  weights[at] = (weights[at] as number) - (rate * gradient) / Math.sqrt(square);
}
