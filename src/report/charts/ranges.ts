import { axisLook, drawSvg, legendLook, placeNames } from "./draw-svg.ts";
import { type ChartFrame, renderFigure } from "./figure.ts";
import { colour } from "./palette.ts";

export interface RangeRow {
  readonly label: string;
  readonly band: { readonly low: number; readonly high: number; readonly expected: number };
  readonly actual: number;
  /** In words, for the table. */
  readonly status: string;
  /** Draws the dot as a triangle, so that it stands out without colour. */
  readonly isMarked: boolean;
}

export interface Ranges extends ChartFrame {
  readonly names: {
    readonly label: string;
    readonly value: string;
    readonly band: string;
    readonly expected: string;
    readonly actual: string;
    readonly marked: string;
    readonly low: string;
    readonly high: string;
    readonly status: string;
  };
  readonly rows: readonly RangeRow[];
}

/** More lines than these nobody takes in at a glance: marked ones go first, all are in the table. */
export const maxDrawnRows = 40;

/** One line a person: the usual range as a bar, the expected count as a tick on it, what was counted as a point. */
export function renderRanges(all: Ranges): string {
  const chart = { ...all, rows: pickDrawn(all.rows) };
  const { rows, names } = chart;
  const { left, data } = placeNames(rows.map(({ label }) => label));
  const hasMarked = rows.some(({ isMarked }) => isMarked);
  const svg = drawSvg(
    {
      legend: {
        ...legendLook,
        data: [
          { name: names.band, icon: "rect" },
          { name: names.expected, icon: tickIcon },
          names.actual,
          ...(hasMarked ? [names.marked] : []),
        ],
      },
      grid: { left, right: 32, top: 40, bottom: 48 },
      xAxis: {
        type: "value",
        minInterval: 1,
        min: 0,
        name: names.value,
        nameLocation: "middle",
        nameGap: 26,
        ...axisLook,
      },
      yAxis: { type: "category", data, inverse: true, ...axisLook, splitLine: { show: false } },
      series: [...toBand(chart), ...toMarks(chart)],
    },
    { id: chart.id, height: 88 + rows.length * 30 },
  );
  return renderFigure(chart, svg, {
    columns: [names.label, names.actual, names.low, names.high, names.expected, names.status],
    rows: all.rows.map(({ label, actual, band, status }) => [
      label,
      actual,
      band.low,
      band.high,
      band.expected,
      status,
    ]),
  });
}

/** In their own order. */
function pickDrawn(rows: readonly RangeRow[]): readonly RangeRow[] {
  const picked = new Set(
    rows.toSorted((a, b) => Number(b.isMarked) - Number(a.isMarked)).slice(0, maxDrawnRows),
  );
  return rows.filter((row) => picked.has(row));
}

const tickIcon = "path://M9,0 h3 v14 h-3 Z";
const downIcon = "path://M0,0 L14,0 L7,12 Z";

/** A band of one value alone would have no width. */
const leastWidth = 0.15;

function toBand({ rows, names }: Ranges) {
  const bar = { type: "bar", stack: "band", barWidth: 14, silent: true } as const;
  return [
    { ...bar, name: "", itemStyle: { color: "transparent" }, data: rows.map(({ band }) => band.low) },
    {
      ...bar,
      name: names.band,
      itemStyle: { color: colour("band"), borderColor: colour("soft"), borderWidth: 1 },
      data: rows.map(({ band }) => Math.max(leastWidth, band.high - band.low)),
    },
  ];
}

function toMarks({ rows, names }: Ranges) {
  const mark = { type: "scatter", silent: true, z: 4 } as const;
  const at = (value: number, row: number) => [value, row];
  return [
    {
      ...mark,
      name: names.expected,
      symbol: "rect",
      symbolSize: [3, 16],
      itemStyle: { color: colour("ink"), opacity: 1 },
      data: rows.map(({ band }, row) => at(band.expected, row)),
    },
    {
      ...mark,
      name: names.actual,
      symbol: "circle",
      symbolSize: 11,
      itemStyle: { color: colour("blue"), borderColor: colour("paper"), borderWidth: 1, opacity: 1 },
      data: rows.flatMap(({ actual, isMarked }, row) => (isMarked ? [] : [at(actual, row)])),
    },
    {
      ...mark,
      name: names.marked,
      symbol: downIcon,
      symbolSize: [14, 12],
      itemStyle: { color: colour("orange"), borderColor: colour("ink"), borderWidth: 1, opacity: 1 },
      data: rows.flatMap(({ actual, isMarked }, row) => (isMarked ? [at(actual, row)] : [])),
    },
  ];
}
