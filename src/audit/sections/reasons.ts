import { parties } from "../../domain/follow-up.ts";
import { renderBars } from "../../report/charts/bars.ts";
import type { Tone } from "../../report/charts/palette.ts";
import { escapeHtml } from "../../report/escape.ts";
import type { PageSection } from "../../report/render-page.ts";
import { renderTable } from "../../report/table.ts";
import { countReasons } from "./count-reasons.ts";
import { type AuditResult, fill, type Reporter, writeAmount } from "./reporter.ts";

const tones: readonly Tone[] = ["blue", "orange", "green", "purple", "grey"];

export function reasonSection(result: AuditResult, reporter: Reporter): PageSection {
  const { words, language, phrases } = reporter;
  const { reasons } = words;
  const { reasons: counts, named } = countReasons(result);
  if (named === 0)
    return { id: "reasons", heading: reasons.heading, html: `<p>${escapeHtml(reasons.nothing)}</p>` };
  const stalled = result.judged.flagged.length + result.judged.listed.length;
  const countFor = (party: string) =>
    counts.filter((one) => one.party === party).reduce((sum, { count }) => sum + count, 0);
  const chart = renderBars({
    id: "reasons-chart",
    language,
    title: reasons.title,
    note: fill(reasons.note, { named, stalled }),
    categoryName: reasons.party,
    categories: parties.map((party) => words.parties[party]),
    valueName: reasons.count,
    series: [{ name: reasons.count, values: parties.map(countFor), tones }],
    isHorizontal: true,
  });
  const table = renderTable({
    caption: reasons.tableCaption,
    language,
    columns: [reasons.reason, reasons.party, reasons.count, reasons.amount],
    rows: counts.map(({ reason, party, count, amount, currency }) => [
      phrases.reasons[reason],
      words.parties[party],
      `${count}/${named}`,
      writeAmount(amount, currency, reporter),
    ]),
  });
  return { id: "reasons", heading: reasons.heading, html: `${chart}\n${table}` };
}
