import { renderPage } from "../report/render-page.ts";
import { auditStyle } from "./sections/audit-style.ts";
import { dataSection } from "./sections/data.ts";
import { followUpSection } from "./sections/follow-ups.ts";
import { mondaySection } from "./sections/monday.ts";
import { normSection } from "./sections/norms.ts";
import { notMeasuredSection } from "./sections/not-measured.ts";
import { reasonSection } from "./sections/reasons.ts";
import { type AuditResult, fill, type Reporter, writeDate } from "./sections/reporter.ts";
import { stalledSection } from "./sections/stalled.ts";

/** The whole report as one HTML file, the answer to “what should I do on Monday?” first. */
export function renderAudit(result: AuditResult, reporter: Reporter): string {
  const { words, language, phrases } = reporter;
  const number = new Intl.NumberFormat(phrases.locale);
  return renderPage({
    title: words.title,
    language,
    subtitle: fill(words.subtitle, {
      date: writeDate(result.judged.today, reporter),
      timeZone: result.timeZone,
      deals: number.format(result.deals),
      open: number.format(result.judged.openDeals),
      activities: number.format(result.activities),
      files: result.files.map(({ file }) => file).join(", "),
    }),
    style: auditStyle,
    footer: words.footer,
    sections: [
      mondaySection(result, reporter),
      stalledSection(result, reporter),
      followUpSection(result, reporter),
      reasonSection(result, reporter),
      normSection(result, reporter),
      dataSection(result, reporter),
      notMeasuredSection(result, reporter),
    ],
  });
}
