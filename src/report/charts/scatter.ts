import { pageWords } from "../page-words.ts";
import { axisLook, dashIcon, drawSvg, labelLook, legendLook } from "./draw-svg.ts";
import { type ChartFrame, renderFigure } from "./figure.ts";
import { colour, symbolOf, type Tone, tones } from "./palette.ts";

export interface ScatterSeries {
  readonly name: string;
  readonly tone?: Tone;
  /** `size` is how many cases a point stands for: larger points have more. */
  readonly points: readonly {
    readonly x: number;
    readonly y: number;
    readonly size?: number;
    readonly label?: string;
  }[];
}

export interface Scatter extends ChartFrame {
  readonly xName: string;
  readonly yName: string;
  /** Heads the column of `size` in the table. */
  readonly sizeName: string;
  readonly series: readonly ScatterSeries[];
  /** Name of the line on which x equals y, where predictions are right; none without it. */
  readonly diagonalName?: string;
  /** Both axes from 0 to this, e.g. 1 for shares. */
  readonly max?: number;
}

/** Points, for calibration (what was predicted against what came) and other pairs of numbers. */
export function renderScatter(chart: Scatter): string {
  const { series, diagonalName } = chart;
  const max = chart.max ?? niceMax(series.flatMap(({ points }) => points.flatMap(({ x, y }) => [x, y])));
  const isShared = chart.max !== undefined || diagonalName !== undefined;
  const axis = {
    type: "value" as const,
    nameLocation: "middle" as const,
    ...axisLook,
    ...(isShared ? { min: 0, max } : {}),
  };
  const names = [
    ...series.map(({ name }) => name),
    ...(diagonalName === undefined ? [] : [{ name: diagonalName, icon: dashIcon }]),
  ];
  const svg = drawSvg(
    {
      legend: { ...legendLook, data: names },
      grid: { left: 72, right: 24, top: 44, bottom: 52 },
      xAxis: { ...axis, name: chart.xName, nameGap: 30 },
      yAxis: { ...axis, name: chart.yName, nameGap: 44 },
      series: [
        ...series.map(toSeries),
        ...(diagonalName === undefined ? [] : [toDiagonal(diagonalName, max)]),
      ],
    },
    { id: chart.id, height: 420 },
  );
  return renderFigure(chart, svg, {
    columns: [pageWords[chart.language].series, chart.xName, chart.yName, chart.sizeName],
    rows: series.flatMap(({ name, points }) =>
      points.map(({ x, y, size, label }) => [
        label === undefined ? name : `${name}: ${label}`,
        x,
        y,
        size ?? null,
      ]),
    ),
  });
}

/** Least and greatest diameter of a point; its area grows with the number of cases. */
const diameters = { least: 8, most: 26 } as const;

function toSeries({ name, points, tone: given }: ScatterSeries, index: number) {
  const tone = given ?? tones[index % tones.length] ?? "grey";
  const largest = points.reduce((most, { size = 1 }) => Math.max(most, size), 1);
  return {
    type: "scatter" as const,
    name,
    symbol: symbolOf(tone),
    itemStyle: { color: colour(tone), borderColor: colour("paper"), borderWidth: 1, opacity: 1 },
    label: { ...labelLook, position: "top" as const, formatter: "{b}" },
    data: points.map(({ x, y, size = 1, label = "" }) => ({
      name: label,
      value: [x, y],
      symbolSize: diameters.least + (diameters.most - diameters.least) * Math.sqrt(size / largest),
    })),
    silent: true,
  };
}

function toDiagonal(name: string, max: number) {
  return {
    type: "line" as const,
    name,
    data: [
      [0, 0],
      [max, max],
    ],
    symbol: "none",
    lineStyle: { color: colour("ink"), type: "dashed" as const, width: 1.5 },
    itemStyle: { color: colour("ink") },
    silent: true,
  };
}

function niceMax(values: readonly number[]): number {
  const largest = values.reduce((a, b) => Math.max(a, b), 0);
  if (largest <= 0) return 1;
  const step = 10 ** Math.floor(Math.log10(largest)) / 2;
  return Math.ceil(largest / step) * step;
}
