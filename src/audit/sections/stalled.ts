import { escapeHtml } from "../../report/escape.ts";
import type { PageSection } from "../../report/render-page.ts";
import { renderTable } from "../../report/table.ts";
import { renderDealCard } from "./deal-card.ts";
import { type AuditResult, fill, type Reporter, toShown, writeDate } from "./reporter.ts";

/** Rows of the table of deals behind the limit; nobody works through more. */
const maxListed = 200;

export function stalledSection(result: AuditResult, reporter: Reporter): PageSection {
  const { words, cap } = reporter;
  const { flagged, listed } = result.judged;
  const cards = flagged.map((finding) =>
    renderDealCard(toShown(finding, result, reporter), result, reporter),
  );
  const intro = fill(words.stalled.intro, {
    cap,
    shown: flagged.length,
    stalled: flagged.length + listed.length,
  });
  return {
    id: "stalled",
    heading: words.stalled.heading,
    html:
      cards.length === 0
        ? `<p>${escapeHtml(words.stalled.nothing)}</p>`
        : `<p>${escapeHtml(intro)}</p>\n<ol class="cards">\n${cards.join("\n")}\n</ol>\n${renderListed(result, reporter)}`,
  };
}

function renderListed(result: AuditResult, reporter: Reporter): string {
  const { words, language, cap } = reporter;
  const { listed } = result.judged;
  if (listed.length === 0) return "";
  const { stalled, data } = words;
  const shown = listed.slice(0, maxListed).map((finding) => toShown(finding, result, reporter));
  const table = renderTable({
    caption: stalled.restTable,
    language,
    columns: [stalled.deal, stalled.rep, stalled.amount, stalled.rule, stalled.sinceHeading],
    rows: shown.map(({ name, rep, amount, finding }) => [
      name,
      rep,
      amount,
      words.rules[finding.stall.rule],
      writeDate(finding.stall.since, reporter),
    ]),
  });
  const more =
    listed.length > maxListed
      ? `<p>${escapeHtml(fill(data.more, { count: listed.length - maxListed }))}</p>`
      : "";
  const summary = escapeHtml(fill(stalled.rest, { cap, count: listed.length }));
  return `<details><summary>${summary}</summary>\n${table}${more}</details>`;
}
