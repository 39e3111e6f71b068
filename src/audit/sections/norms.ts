import { type Metric, metrics, type NormStatus } from "../../domain/norm.ts";
import { addDays } from "../../domain/time.ts";
import { maxDrawnRows, renderRanges } from "../../report/charts/ranges.ts";
import { escapeHtml } from "../../report/escape.ts";
import type { PageSection } from "../../report/render-page.ts";
import { type AuditResult, fill, nameOf, type Reporter, writeDate } from "./reporter.ts";

export function normSection(result: AuditResult, reporter: Reporter): PageSection {
  const { norms } = reporter.words;
  const { work } = result.judged;
  const charts = metrics.map((metric) => renderMetric(metric, result, reporter)).join("\n");
  const intro = fill(norms.intro, {
    from: writeDate(work.week, reporter),
    to: writeDate(addDays(work.week, 6), reporter),
  });
  const html =
    charts.trim() === ""
      ? `<p>${escapeHtml(norms.nothing)}</p>`
      : `<p>${escapeHtml(intro)}</p>\n${renderFindings(result, reporter)}\n${charts}`;
  return { id: "norms", heading: norms.heading, html };
}

/**
 * Only who can be compared is in the chart: a dot without a range would invite comparing people, and a dot at zero would
 * look like work not done. The others are named below it.
 */
function renderMetric(metric: Metric, { judged }: AuditResult, { words, language }: Reporter): string {
  const { norms } = words;
  const { work } = judged;
  const own = work.judgements
    .filter((judgement) => judgement.metric === metric)
    .map((judgement) => ({ ...judgement, name: nameOf(judgement.repId, judged) }))
    .toSorted((a, b) => a.name.localeCompare(b.name, language));
  const namesOf = (status: NormStatus) => own.filter((one) => one.status === status).map(({ name }) => name);
  const compared = own.filter(({ status }) => status !== "absent" && status !== "no-alarm-possible");
  if (compared.length === 0 || work.silentMetrics.includes(metric)) return "";
  const below = namesOf("below").length;
  const title = norms.metrics[metric];
  const chart = renderRanges({
    id: `norm-${metric}`,
    language,
    title: fill(norms.title, { metric: title }),
    note: [
      fill(norms.note, { within: compared.length - below, judged: compared.length, below }),
      ...(compared.length > maxDrawnRows
        ? [fill(norms.cut, { shown: maxDrawnRows, judged: compared.length })]
        : []),
    ].join(" "),
    names: { ...norms, label: norms.rep, value: title },
    rows: compared.map(({ name, low, high, expected, actual, status }) => ({
      label: name,
      band: { low, high, expected },
      actual,
      status: norms.statuses[status],
      isMarked: status === "below",
    })),
  });
  return `${chart}\n${renderNames(norms.notCompared, namesOf("no-alarm-possible"))}`;
}

function renderNames(pattern: string, names: readonly string[]): string {
  if (names.length === 0) return "";
  return `<p class="soft">${escapeHtml(fill(pattern, { names: names.join(", ") }))}</p>`;
}

/** A change that began longer ago is how things are. */
const daysOfNews = 91;

/** Where somebody had fewer than usual, and whose level has changed for longer than chance explains. */
function renderFindings({ judged }: AuditResult, reporter: Reporter): string {
  const { norms } = reporter.words;
  const below = judged.work.judgements
    .filter(({ status }) => status === "below")
    .map(({ repId, explanation }) => [nameOf(repId, judged), explanation] as const);
  const changes = judged.work.judgements.flatMap(({ repId, metric, change }) => {
    if (change === null || change.since < addDays(judged.today, -daysOfNews)) return [];
    const values = { metric: norms.metrics[metric], date: writeDate(change.since, reporter) };
    return [[nameOf(repId, judged), fill(norms.changes[change.kind], values)] as const];
  });
  const away = judged.work.judgements
    .filter(({ status }) => status === "absent")
    .map(({ repId }) => nameOf(repId, judged));
  return `${below.length === 0 ? `<p>${escapeHtml(norms.belowNone)}</p>` : renderLines(norms.belowHeading, below)}
${changes.length === 0 ? "" : renderLines(norms.changeHeading, changes)}
${renderNames(norms.absent, [...new Set(away)].toSorted())}`;
}

function renderLines(heading: string, lines: readonly (readonly [name: string, text: string])[]): string {
  const items = lines.map(
    ([name, text]) => `<li><strong>${escapeHtml(name)}</strong>: ${escapeHtml(text)}</li>`,
  );
  return `<h3>${escapeHtml(heading)}</h3>\n<ul>${items.join("")}</ul>`;
}
