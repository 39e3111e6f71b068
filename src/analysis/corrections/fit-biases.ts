import type { Probabilities } from "../../domain/correction.ts";
import { type Verdict, verdicts } from "../../domain/follow-up.ts";

/** One text with what is known about its verdict. */
export interface Example {
  readonly probabilities: Probabilities;
  /** The verdict it has, or the one that it has not. */
  readonly says: { readonly is: Verdict } | { readonly isNot: Verdict };
  readonly weight: number;
}

type Biases = Readonly<Record<Verdict, number>>;

const noBiases: Biases = { solution: 0, vague: 0, excuse: 0, log: 0 };

/** Enough for three digits; the examples are few and the maximum is flat. */
const steps = 200;

/**
 * The biases (log odds added to each verdict) that make the examples most likely, under a normal prior around 0 with standard
 * deviation `priorDeviation`, by gradient ascent; none beyond `maxBias`. The prior shrinks what few examples say: it weighs
 * as much as 1 / (priorDeviation² · p(1 − p)) examples of a verdict with probability p, some 20 for 0.5 and p = 0.3.
 * The step is the inverse of the largest curvature there can be (a softmax's is at most 1/2 a unit of weight).
 */
export function fitBiases(
  examples: readonly Example[],
  { priorDeviation, maxBias }: { readonly priorDeviation: number; readonly maxBias: number },
): Biases {
  const precision = 1 / priorDeviation ** 2;
  const weight = examples.reduce((sum, example) => sum + example.weight, 0);
  const rate = 1 / (weight / 2 + precision);
  let biases = noBiases;
  for (let step = 0; step < steps; step++) {
    const slopes = slopesAt(biases, examples);
    biases = mapVerdicts((verdict) => {
      const moved = biases[verdict] + rate * (slopes[verdict] - precision * biases[verdict]);
      return Math.min(maxBias, Math.max(-maxBias, moved));
    });
  }
  return biases;
}

/** The probabilities with the biases applied. */
export function applyBiases(probabilities: Probabilities, biases: Biases): Probabilities {
  return multiply(
    probabilities,
    mapVerdicts((verdict) => Math.exp(biases[verdict])),
  );
}

function multiply(probabilities: Probabilities, factors: Probabilities): Probabilities {
  const solution = probabilities.solution * factors.solution;
  const vague = probabilities.vague * factors.vague;
  const excuse = probabilities.excuse * factors.excuse;
  const log = probabilities.log * factors.log;
  const sum = solution + vague + excuse + log;
  return { solution: solution / sum, vague: vague / sum, excuse: excuse / sum, log: log / sum };
}

function slopesAt(biases: Biases, examples: readonly Example[]): Biases {
  const slopes = { ...noBiases };
  const factors = mapVerdicts((verdict) => Math.exp(biases[verdict]));
  for (const { probabilities, says, weight } of examples) {
    const now = multiply(probabilities, factors);
    const named = "is" in says ? says.is : says.isNot;
    // d log p(named) / d bias, and of log(1 - p(named)) by the chain rule.
    const pull = "is" in says ? weight : -weight * odds(now[named]);
    for (const verdict of verdicts) slopes[verdict] += pull * ((verdict === named ? 1 : 0) - now[verdict]);
  }
  return slopes;
}

/** Bounded: one text that the engine was certain of must not outweigh all others. */
function odds(p: number): number {
  return Math.min(p / (1 - p), 10);
}

function mapVerdicts(value: (verdict: Verdict) => number): Biases {
  return {
    solution: value("solution"),
    vague: value("vague"),
    excuse: value("excuse"),
    log: value("log"),
  };
}
