import type { KnownFeatures } from "./known-features.ts";
import type { Features, LinearModel } from "./linear.ts";
import type { Net } from "./net.ts";
import { type Column, type Scorer, type Table, toColumns, toScorer } from "./scorer.ts";

/** The learned parts. */
export interface Engine {
  /** The features that count; all others are left out before any model is asked. */
  readonly known: KnownFeatures;
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
  /** Sees all segments of a text together; asked beside the linear models. */
  readonly net: Net;
}

/** An engine that can judge: what its models hold for the features of a segment is added up in one go. */
export interface ReadyEngine extends Engine {
  readonly segments: Scorer;
  readonly topics: Scorer;
  /** Where the models' scores lie in a segment's sums, and the reason's in a topic's. */
  readonly columns: Readonly<Record<"tag" | "whole" | "kind" | "hidden" | "reason", Column>>;
}

/** Throws when the weights have not been rounded to whole steps: the scorers add whole numbers. */
export function toReady(engine: Engine): ReadyEngine {
  const { known, net } = engine;
  const reason = toTable(engine.reason);
  const hidden = {
    ...tableOf(net.table),
    mask: 2 ** net.bits - 1,
    width: net.width,
    scale: net.scale,
    bias: net.bias,
  };
  const tables = [toTable(engine.tag), toTable(engine.whole), toTable(engine.kind), hidden] as const;
  const [tag, whole, kind, forNet] = toColumns(tables);
  const [forReason] = toColumns([reason]);
  if (!tag || !whole || !kind || !forNet || !forReason) throw new Error("a table has no column");
  return {
    ...engine,
    segments: toScorer(known, tables),
    topics: toScorer(known, [reason]),
    columns: { tag, whole, kind, hidden: forNet, reason: forReason },
  };
}

function toTable({ weights, bits, classes, scale, bias }: LinearModel): Table & { bias: Float32Array } {
  return { ...tableOf(weights), mask: 2 ** bits - 1, width: classes, scale, bias };
}

function tableOf(weights: Float32Array | Int8Array): Pick<Table, "weights"> {
  if (!(weights instanceof Int8Array)) throw new TypeError("the weights are not rounded");
  return { weights };
}

/** Less of a segment's weight is not worth its features' time. */
const minAttention = 0.08;

/** Share of each segment by how likely it has one of the wanted tags; 0 for the unlikely ones. */
export function attentionTo(tags: readonly Float64Array[], wanted: readonly number[]): readonly number[] {
  const weights = tags.map((probabilities) =>
    wanted.reduce((sum, tag) => sum + (probabilities[tag] ?? 0), 0),
  );
  const top = Math.max(...weights, 1e-9);
  const kept = weights.map((weight) => (weight / top < minAttention ? 0 : weight / top));
  const count = kept.filter((weight) => weight > 0).length;
  return kept.map((weight) => weight / Math.sqrt(Math.max(1, count)));
}

/** The same share for each of `count` segments, weaker the more there are. */
export function evenShares(count: number): readonly number[] {
  return Array.from({ length: count }, () => 1 / Math.sqrt(Math.max(1, count)));
}

/** Features of several segments in one, each with its share: what a model learns that is asked with `mixedScores`. */
export function mixed(features: readonly Features[], shares: readonly number[]): Features {
  const ids: number[] = [];
  const strengths: number[] = [];
  for (const [index, own] of features.entries()) {
    const share = shares[index] ?? 0;
    if (share === 0) continue;
    for (let at = 0; at < own.ids.length; at++) {
      ids.push(own.ids[at] ?? 0);
      strengths.push((own.strengths[at] ?? 0) * share);
    }
  }
  return { ids, strengths };
}
