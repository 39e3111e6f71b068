import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import type { Engine } from "./engine.ts";
import type { LinearModel } from "./linear.ts";

/** The trained weights that ship with the product; `npm run train` writes the same bytes again. */
export const weightsUrl = new URL("./weights.br", import.meta.url);

const names = [
  "tag",
  "whole",
  "reason",
  "kind",
  "verdict",
  "stated",
] as const satisfies readonly (keyof Engine)[];

interface Head {
  readonly name: (typeof names)[number];
  readonly classes: number;
  readonly bits: number;
  readonly scale: number;
  readonly bias: readonly number[];
}

let shipped: Engine | null = null;
let version: string | null = null;

/** The shipped engine, read once per process. */
export function loadEngine(): Engine {
  shipped ??= decodeEngine(unpackEngine(readFileSync(weightsUrl)));
  return shipped;
}

/** Tells one training from another, so that what was read by one is not mixed with what another one reads. */
export function engineVersion(): string {
  version ??= createHash("sha256").update(readFileSync(weightsUrl)).digest("hex").slice(0, 12);
  return version;
}

/** One line of JSON with the heads, then the weights as signed bytes, model after model. */
export function encodeEngine(engine: Engine): Buffer {
  const quantised = names.map((name) => ({ name, model: quantise(engine[name]) }));
  const heads = quantised.map(
    ({ name, model: { classes, bits, scale, bias } }): Head => ({
      name,
      classes,
      bits,
      scale,
      bias: [...bias].map(toShort),
    }),
  );
  const bodies = quantised.map(({ model: { weights } }) =>
    Buffer.from(weights.buffer, weights.byteOffset, weights.byteLength),
  );
  return Buffer.concat([Buffer.from(`${JSON.stringify(heads)}\n`), ...bodies]);
}

export function decodeEngine(bytes: Buffer): Engine {
  const end = bytes.indexOf("\n");
  const heads = JSON.parse(bytes.toString("utf8", 0, end)) as readonly Head[];
  let at = end + 1;
  const models = new Map<string, LinearModel>();
  for (const { name, classes, bits, scale, bias } of heads) {
    const length = 2 ** bits * classes;
    const weights = new Int8Array(bytes.buffer, bytes.byteOffset + at, length);
    models.set(name, { classes, bits, scale, weights, bias: Float32Array.from(bias) });
    at += length;
  }
  return {
    tag: need(models, "tag"),
    whole: need(models, "whole"),
    reason: need(models, "reason"),
    kind: need(models, "kind"),
    verdict: need(models, "verdict"),
    stated: need(models, "stated"),
  };
}

/** What is written into the repository: the encoded engine, packed. */
export function packEngine(bytes: Buffer): Buffer {
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
}

export function unpackEngine(packed: Buffer): Buffer {
  return brotliDecompressSync(packed);
}

/** The engine as it will ship: what is evaluated must carry the same rounding. */
export function asShipped(engine: Engine): Engine {
  return decodeEngine(encodeEngine(engine));
}

function need(models: ReadonlyMap<string, LinearModel>, name: (typeof names)[number]): LinearModel {
  const model = models.get(name);
  if (!model) throw new Error(`the weights lack the part ${name}`);
  return model;
}

/** Weights beyond this many standard deviations are clipped: a handful of outliers must not coarsen all others. */
const maxDeviations = 12;

function quantise(model: LinearModel): LinearModel & { weights: Int8Array } {
  const { weights } = model;
  let squares = 0;
  let used = 0;
  let max = 0;
  for (const weight of weights) {
    if (weight === 0) continue;
    squares += weight * weight;
    used++;
    max = Math.max(max, Math.abs(weight));
  }
  const limit = Math.min(max, maxDeviations * Math.sqrt(squares / Math.max(1, used))) * model.scale;
  const scale = toShort(limit / 127 || 1);
  const bytes = Int8Array.from(weights, (weight) =>
    Math.max(-127, Math.min(127, Math.round((weight * model.scale) / scale))),
  );
  return { ...model, weights: bytes, scale };
}

/** Few digits, so that the heads read the same whoever prints them. */
function toShort(value: number): number {
  return Number(value.toPrecision(6));
}
