import type { StreamJudgement } from "../analysis/norms/stream-types.ts";
import type { NormStatus, Period } from "../domain/norm.ts";
import { renderBandLine } from "../report/charts/band-line.ts";
import { renderBars } from "../report/charts/bars.ts";
import { type PageSection, renderPage } from "../report/render-page.ts";
import { renderTable } from "../report/table.ts";

const language = "en";

/** Series drawn: those with most to look at. */
const maxDrawn = 12;
/** Periods drawn of each. */
const maxPoints = 120;

/** Gathers the answers of a backtest and makes the page that shows managers what Norma would have said. */
export interface NormReport {
  readonly add: (answers: readonly StreamJudgement[]) => void;
  readonly render: () => string;
}

export function createNormReport(period: Period): NormReport {
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
    render: () => renderReport([...series.values()], totals, period),
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

function renderReport(
  series: readonly StreamJudgement[][],
  totals: ReadonlyMap<string, Totals>,
  period: Period,
): string {
  return renderPage({
    title: "What the norms would have said",
    subtitle: `One answer for each rep, metric and ${period}, each from nothing but what came before it.`,
    language,
    sections: [calibration(totals), changes(series), drawings(series)],
  });
}

function calibration(totals: ReadonlyMap<string, Totals>): PageSection {
  const metrics = [...totals].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const percent = (part: number, whole: number) =>
    whole === 0 ? null : Math.round((1000 * part) / whole) / 10;
  const chart = renderBars({
    id: "statuses",
    title: "What was said",
    note: "Periods by status. Nothing can be said below a low of zero, after too short a past, and on a silent channel.",
    language,
    categoryName: "Metric",
    categories: metrics.map(([metric]) => metric),
    valueName: "periods",
    isStacked: true,
    isHorizontal: true,
    series: (["below", "within", "above", "no-alarm-possible", "absent"] as const).map((status) => ({
      name: status,
      values: metrics.map(([, { statuses }]) => statuses[status]),
    })),
  });
  const table = renderTable({
    caption: "Was the interval honest? It should hold 90 % of what happened.",
    columns: ["Metric", "Periods at work", "Inside the interval, %", "Below, %", "Above, %"],
    rows: metrics.map(([metric, { present, covered, statuses }]) => [
      metric,
      present,
      percent(covered, present),
      percent(statuses.below, present),
      percent(statuses.above, present),
    ]),
    language,
  });
  return { id: "calibration", heading: "How often, and how right", html: chart + table };
}

/** Every lasting change once, as it was first said. */
function changes(series: readonly StreamJudgement[][]): PageSection {
  const found = series.flatMap((answers) =>
    answers.filter(
      ({ change }, index) => change !== null && answers[index - 1]?.change?.since !== change.since,
    ),
  );
  const table = renderTable({
    caption: "Lasting changes, in the order they were noticed",
    columns: ["Rep", "Metric", "Change", "Since", "Noticed"],
    rows: found
      .toSorted((a, b) => (a.start < b.start ? -1 : 1))
      .map(({ repId, metric, change, start }) => [
        repId,
        metric,
        change?.kind ?? "",
        change?.since ?? "",
        start,
      ]),
    language,
  });
  const html = found.length === 0 ? "<p>None was found.</p>" : table;
  return { id: "changes", heading: "Lasting changes", html };
}

function drawings(series: readonly StreamJudgement[][]): PageSection {
  const interest = (answers: StreamJudgement[]) =>
    answers.filter(({ status, change }) => status === "below" || change !== null).length;
  const drawn = series
    .filter((answers) => answers.some(({ status }) => status === "within"))
    .toSorted((a, b) => interest(b) - interest(a))
    .slice(0, maxDrawn);
  const html = drawn.map((answers, index) => {
    const [first] = answers;
    return renderBandLine({
      id: `series-${index}`,
      title: `${first?.repId ?? ""}: ${first?.metric ?? ""}`,
      note: `What was counted against what was usual; ${interest(answers)} of ${answers.length} periods stand out as low or belong to a lasting change.`,
      language,
      names: {
        label: "Period",
        value: "Count",
        actual: "counted",
        expected: "expected",
        band: "usual",
        low: "low",
        high: "high",
      },
      points: answers.map(({ start, actual, expected, low, high, status }) => ({
        label: start,
        actual: status === "absent" ? null : actual,
        expected,
        low,
        high,
      })),
    });
  });
  return { id: "reps", heading: "Reps with most to look at", html: html.join("\n") };
}
