import { renderBars } from "./bars.ts";
import type { ChartFrame } from "./figure.ts";
import type { Tone } from "./palette.ts";

export interface Histogram extends ChartFrame {
  /** What is measured, with its unit, e.g. "Lead time, days". */
  readonly measure: string;
  /** What is counted, e.g. "deals". */
  readonly counted: string;
  /** In order; `to` is not part of the bin, and is null for the last one when that is open. */
  readonly bins: readonly { readonly from: number; readonly to: number | null; readonly count: number }[];
  readonly tone?: Tone;
}

/** How often which size occurs. */
export function renderHistogram({ measure, counted, bins, tone = "blue", ...frame }: Histogram): string {
  return renderBars({
    ...frame,
    categoryName: measure,
    categories: bins.map(({ from, to }) => (to === null ? `${from}+` : `${from}–${to}`)),
    valueName: counted,
    series: [{ name: counted, values: bins.map(({ count }) => count), tone }],
    isDense: true,
  });
}

/** Values sorted into `count` bins of one width between the smallest and the largest. */
export function toBins(values: readonly number[], count: number): Histogram["bins"] {
  if (values.length === 0) return [];
  const low = values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const width = niceWidth((high - low) / count);
  const first = Math.floor(low / width);
  const bins = Array.from({ length: Math.floor(high / width) - first + 1 }, () => 0);
  for (const value of values) {
    const at = Math.floor(value / width) - first;
    bins[at] = (bins[at] ?? 0) + 1;
  }
  const edge = (at: number) => Number(((first + at) * width).toPrecision(12));
  return bins.map((found, at) => ({ from: edge(at), to: edge(at + 1), count: found }));
}

/** The next larger of 1, 2, 5 times a power of ten. */
function niceWidth(width: number): number {
  if (width <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(width));
  const nice = [1, 2, 5, 10].find((factor) => factor * power >= width * 0.999_999) ?? 10;
  return nice * power;
}
