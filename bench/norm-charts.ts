import type { EChartsOption } from "echarts";
import { LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, LegendComponent, TitleComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import type { Noticed } from "./norm-measures.ts";

use([LineChart, ScatterChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

/** One judge's days on one log: shares in percent. */
export interface JudgedDays {
  readonly name: string;
  readonly points: readonly { readonly covered: number; readonly below: number }[];
}

/** Coverage of the 90 % interval against alarms on ordinary days, a point for each log and metric. */
export function calibrationSvg(judges: readonly JudgedDays[]): string {
  const symbols = ["circle", "diamond", "triangle", "rect", "pin"];
  return draw({
    ...titled("Days: inside the 90 % interval (bar 85 to 95), against days called below (bar 6)"),
    xAxis: { type: "value", name: "below, % of days at work", nameLocation: "middle", nameGap: 28 },
    yAxis: { type: "value", name: "inside, %", min: 20, max: 100 },
    series: judges.map(({ name, points }, place) => ({
      type: "scatter",
      name,
      symbol: symbols[place] ?? "circle",
      symbolSize: 10,
      data: points.map(({ covered, below }) => [below, covered]),
    })),
  });
}

/** Share of planted drops noticed by each day, and of the same days without a drop. */
export function delaySvg(curves: ReadonlyMap<string, readonly Noticed[]>): string {
  const days = Array.from({ length: 15 }, (_, day) => day);
  return draw({
    ...titled("Drops of 40 % noticed by the day after they began (bar: 80 % in two weeks)"),
    xAxis: { type: "value", name: "days", nameLocation: "middle", nameGap: 28, max: 14 },
    yAxis: { type: "value", name: "noticed, %", min: 0, max: 100 },
    series: [...curves].map(([name, noticed]) => ({
      type: "line",
      name,
      showSymbol: false,
      step: "end",
      data: days.map((day) => [day, (100 * countBy(noticed, day)) / Math.max(1, noticed.length)]),
    })),
  });
}

function countBy(noticed: readonly Noticed[], day: number): number {
  return noticed.filter(({ afterDays }) => afterDays !== null && afterDays <= day).length;
}

function titled(text: string): EChartsOption {
  return {
    animation: false,
    backgroundColor: "#fff",
    title: { text, left: "center", textStyle: { fontSize: 14, fontWeight: "normal" } },
    legend: { top: 28 },
    grid: { left: 60, right: 24, top: 70, bottom: 48 },
  };
}

function draw(option: EChartsOption): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width: 720, height: 380 });
  try {
    chart.setOption(option);
    return `${chart.renderToSVGString()}\n`;
  } finally {
    chart.dispose();
  }
}
