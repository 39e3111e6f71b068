import type { LinearModel } from "../model/linear.ts";
import { readShipped } from "../model/reading-file.ts";
import { type Spelling, toSpelling, type Usage } from "./spelling.ts";

/** What was learned from texts for reading itself, before any clause is judged: which words there are, and where people leave marks out. */
export interface Reading {
  readonly usages: readonly Usage[];
  readonly spelling: Spelling;
  /** Where a run without marks breaks; null while that is being learned. */
  readonly cuts: LinearModel | null;
}

let current: Reading | null = null;

/** The reading in use: the shipped one, unless a training has set its own. */
export function currentReading(): Reading {
  current ??= decodeReading(readShipped());
  return current;
}

/** Reads from now on with another one. Words kept at hand were read with the former: see `forgetWords`. */
export function setReading(reading: Reading): void {
  current = reading;
}

export function toReading(usages: readonly Usage[], cuts: LinearModel | null): Reading {
  return { usages, spelling: toSpelling(usages), cuts };
}

interface Head {
  readonly words: string;
  readonly cuts: { readonly classes: number; readonly bits: number; readonly scale: number };
  readonly bias: readonly number[];
}

/** One line of JSON with the words and how many authors wrote them, then the weights of cuts as signed bytes. */
export function decodeReading(bytes: Buffer): Reading {
  const end = bytes.indexOf("\n");
  const { words, cuts, bias } = JSON.parse(bytes.toString("utf8", 0, end)) as Head;
  const usages = words.split(" ").map((word): Usage => {
    const [low = "", authors = "0"] = word.split(":");
    return { low, authors: Number(authors) };
  });
  const { buffer, byteOffset, byteLength } = bytes.subarray(end + 1);
  const weights = new Int8Array(buffer, byteOffset, byteLength);
  return toReading(usages, { ...cuts, weights, bias: Float32Array.from(bias) });
}
