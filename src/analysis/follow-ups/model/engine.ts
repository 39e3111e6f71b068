import type { Features, LinearModel } from "./linear.ts";

/** The learned parts. */
export interface Engine {
  /** What a segment is. */
  readonly tag: LinearModel;
  /** The verdict by all words of a text together. */
  readonly whole: LinearModel;
  /** Which reason a text states. */
  readonly reason: LinearModel;
  readonly kind: LinearModel;
  readonly verdict: LinearModel;
  /** Whether a reason is stated. */
  readonly stated: LinearModel;
}

/** Less of a segment's weight is not worth its features' time. */
const minAttention = 0.08;

/** Features of all segments in one, each by how likely its segment has one of the wanted tags. */
export function attended(
  features: readonly Features[],
  tags: readonly Float64Array[],
  wanted: readonly number[],
): Features {
  const weights = tags.map((probabilities) => wanted.reduce((sum, tag) => sum + (probabilities[tag] ?? 0), 0));
  const top = Math.max(...weights, 1e-9);
  const kept: Features[] = [];
  for (const [index, own] of features.entries()) {
    const weight = (weights[index] ?? 0) / top;
    if (weight < minAttention) continue;
    kept.push({ ids: own.ids, strengths: own.strengths.map((value) => value * weight) });
  }
  return united(kept);
}

/** Features of all segments in one, weaker the more there are. */
export function united(features: readonly Features[]): Features {
  const strength = 1 / Math.sqrt(Math.max(1, features.length));
  const ids = features.flatMap((own) => own.ids);
  const strengths = features.flatMap((own) => own.strengths.map((value) => value * strength));
  return { ids, strengths };
}
