import type { StreamJudgement } from "../analysis/norms/stream-types.ts";
import { fill } from "../analysis/phrases.ts";
import { metrics as knownMetrics, type NormStatus, type Period } from "../domain/norm.ts";
import { renderBandLine } from "../report/charts/band-line.ts";
import { renderBars } from "../report/charts/bars.ts";
import type { Tone } from "../report/charts/palette.ts";
import { type PageSection, renderPage } from "../report/render-page.ts";
import { renderTable } from "../report/table.ts";
import type { BacktestWords } from "./backtest-words.ts";

/** Series drawn: those with most to look at. */
const maxDrawn = 12;
/** Periods drawn of each. */
const maxPoints = 120;

/** Gathers the answers of a backtest and makes the page that shows managers what Norma would have said. */
export interface NormReport {
  readonly add: (answers: readonly StreamJudgement[]) => void;
  readonly render: () => string;
}

export function createNormReport(period: Period, words: BacktestWords): NormReport {
  const series = new Map<string, StreamJudgement[]>();
  const totals = new Map<string, Totals>();
  return {
    add(answers) {
      for (const answer of answers) {
        count(totals, answer);
        const key = JSON.stringify([answer.repId, answer.metric]);
        const kept = series.get(key) ?? [];
        series.set(key, kept);
        kept.push(answer);
        if (kept.length > maxPoints) kept.shift();
      }
    },
    render() {
      const kept = [...series.values()];
      return renderPage({
        title: words.norms.title,
        subtitle: words.norms.subtitle[period],
        language: words.language,
        sections: [calibration(totals, words), changes(kept, words), drawings(kept, words)],
      });
    },
  };
}

interface Totals {
  readonly statuses: Record<NormStatus, number>;
  covered: number;
  present: number;
}

function count(totals: Map<string, Totals>, { metric, status, actual, low, high }: StreamJudgement): void {
  const own = totals.get(metric) ?? emptyTotals();
  totals.set(metric, own);
  own.statuses[status] += 1;
  if (status === "absent") return;
  own.present += 1;
  if (actual >= low && actual <= high) own.covered += 1;
}

function emptyTotals(): Totals {
  const statuses = { below: 0, within: 0, above: 0, "no-alarm-possible": 0, absent: 0 };
  return { statuses, covered: 0, present: 0 };
}

/** Files name their metrics as they like; those that Norma knows have a name in each language. */
function nameOf(metric: string, { shared }: BacktestWords): string {
  const known = knownMetrics.find((name) => name === metric);
  return known === undefined ? metric : shared.norms.metrics[known];
}

function calibration(totals: ReadonlyMap<string, Totals>, words: BacktestWords): PageSection {
  const { heading, ...own } = words.norms.calibration;
  const metrics = [...totals].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const chart = renderBars({
    id: "statuses",
    title: own.title,
    note: own.note,
    language: words.language,
    categoryName: own.metric,
    categories: metrics.map(([metric]) => nameOf(metric, words)),
    valueName: own.periods,
    isStacked: true,
    isHorizontal: true,
    series: statusTones.map(([status, tone]) => ({
      name: words.shared.norms.statuses[status],
      values: metrics.map(([, { statuses }]) => statuses[status]),
      tone,
    })),
  });
  const { metric, present, compared, covered, below, belowCompared, above } = own;
  const table = renderTable({
    caption: own.caption,
    columns: [metric, present, compared, covered, below, belowCompared, above],
    rows: metrics.map(([name, counted]) => [nameOf(name, words), ...sharesOf(counted)]),
    language: words.language,
  });
  return { id: "calibration", heading, html: chart + table };
}

/** What asks for a look in the colour that says so elsewhere; grey is what nothing can be said about. */
const statusTones = [
  ["below", "orange"],
  ["within", "blue"],
  ["above", "green"],
  ["no-alarm-possible", "grey"],
  ["absent", "purple"],
] as const satisfies readonly (readonly [NormStatus, Tone])[];

function sharesOf({ present, covered, statuses }: Totals): (number | null)[] {
  const { below, within, above } = statuses;
  const compared = below + within + above;
  const percent = (part: number, whole: number) =>
    whole === 0 ? null : Math.round((1000 * part) / whole) / 10;
  return [
    present,
    compared,
    percent(covered, present),
    percent(below, present),
    percent(below, compared),
    percent(above, present),
  ];
}

/** Every lasting change once, as it was first said. */
function changes(series: readonly StreamJudgement[][], words: BacktestWords): PageSection {
  const { heading, caption, none, drop, rise, ...columns } = words.norms.changes;
  const found = series.flatMap((answers) =>
    answers.flatMap(({ repId, metric, change, start }, index) =>
      change === null || answers[index - 1]?.change?.since === change.since
        ? []
        : { repId, metric, change, start },
    ),
  );
  const table = renderTable({
    caption,
    columns: [columns.rep, columns.metric, columns.change, columns.since, columns.noticed],
    rows: found
      .toSorted((a, b) => (a.start < b.start ? -1 : 1))
      .map(({ repId, metric, change, start }) => [
        repId,
        nameOf(metric, words),
        change.kind === "drop" ? drop : rise,
        change.since,
        start,
      ]),
    language: words.language,
  });
  return { id: "changes", heading, html: found.length === 0 ? `<p>${none}</p>` : table };
}

function drawings(series: readonly StreamJudgement[][], words: BacktestWords): PageSection {
  const drawn = series
    .filter((answers) => answers.some(({ status }) => status === "within"))
    .toSorted((a, b) => standingOut(b) - standingOut(a))
    .slice(0, maxDrawn);
  const html = drawn.map((answers, index) => drawSeries(answers, index, words));
  return { id: "reps", heading: words.norms.reps.heading, html: html.join("\n") };
}

function standingOut(answers: readonly StreamJudgement[]): number {
  return answers.filter(({ status, change }) => status === "below" || change !== null).length;
}

function drawSeries(answers: readonly StreamJudgement[], index: number, words: BacktestWords): string {
  const { note, period, count: value } = words.norms.reps;
  const { actual, expected, band, low, high } = words.shared.norms;
  const [first] = answers;
  return renderBandLine({
    id: `series-${index}`,
    title: `${first?.repId ?? ""}: ${nameOf(first?.metric ?? "", words)}`,
    note: fill(note, { standOut: standingOut(answers), all: answers.length }),
    language: words.language,
    names: { label: period, value, actual, expected, band, low, high },
    points: answers.map((answer) => ({
      label: answer.start,
      actual: answer.status === "absent" ? null : answer.actual,
      expected: answer.expected,
      low: answer.low,
      high: answer.high,
    })),
  });
}
