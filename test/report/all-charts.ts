import type { Language } from "../../src/domain/tenant.ts";
import { renderBandLine } from "../../src/report/charts/band-line.ts";
import { renderBars } from "../../src/report/charts/bars.ts";
import { renderHistogram, toBins } from "../../src/report/charts/histogram.ts";
import { renderRanges } from "../../src/report/charts/ranges.ts";
import { renderScatter } from "../../src/report/charts/scatter.ts";

/** One of every chart, with `word` wherever a text from outside can stand. */
export function renderAllCharts(word: string, language: Language): string[] {
  const frame = (id: string) => ({ id, title: word, note: word, language });
  const names = { label: word, value: word, actual: word, expected: word, band: word, low: word, high: word };
  const band = { low: 1, high: 4, expected: 2.5 };
  return [
    renderBars({
      ...frame("stacked"),
      categoryName: word,
      categories: [word, "Anna"],
      valueName: word,
      series: [
        { name: word, values: [1, 0], tone: "green" },
        { name: "second", values: [2, 3], tone: "orange" },
      ],
      isStacked: true,
      isHorizontal: true,
    }),
    renderHistogram({ ...frame("histogram"), measure: word, counted: word, bins: toBins([1, 2, 8], 4) }),
    renderBandLine({
      ...frame("band"),
      names,
      points: [
        { label: word, actual: null, ...band },
        { label: "b", actual: 5, ...band },
      ],
    }),
    renderScatter({
      ...frame("scatter"),
      xName: word,
      yName: word,
      sizeName: word,
      diagonalName: word,
      max: 1,
      series: [{ name: word, points: [{ x: 0.2, y: 0.3, size: 4, label: word }] }],
    }),
    renderRanges({
      ...frame("ranges"),
      names: { ...names, marked: word, status: word },
      rows: [
        { label: word, band, actual: 0, status: word, isMarked: true },
        { label: "b", band, actual: 3, status: "", isMarked: false },
      ],
    }),
  ];
}
