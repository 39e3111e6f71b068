import type { RiskModel } from "../../domain/stall-model.ts";

/** A past deal on one day of its life: the learned parts of its risk, and how it ended. */
export interface Snapshot {
  readonly stageId: string;
  readonly inputs: LearnedInputs;
  readonly isWon: boolean;
  readonly weight: number;
}

/** Parts whose past is on record; of next steps, bookings and contact persons only today's state is. */
const learnedParts = ["stage-age", "silence", "close-date-pushed"] as const;
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
  stages: {},
  sample: 0,
};

/** How far a learned weight may easily lie from its stated one, and the base from even odds; standard deviations. */
const weightSpread = 0.5;
const baseSpread = 2;
const stageSpread = 0.5;

const maxSteps = 5;
const rounds = 3;

/**
 * Log-odds of not being won as a weighted sum: logistic regression on snapshots, which is a hazard model in discrete time
 * read from its end (Brown 1975; Singer and Willett 1993), drawn towards the stated weights by a normal prior, so that few
 * deals change little. What a stage itself adds is learned beside it, drawn to nothing. Snapshots of one deal tell nearly
 * the same, so all of a deal's together count as one observation. A weight never turns negative: longer silence must not look better because of an odd sample.
 */
export function fitRisk(snapshots: readonly Snapshot[], dealCount: number): RiskModel {
  const total = snapshots.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return statedRisk;
  const prior = [statedRisk.base, ...learnedParts.map((part) => statedRisk.weights[part])];
  const stages = new Map<string, number>();
  let beta = prior;
  // Stages and parts in turn (backfitting): each is fitted with the other as it stands.
  for (let round = 0; round < rounds; round += 1) {
    const fit: Fit = { prior, scale: dealCount / total, stages };
    beta = fitParts(snapshots, beta, fit);
    fitStages(snapshots, beta, fit);
  }
  const [base = 0, stageAge = 0, silence = 0, pushes = 0] = beta;
  const weights = { ...statedRisk.weights, "stage-age": stageAge, silence, "close-date-pushed": pushes };
  return { base, weights, stages: Object.fromEntries(stages), sample: dealCount };
}

function fitParts(snapshots: readonly Snapshot[], from: readonly number[], fit: Fit): number[] {
  let beta = [...from];
  for (let step = 0; step < maxSteps; step += 1) {
    const moved = takeNewtonStep(snapshots, beta, fit);
    const change = Math.max(...moved.map((value, place) => Math.abs(value - (beta[place] ?? 0))));
    beta = moved;
    if (change < 1e-4) break;
  }
  return beta;
}

/** One Newton step for what a stage adds to all its deals, drawn to nothing by a normal prior. */
function fitStages(snapshots: readonly Snapshot[], beta: readonly number[], { scale, stages }: Fit): void {
  const sums = new Map<string, { slope: number; curvature: number }>();
  for (const { stageId, inputs, isWon, weight } of snapshots) {
    const chance = chanceOf([1, ...inputs], beta, stages.get(stageId) ?? 0);
    const sum = sums.get(stageId) ?? { slope: 0, curvature: 0 };
    sum.slope += weight * scale * ((isWon ? 0 : 1) - chance);
    sum.curvature += weight * scale * chance * (1 - chance);
    sums.set(stageId, sum);
  }
  const precision = 1 / stageSpread ** 2;
  for (const [stageId, { slope, curvature }] of sums) {
    const known = stages.get(stageId) ?? 0;
    stages.set(stageId, known + (slope - precision * known) / (curvature + precision));
  }
}

function chanceOf(x: readonly number[], beta: readonly number[], offset: number): number {
  return toChance(x.reduce((sum, value, place) => sum + value * (beta[place] ?? 0), offset));
}

interface Fit {
  readonly prior: readonly number[];
  /** Makes all of a deal's snapshots together count as one observation. */
  readonly scale: number;
  /** What each stage adds; refined in place. */
  readonly stages: Map<string, number>;
}

function takeNewtonStep(snapshots: readonly Snapshot[], beta: readonly number[], fit: Fit): number[] {
  const precision = beta.map((_, place) => 1 / (place === 0 ? baseSpread : weightSpread) ** 2);
  const gradient = beta.map((value, place) => (precision[place] ?? 0) * ((fit.prior[place] ?? 0) - value));
  const curvature = precision.map((value, place) => beta.map((_, column) => (column === place ? value : 0)));
  for (const { stageId, inputs, isWon, weight } of snapshots) {
    const x = [1, ...inputs];
    const chance = chanceOf(x, beta, fit.stages.get(stageId) ?? 0);
    addScaled(gradient, x, weight * fit.scale * ((isWon ? 0 : 1) - chance));
    const spread = weight * fit.scale * chance * (1 - chance);
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
