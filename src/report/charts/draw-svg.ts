import type { EChartsOption } from "echarts";
import { BarChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, LegendComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { colour, toPageColours } from "./palette.ts";

use([BarChart, LineChart, ScatterChart, GridComponent, LegendComponent, SVGRenderer]);

/** Units of the drawing; a page shows it as wide as there is room. */
const drawingWidth = 720;

/**
 * The chart as static SVG markup in the page's colours and font, without scripts, styles and ids that could meet those of
 * another chart on the page.
 */
export function drawSvg(option: EChartsOption, { id, height }: { id: string; height: number }): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width: drawingWidth, height });
  try {
    chart.setOption({
      animation: false,
      backgroundColor: "transparent",
      textStyle: { fontFamily: "inherit", color: colour("ink") },
      ...option,
    });
    return tidy(chart.renderToSVGString(), id);
  } finally {
    chart.dispose();
  }
}

// What the library adds for a mouse is of no use on paper, and its ids depend on how many charts were drawn before.
function tidy(svg: string, id: string): string {
  const still = svg
    .replaceAll(/<style >[\s\S]*?<\/style>/g, "")
    .replaceAll(/ (?:class|ecmeta_\w+|pointer-events|xmlns(?::xlink)?|version|baseProfile)="[^"]*"/g, "")
    // Black is what SVG fills with anyway, and only shapes that are not seen are left black.
    .replaceAll(' fill="#000"', "")
    .replaceAll(/zr\d+-/g, `${id}-`)
    .replaceAll(/<rect width="\d+" height="\d+" x="0" y="0" fill="(?:none|transparent)"><\/rect>\n/g, "")
    .replaceAll(/\n+/g, "\n");
  return toPageColours(still);
}

const axisLabel = { color: colour("ink"), fontSize: 13 };
const axisLine = { lineStyle: { color: colour("soft") } };

/** Longer names of categories are cut; the table below the chart has them whole. */
const maxNameLength = 28;

/** Category names below each other, cut where they are long, with room beside them: the library cannot measure the page's font. */
export function placeNames(names: readonly string[]) {
  const shown = names.map((name) => {
    const letters = Array.from(name);
    return letters.length > maxNameLength ? `${letters.slice(0, maxNameLength - 1).join("")}…` : name;
  });
  const longest = shown.reduce((most, name) => Math.max(most, nameWidth(name)), 0);
  return { data: shown, left: 16 + Math.round(longest) };
}

/** Generous, in units of the drawing: letters of East Asia and signs are as wide as high, a few others nearly. */
function nameWidth(name: string): number {
  let width = 0;
  for (const letter of name) {
    const isSquare = (letter.codePointAt(0) ?? 0) >= 0x2e80;
    width += isSquare ? 14 : /[MWmw@ЖМШЩЮжмшщю]/.test(letter) ? 12.5 : 7.8;
  }
  return width;
}

/** The sign of a dashed line in a legend. */
export const dashIcon = "path://M0,4 h8 v2 h-8 Z M12,4 h8 v2 h-8 Z";

/** How an axis looks in every chart. */
export const axisLook = {
  axisLabel,
  axisLine,
  axisTick: { lineStyle: { color: colour("soft") } },
  splitLine: { lineStyle: { color: colour("line") } },
  nameTextStyle: { color: colour("ink"), fontSize: 13 },
} as const;

/** How the legend looks in every chart. */
export const legendLook = {
  top: 0,
  left: 0,
  // The library takes letters for narrower than some fonts make them.
  itemGap: 30,
  selectedMode: false,
  backgroundColor: "none",
  borderColor: "none",
  textStyle: { color: colour("ink"), fontSize: 13 },
} as const;

/** Room above the chart for a legend of these names, which the library breaks into lines where it takes them for too wide. */
export function legendHeightOf(names: readonly string[]): number {
  if (names.length < 2) return 0;
  let lines = 1;
  let used = 0;
  for (const name of names) {
    const width = signWidth + textWidth(name);
    if (used > 0 && used + width > drawingWidth) {
      lines += 1;
      used = 0;
    }
    used += width + legendLook.itemGap;
  }
  return firstLine + (lines - 1) * furtherLine;
}

/** As the library reckons without a browser: letters beyond ASCII are as wide as high. */
function textWidth(text: string): number {
  let width = 0;
  for (const letter of text) width += (letter.codePointAt(0) ?? 0) > 127 ? 13 : 7.5;
  return width;
}

/** Units of the drawing: the sign before a name, and lines of a legend with the gap between them. */
const signWidth = 30;
const firstLine = 30;
const furtherLine = 44;

/** Text on a coloured ground: readable on each of them by a rim in the page's own colour. */
export const labelLook = {
  show: true,
  color: colour("ink"),
  textBorderColor: colour("paper"),
  textBorderWidth: 3,
  fontSize: 12,
} as const;
