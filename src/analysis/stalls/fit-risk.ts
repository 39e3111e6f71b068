import type { RiskModel } from "../../domain/stall-model.ts";

/** A past deal on one day of its life: the learned parts of its risk, and how it ended. */
export interface Snapshot {
  readonly inputs: LearnedInputs;
  readonly isWon: boolean;
  readonly weight: number;
}

/** Parts whose past is on record; of next steps, bookings and contact persons only today's state is. */
export const learnedParts = ["stage-age", "silence", "close-date-pushed"] as const;
export type LearnedInputs = readonly [stageAge: number, silence: number, pushes: number];

/**
 * Stated weights, in log-odds: for each doubling of stage age and silence over the usual, for each push, and for each of
 * the others being so. They are where the learned ones start from, and stay what they are for the parts without a past.
 */
export const statedRisk: RiskModel = {
  base: 0,
  weights: {
    "stage-age": 0.4,
    silence: 0.6,
    "close-date-pushed": 0.3,
    "close-date-past": 0.5,
    "no-next-step": 0.4,
    "single-threaded": 0.3,
    booked: -1,
  },
  sample: 0,
};

/** How far a learned weight may easily lie from its stated one, and the base from even odds; standard deviations. */
const weightSpread = 0.5;
const baseSpread = 2;

const maxSteps = 25;

/**
 * Log-odds of not being won as a weighted sum: logistic regression on snapshots, which is a hazard model in discrete time
 * read from its end (Brown 1975; Singer and Willett 1993), drawn towards the stated weights by a normal prior, so that few
 * deals change little. Snapshots of one deal tell nearly the same, so all of a deal's together count as one observation. A
 * weight never turns negative: longer silence must not look better because of an odd sample.
 */
export function fitRisk(snapshots: readonly Snapshot[], dealCount: number): RiskModel {
  const total = snapshots.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return statedRisk;
  const scale = dealCount / total;
  const prior = [statedRisk.base, ...learnedParts.map((part) => statedRisk.weights[part])];
  let beta = prior;
  for (let step = 0; step < maxSteps; step += 1) {
    const moved = takeNewtonStep(snapshots, { beta, prior, scale });
    const change = Math.max(...moved.map((value, place) => Math.abs(value - (beta[place] ?? 0))));
    beta = moved;
    if (change < 1e-7) break;
  }
  const [base = 0, stageAge = 0, silence = 0, pushes = 0] = beta;
  const weights = { ...statedRisk.weights, "stage-age": stageAge, silence, "close-date-pushed": pushes };
  return { base, weights, sample: dealCount };
}

interface Fit {
  readonly beta: readonly number[];
  readonly prior: readonly number[];
  readonly scale: number;
}

function takeNewtonStep(snapshots: readonly Snapshot[], { beta, prior, scale }: Fit): number[] {
  const precision = beta.map((_, place) => 1 / (place === 0 ? baseSpread : weightSpread) ** 2);
  const gradient = beta.map((value, place) => (precision[place] ?? 0) * ((prior[place] ?? 0) - value));
  const curvature = precision.map((value, place) => beta.map((_, column) => (column === place ? value : 0)));
  for (const { inputs, isWon, weight } of snapshots) {
    const x = [1, ...inputs];
    const chance = toChance(x.reduce((sum, value, place) => sum + value * (beta[place] ?? 0), 0));
    addScaled(gradient, x, weight * scale * ((isWon ? 0 : 1) - chance));
    const spread = weight * scale * chance * (1 - chance);
    for (const [place, row] of curvature.entries()) addScaled(row, x, spread * (x[place] ?? 0));
  }
  const change = solve(curvature, gradient);
  return beta.map((value, place) => {
    const moved = value + (change[place] ?? 0);
    return place === 0 ? moved : Math.max(0, moved);
  });
}

function addScaled(to: number[], values: readonly number[], factor: number): void {
  for (const [place, value] of values.entries()) to[place] = (to[place] ?? 0) + factor * value;
}

export function toChance(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

// Gauss without pivoting: the curvature is positive definite because of the prior.
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, place) => [...row, right[place] ?? 0]);
  for (const [place, pivot] of rows.entries())
    for (const row of rows.slice(place + 1)) addScaled(row, pivot, -(row[place] ?? 0) / (pivot[place] ?? 1));
  const solution = rows.map(() => 0);
  for (const [place, row] of [...rows.entries()].toReversed()) {
    const known = solution.reduce((sum, value, column) => sum + value * (row[column] ?? 0), 0);
    solution[place] = ((row.at(-1) ?? 0) - known) / (row[place] ?? 1);
  }
  return solution;
}
