import type { Language } from "../../domain/tenant.ts";
import { pageWords } from "../page-words.ts";
import { axisLook, drawSvg, labelLook, legendHeightOf, legendLook, placeNames } from "./draw-svg.ts";
import { type ChartFrame, renderFigure } from "./figure.ts";
import { colour, decalOf, type Tone, tones } from "./palette.ts";

export interface BarSeries {
  readonly name: string;
  /** One for each category. */
  readonly values: readonly number[];
  readonly tone?: Tone;
  /** A tone for each category instead, for charts of one series. */
  readonly tones?: readonly Tone[];
}

export interface BarChart extends ChartFrame {
  /** Heads the column of categories in the table and names their axis. */
  readonly categoryName: string;
  readonly categories: readonly string[];
  /** What the numbers count, e.g. "deals". */
  readonly valueName: string;
  readonly series: readonly BarSeries[];
  /** One bar a category with its series on top of each other; else side by side. */
  readonly isStacked?: boolean;
  /** Categories below each other, for long names. */
  readonly isHorizontal?: boolean;
  /** Bars without space between them, as in a histogram. */
  readonly isDense?: boolean;
}

/** Bars, each with its number in it; series differ by colour, pattern and name. A piece of a stack too small for its number has none; the table has it. */
export function renderBars(chart: BarChart): string {
  const { series, categories, categoryName } = chart;
  const { height, grid, ...axes } =
    chart.isHorizontal === true ? layHorizontally(chart) : layVertically(chart);
  const names = series.map(({ name }) => name);
  const svg = drawSvg(
    {
      ...(series.length > 1 ? { legend: { ...legendLook, data: names } } : {}),
      grid,
      ...axes,
      series: series.map((one, index) => toSeries(one, index, chart)),
    },
    { id: chart.id, height },
  );
  return renderFigure(chart, svg, {
    columns: [categoryName, ...names],
    rows: categories.map((category, at) => [category, ...series.map(({ values }) => values[at] ?? null)]),
  });
}

function layHorizontally({ series, categories, valueName, language, isStacked = false }: BarChart) {
  const top = 8 + legendHeightOf(series.map(({ name }) => name));
  const perCategory = isStacked ? 34 : Math.max(34, series.length * 24 + 12);
  const { left, data } = placeNames(categories);
  const numbers = series.flatMap(({ values }) => values.map((value) => write(value, language).length));
  const longestLabel = numbers.reduce((a, b) => Math.max(a, b), 1);
  return {
    grid: { left, right: 24 + digitWidth * longestLabel, top, bottom: 48 },
    height: top + 48 + categories.length * perCategory,
    xAxis: { ...countAxisIn(language), name: valueName, nameLocation: "middle" as const, nameGap: 26 },
    // The first category on top, where reading begins.
    yAxis: { ...categoryAxis, data, inverse: true },
  };
}

function layVertically({ series, categories, categoryName, valueName, language }: BarChart) {
  const legendHeight = legendHeightOf(series.map(({ name }) => name));
  const axisLabel = { ...axisLook.axisLabel, hideOverlap: true };
  return {
    grid: { left: 48, right: 24, top: 36 + legendHeight, bottom: 48 },
    height: 310 + Math.max(0, legendHeight - 30),
    xAxis: {
      ...categoryAxis,
      data: [...categories],
      name: categoryName,
      nameLocation: "middle" as const,
      nameGap: 30,
      axisLabel,
    },
    yAxis: { ...countAxisIn(language), name: valueName },
  };
}

const categoryAxis = { type: "category" as const, ...axisLook, splitLine: { show: false } };

function write(value: number, language: Language): string {
  return value.toLocaleString(pageWords[language].locale);
}

function countAxisIn(language: Language) {
  const axisLabel = { ...axisLook.axisLabel, formatter: (value: number) => write(value, language) };
  return { type: "value" as const, minInterval: 1, ...axisLook, axisLabel };
}

function toSeries({ name, values, tone: given, tones: each }: BarSeries, index: number, chart: BarChart) {
  const isStacked = chart.isStacked === true;
  const tone = given ?? tones[index % tones.length] ?? "grey";
  const outside = chart.isHorizontal === true ? ("right" as const) : ("top" as const);
  return {
    type: "bar" as const,
    name,
    ...(isStacked ? { stack: "all" } : {}),
    barCategoryGap: chart.isDense === true ? "4%" : "35%",
    itemStyle: fillOf(tone, isStacked),
    label: {
      ...labelLook,
      show: values.length <= maxLabels,
      position: isStacked ? ("inside" as const) : outside,
      formatter: ({ value }: { value?: unknown }) => write(Number(value), chart.language),
    },
    data: values.map((value, at) => ({
      value,
      itemStyle: fillOf(each?.[at] ?? tone, isStacked),
      ...(isStacked && !hasRoom(value, chart) ? { label: { show: false } } : {}),
    })),
    silent: true,
  };
}

/** Units of the drawing for a stack as long as the axis, and for a digit of a label. */
const stackLength = { across: 520, upright: 190 } as const;
const digitWidth = 8;

/** In a stack a label must fit into its own piece: beyond it, it would stand in somebody else's. */
function hasRoom(value: number, { series, categories, isHorizontal }: BarChart): boolean {
  const totals = categories.map((_, at) => series.reduce((sum, { values }) => sum + (values[at] ?? 0), 0));
  const longest = totals.reduce((a, b) => Math.max(a, b), 0);
  if (value <= 0 || longest === 0) return false;
  if (isHorizontal !== true) return (value / longest) * stackLength.upright >= 14;
  return (value / longest) * stackLength.across >= String(value).length * digitWidth + 4;
}

/** More numbers than these run into each other; they are in the table. */
const maxLabels = 24;

// A rim parts the pieces of a stack; elsewhere it would only break the axis.
function fillOf(tone: Tone, hasRim: boolean) {
  const decal = decalOf(tone);
  const look = { color: colour(tone), borderColor: colour("paper"), borderWidth: hasRim ? 1 : 0 };
  return decal === null ? look : { ...look, decal };
}
