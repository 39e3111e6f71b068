import { axisLook, dashIcon, drawSvg, legendLook } from "./draw-svg.ts";
import { type ChartFrame, renderFigure } from "./figure.ts";
import { colour } from "./palette.ts";

export interface BandPoint {
  readonly label: string;
  /** Null where nothing was observed: the line has a gap. */
  readonly actual: number | null;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

export interface BandLine extends ChartFrame {
  /** Names of the horizontal axis, of what is counted, and of the four series, in words for people. */
  readonly names: {
    readonly label: string;
    readonly value: string;
    readonly actual: string;
    readonly expected: string;
    readonly band: string;
    readonly low: string;
    readonly high: string;
  };
  readonly points: readonly BandPoint[];
}

/** What was observed over time against what was expected, with the interval of the usual around it. */
export function renderBandLine(chart: BandLine): string {
  const { points, names } = chart;
  const svg = drawSvg(
    {
      legend: {
        ...legendLook,
        data: [names.actual, { name: names.expected, icon: dashIcon }, { name: names.band, icon: "rect" }],
      },
      grid: { left: 48, right: 24, top: 62, bottom: 48 },
      xAxis: {
        type: "category",
        data: points.map(({ label }) => label),
        boundaryGap: false,
        name: names.label,
        nameLocation: "middle",
        nameGap: 30,
        ...axisLook,
        splitLine: { show: false },
      },
      yAxis: { type: "value", name: names.value, ...axisLook },
      series: toSeries(chart),
    },
    { id: chart.id, height: 320 },
  );
  return renderFigure(chart, svg, {
    columns: [names.label, names.actual, names.expected, names.low, names.high],
    rows: points.map(({ label, actual, expected, low, high }) => [label, actual, expected, low, high]),
  });
}

// The band is two stacked lines: an unseen one at its lower edge, and its height on top of it, filled.
function toSeries({ points, names }: BandLine) {
  const unseen = {
    type: "line",
    symbol: "none",
    lineStyle: { opacity: 0, color: colour("band") },
    stack: "band",
    stackStrategy: "all",
    silent: true,
  } as const;
  const many = points.length > 60;
  return [
    { ...unseen, name: "", data: points.map(({ low }) => low) },
    {
      ...unseen,
      name: names.band,
      data: points.map(({ low, high }) => high - low),
      areaStyle: { color: colour("band"), opacity: 1 },
      itemStyle: { color: colour("band") },
    },
    {
      type: "line" as const,
      name: names.expected,
      data: points.map(({ expected }) => expected),
      symbol: "none",
      lineStyle: { color: colour("ink"), type: "dashed" as const, width: 1.5 },
      itemStyle: { color: colour("ink") },
      silent: true,
    },
    {
      type: "line" as const,
      name: names.actual,
      data: points.map(({ actual }) => actual),
      symbol: many ? "none" : "circle",
      symbolSize: 7,
      showSymbol: true,
      lineStyle: { color: colour("blue"), width: 2 },
      itemStyle: { color: colour("blue") },
      silent: true,
    },
  ];
}
