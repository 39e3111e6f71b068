import type { Bundle } from "./bundle.ts";
import { isKnown, type KnownFeatures } from "./known-features.ts";
import { zeroRows } from "./rows.ts";
import { type Sink, strengthUnits } from "./sink.ts";

/** Weights of hashed features, a row of `width` for each bucket. */
export interface Table {
  readonly weights: Int8Array;
  /** The bits of a feature that name its bucket. */
  readonly mask: number;
  readonly width: number;
  /** What one unit of `weights` is worth. */
  readonly scale: number;
}

/**
 * Adds up what several tables hold for the features of each of `count` things, side by side: in whole units of weight times
 * strength. `find` says the features of one.
 */
export type Scorer = (count: number, find: (at: number, sink: Sink) => void) => readonly Int32Array[];

/** Rows of sums kept at hand, a power of two: words above all, of which the labelled texts hold some 45,000, and combinations of flags. */
const maxKept = 2 ** 16;
/** Rows that wait to be added together. */
const maxWaiting = 256;

/**
 * Unknown features count for nothing. The sums of a bundle are kept, because the same words come again and again; one matrix
 * holds them all, in 16 bits each so that more of it stays near the processor, and a bundle whose row another one has taken is
 * added up anew.
 */
export function toScorer(known: KnownFeatures, tables: readonly Table[]): Scorer {
  const width = toFours(tables.reduce((sum, table) => sum + table.width, 0));
  const kept = new Int16Array(maxKept * width);
  const owners = new Int32Array(maxKept);
  const fresh = new Int32Array(width);
  const waiting = new Int32Array(maxWaiting);
  let count = 0;
  let sums = new Int32Array(width);
  const flush = () => {
    addKept(sums, kept, { rows: waiting, count });
    count = 0;
  };
  const addTo = (row: Int32Array, { ids, first, others }: Bundle) => {
    for (let at = 0; at < ids.length; at++) {
      const id = ids[at] as number;
      if (isKnown(known, id)) addRows(row, tables, id, at === 0 ? first : others);
    }
  };
  /** Whether the sums fit: those of an endless word might not. */
  const keep = (bundle: Bundle, slot: number): boolean => {
    // The row may be waiting with what it held until now.
    flush();
    addTo(fresh.fill(0), bundle);
    kept.set(fresh, slot * width);
    const fits = fresh.every((sum, k) => sum === kept[slot * width + k]);
    owners[slot] = fits ? bundle.number : 0;
    return fits;
  };
  const sink: Sink = {
    add: (id, strength) => {
      if (isKnown(known, id)) addRows(sums, tables, id, strength);
    },
    addBundle: (bundle) => {
      if (bundle.ids.length === 0) return;
      const slot = bundle.number & (maxKept - 1);
      if (owners[slot] !== bundle.number && !keep(bundle, slot)) return addTo(sums, bundle);
      if (count === maxWaiting) flush();
      waiting[count++] = slot * width;
    },
  };
  return (things, find) => {
    const all = new Int32Array(things * width);
    return Array.from({ length: things }, (_, at) => {
      sums = all.subarray(at * width, (at + 1) * width);
      find(at, sink);
      flush();
      return sums;
    });
  };
}

/** Rows are as long as whole steps of `addKept`. */
function toFours(width: number): number {
  return Math.ceil(width / 4) * 4;
}

// The inner loops of the whole engine; plain indexing, because this is where the time goes.

interface Waiting {
  /** Where each row begins. */
  readonly rows: Int32Array;
  readonly count: number;
}

/** Adds several rows; four columns at a time, whose sums stay in registers. */
function addKept(sums: Int32Array, kept: Int16Array, { rows, count }: Waiting): void {
  for (let k = 0; k < sums.length; k += 4) {
    let a = sums[k] as number;
    let b = sums[k + 1] as number;
    let c = sums[k + 2] as number;
    let d = sums[k + 3] as number;
    for (let i = 0; i < count; i++) {
      const at = (rows[i] as number) + k;
      a += kept[at] as number;
      b += kept[at + 1] as number;
      c += kept[at + 2] as number;
      d += kept[at + 3] as number;
    }
    sums[k] = a;
    sums[k + 1] = b;
    sums[k + 2] = c;
    sums[k + 3] = d;
  }
}

// oxlint-disable-next-line max-params
function addRows(sums: Int32Array, tables: readonly Table[], id: number, strength: number): void {
  let to = 0;
  for (let at = 0; at < tables.length; at++) {
    const { weights, mask, width } = tables[at] as Table;
    const row = (id & mask) * width;
    for (let k = 0; k < width; k++)
      sums[to + k] = (sums[to + k] as number) + strength * (weights[row + k] as number);
    to += width;
  }
}

/** Where one table's sums lie among those of a scorer, and what they are worth. */
export interface Column {
  readonly from: number;
  readonly scale: number;
  readonly bias: Float32Array;
}

/** The columns of tables side by side. */
export function toColumns(tables: readonly (Table & { readonly bias: Float32Array })[]): readonly Column[] {
  let from = 0;
  return tables.map(({ width, scale, bias }) => {
    from += width;
    return { from: from - width, scale: scale / strengthUnits, bias };
  });
}

/** One column's scores of each thing. */
export function scoresOf(
  sums: readonly Int32Array[],
  { from, scale, bias }: Column,
): readonly Float64Array[] {
  const scores = zeroRows(sums.length, bias.length);
  for (let at = 0; at < sums.length; at++) {
    const own = sums[at] as Int32Array;
    const row = scores[at] as Float64Array;
    for (let k = 0; k < row.length; k++) row[k] = (own[from + k] as number) * scale + (bias[k] as number);
  }
  return scores;
}

/** One column's scores of several things taken as one, each with its share. */
export function mixedScores(
  sums: readonly Int32Array[],
  shares: readonly number[],
  { from, scale, bias }: Column,
): Float64Array {
  const scores = new Float64Array(bias.length);
  for (let at = 0; at < sums.length; at++) {
    const own = sums[at] as Int32Array;
    const share = shares[at] ?? 0;
    if (share === 0) continue;
    for (let k = 0; k < scores.length; k++)
      scores[k] = (scores[k] as number) + share * (own[from + k] as number);
  }
  for (let k = 0; k < scores.length; k++) scores[k] = (scores[k] as number) * scale + (bias[k] as number);
  return scores;
}
