import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import { type Engine, type ReadyEngine, toReady } from "./engine.ts";
import { noFeatures } from "./known-features.ts";
import type { LinearModel } from "./linear.ts";
import { type Layer, layerNames, type Net } from "./net.ts";
import { readingUrl } from "./reading-file.ts";

/** The trained weights that ship with the product; `npm run train` writes the same bytes again. */
export const weightsUrl = new URL("./weights.br", import.meta.url);

const linearNames = [
  "tag",
  "whole",
  "reason",
  "kind",
  "verdict",
  "stated",
] as const satisfies readonly (keyof Engine)[];
type LinearName = (typeof linearNames)[number];

interface Heads {
  readonly linear: readonly LinearHead[];
  readonly net: NetHead;
}

interface LinearHead {
  readonly name: LinearName;
  readonly classes: number;
  readonly bits: number;
  readonly scale: number;
  readonly bias: readonly number[];
}

interface NetHead {
  readonly width: number;
  readonly inner: number;
  readonly bits: number;
  readonly scale: number;
  readonly bias: readonly number[];
  readonly layers: readonly { readonly inputs: number; readonly outputs: number }[];
}

let shipped: ReadyEngine | null = null;
let version: string | null = null;

/** The shipped engine, read once per process. */
export function loadEngine(): ReadyEngine {
  shipped ??= decodeEngine(unpackEngine(readFileSync(weightsUrl)));
  return shipped;
}

/** Tells one training from another, so that what was read by one is not mixed with what another one reads. */
export function engineVersion(): string {
  version ??= createHash("sha256")
    .update(readFileSync(readingUrl))
    .update(readFileSync(weightsUrl))
    .digest("hex")
    .slice(0, 12);
  return version;
}

/** One line of JSON with the heads, then the bits of the known features, the linear weights and the network's rows as signed bytes, then its layers as 32-bit floats. */
export function encodeEngine(engine: Engine): Buffer {
  const linear = linearNames.map((name) => ({ name, model: quantise(engine[name]) }));
  const { weights: table, scale } = quantise({ weights: engine.net.table, scale: engine.net.scale });
  const { width, inner, bits, bias } = engine.net;
  const layers = layerNames.map((name) => engine.net[name]);
  const heads: Heads = {
    linear: linear.map(({ name, model: { classes, bits: own, scale: unit, bias: base } }) => ({
      name,
      classes,
      bits: own,
      scale: unit,
      bias: [...base].map(toShort),
    })),
    net: {
      width,
      inner,
      bits,
      scale,
      bias: [...bias].map(toShort),
      layers: layers.map(({ inputs, outputs }) => ({ inputs, outputs })),
    },
  };
  const bodies: readonly (Uint8Array | Int8Array | Float32Array)[] = [
    engine.known,
    ...linear.map(({ model }) => model.weights),
    table,
    ...layers.flatMap(({ weights, bias: own }) => [weights, own]),
  ];
  return Buffer.concat([
    Buffer.from(`${JSON.stringify(heads)}\n`),
    ...bodies.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
  ]);
}

export function decodeEngine(bytes: Buffer): ReadyEngine {
  const end = bytes.indexOf("\n");
  const { linear, net } = JSON.parse(bytes.toString("utf8", 0, end)) as Heads;
  let at = end + 1;
  const take = (length: number) => {
    at += length;
    return bytes.subarray(at - length, at);
  };
  const known = Uint8Array.from(take(noFeatures().length));
  const models = new Map<LinearName, LinearModel>();
  for (const { name, classes, bits, scale, bias } of linear) {
    const weights = toSigned(take(2 ** bits * classes));
    models.set(name, { classes, bits, scale, weights, bias: Float32Array.from(bias) });
  }
  return toReady({
    known,
    tag: need(models, "tag"),
    whole: need(models, "whole"),
    reason: need(models, "reason"),
    kind: need(models, "kind"),
    verdict: need(models, "verdict"),
    stated: need(models, "stated"),
    net: decodeNet(net, take),
  });
}

function decodeNet({ layers, bias, ...sizes }: NetHead, take: (length: number) => Buffer): Net {
  const table = toSigned(take(2 ** sizes.bits * sizes.width));
  const [around, tag, verdict, reason] = layers.map(({ inputs, outputs }): Layer => {
    const weights = toFloats(take(inputs * outputs * 4));
    return { inputs, outputs, weights, bias: toFloats(take(outputs * 4)) };
  });
  if (!around || !tag || !verdict || !reason) throw new Error("the weights lack a layer of the network");
  return { ...sizes, table, bias: Float32Array.from(bias), around, tag, verdict, reason };
}

function toSigned({ buffer, byteOffset, byteLength }: Buffer): Int8Array {
  return new Int8Array(buffer, byteOffset, byteLength);
}

/** A copy, because floats must lie on a multiple of four bytes. */
function toFloats(bytes: Buffer): Float32Array {
  return new Float32Array(Uint8Array.from(bytes).buffer);
}

/** What is written into the repository: the encoded engine, packed. */
export function packEngine(bytes: Buffer): Buffer {
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
}

export function unpackEngine(packed: Buffer): Buffer {
  return brotliDecompressSync(packed);
}

/** The engine as it will ship: what is evaluated must carry the same rounding. */
export function asShipped(engine: Engine): ReadyEngine {
  return decodeEngine(encodeEngine(engine));
}

function need(models: ReadonlyMap<LinearName, LinearModel>, name: LinearName): LinearModel {
  const model = models.get(name);
  if (!model) throw new Error(`the weights lack the part ${name}`);
  return model;
}

/** Weights beyond this many standard deviations are clipped: a handful of outliers must not coarsen all others. */
const maxDeviations = 12;
/** Steps on either side of zero: half of what a byte holds packs a quarter smaller and judges the same. */
const levels = 63;

function quantise<Model extends Pick<LinearModel, "weights" | "scale">>(
  model: Model,
): Model & { weights: Int8Array } {
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
  const scale = toShort(limit / levels || 1);
  const bytes = Int8Array.from(weights, (weight) =>
    Math.max(-levels, Math.min(levels, Math.round((weight * model.scale) / scale))),
  );
  return { ...model, weights: bytes, scale };
}

/** Few digits, so that the heads read the same whoever prints them. */
function toShort(value: number): number {
  return Number(value.toPrecision(6));
}
