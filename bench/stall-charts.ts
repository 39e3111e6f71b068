import type { EChartsOption } from "echarts";
import { LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, LegendComponent, TitleComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import type { Reliability } from "../src/analysis/stalls/backtest/walk.ts";

use([LineChart, ScatterChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

/** One judge on one log: shares of later won and later lost deals that it flagged. */
export interface JudgePoint {
  readonly judge: string;
  readonly wonFlagged: number;
  readonly lostFlagged: number;
}

/** What each judge buys with what it costs: up is better, left is better. */
export function flaggedSvg(points: readonly JudgePoint[]): string {
  const byJudge = Map.groupBy(points, ({ judge }) => judge);
  const symbols = ["circle", "diamond", "triangle", "rect", "pin"];
  return draw({
    ...titled("Later lost deals flagged before their end, against later won deals ever flagged"),
    xAxis: percentAxis("won deals flagged"),
    yAxis: percentAxis("lost deals flagged"),
    series: [...byJudge].map(([name, list], place) => ({
      type: "scatter",
      name,
      symbol: symbols[place] ?? "circle",
      symbolSize: 11,
      data: list.map(({ wonFlagged, lostFlagged }) => [100 * wonFlagged, 100 * lostFlagged]),
    })),
  });
}

/** The risk told against what came of it; on the dashed line it held exactly. */
export function reliabilitySvg(logs: ReadonlyMap<string, readonly Reliability[]>): string {
  return draw({
    ...titled("Risk told at the looks, against the share not won"),
    xAxis: { type: "value", name: "risk told", nameLocation: "middle", nameGap: 28, min: 0, max: 1 },
    yAxis: { type: "value", name: "share not won", min: 0, max: 1 },
    series: [
      ...[...logs].map(([name, points]) => ({
        type: "line" as const,
        name,
        data: points.map(({ told, notWon }) => [told, notWon]),
      })),
      {
        type: "line",
        name: "exactly as told",
        symbol: "none",
        lineStyle: { type: "dashed" },
        data: [
          [0, 0],
          [1, 1],
        ],
      },
    ],
  });
}

function titled(text: string): EChartsOption {
  return {
    title: { text, top: 4, left: "center", textStyle: { fontSize: 14 } },
    legend: { top: 36 },
    grid: { top: 96 },
  };
}

function percentAxis(name: string) {
  const axisLabel = { formatter: "{value} %" };
  return { type: "value", name, nameLocation: "middle", nameGap: 40, min: 0, axisLabel } as const;
}

function draw(option: EChartsOption): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width: 720, height: 460 });
  try {
    chart.setOption({ animation: false, backgroundColor: "#fff", ...option });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
