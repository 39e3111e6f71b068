import { escapeHtml } from "../../report/escape.ts";
import type { PageSection } from "../../report/render-page.ts";
import { gaps } from "../audit-words.ts";
import { countReasons } from "./count-reasons.ts";
import { dealAnchor, renderTag } from "./deal-card.ts";
import {
  type AuditResult,
  fill,
  type Reporter,
  type ShownDeal,
  toShown,
  writeAmount,
  writeDate,
  writeSign,
} from "./reporter.ts";

/** Reasons beyond the reps that are named on the first screen. */
const maxBeyond = 3;

/** The first screen: whom to talk to about what, what only others can fix, which gaps to close. */
export function mondaySection(result: AuditResult, reporter: Reporter): PageSection {
  const { words, maxMonday } = reporter;
  const shown = result.judged.flagged
    .slice(0, maxMonday)
    .map((finding) => toShown(finding, result, reporter));
  const deals = shown.map((deal) => renderDeal(deal, result, reporter)).join("\n");
  return {
    id: "monday",
    heading: words.monday.heading,
    html: `<p class="lead">${escapeHtml(writeLead(result, reporter))}</p>
${deals === "" ? "" : `<h3>${escapeHtml(words.monday.talk)}</h3>\n<ol class="deals">\n${deals}\n</ol>`}
${renderList(words.monday.beyond, listBeyond(result, reporter))}
${renderList(words.monday.gaps, listGaps(result, reporter))}`,
  };
}

function writeLead({ judged, lacks }: AuditResult, { words }: Reporter): string {
  const { judgedDeals, openDeals: open } = judged;
  const all = [...judged.flagged, ...judged.listed];
  const stalled = all.length;
  const solutions = all.filter(({ flag }) => flag === "solution").length;
  const { monday } = words;
  const found = lacks.texts ? monday.leadUnread : monday.lead;
  const pattern = judgedDeals === 0 ? monday.leadNothing : stalled === 0 ? monday.leadNone : found;
  return fill(pattern, { judged: judgedDeals, open, stalled, solutions });
}

function renderDeal(deal: ShownDeal, { judged }: AuditResult, reporter: Reporter): string {
  const { words } = reporter;
  const { finding, name, rep, amount, flag } = deal;
  const [sign] = finding.stall.signs;
  const why = sign === undefined ? "" : writeSign(sign, judged, reporter);
  const { ask } = finding.fields;
  return `<li><p><a href="#${dealAnchor(finding.dealId, judged)}"><strong>${escapeHtml(name)}</strong></a>
· ${escapeHtml(rep)} · ${escapeHtml(amount)} ${renderTag(flag, words)}</p>
<p class="soft">${escapeHtml(why)}</p>
${ask === null ? "" : `<p class="ask">${escapeHtml(ask)}</p>`}</li>`;
}

function listBeyond(result: AuditResult, reporter: Reporter): string[] {
  const { words, phrases } = reporter;
  const { reasons, named } = countReasons(result);
  return reasons
    .filter(({ party, count }) => party !== "rep" && party !== "customer" && count > 0)
    .slice(0, maxBeyond)
    .map(({ reason, party, count, amount, currency }) =>
      fill(words.monday.beyondItem, {
        reason: upperFirst(phrases.reasons[reason]),
        count,
        total: named,
        amount: writeAmount(amount, currency, reporter),
        party: words.parties[party],
      }),
    );
}

function listGaps({ judged }: AuditResult, reporter: Reporter): string[] {
  const { words } = reporter;
  const silent = judged.work.stopped.map(({ metric, since, people }) =>
    fill(words.monday.silentChannel, {
      metric: words.norms.metrics[metric],
      date: writeDate(since, reporter),
      people,
    }),
  );
  const unjudged = gaps.flatMap((gap) => {
    const count = judged.notJudged.get(gap) ?? 0;
    return count === 0 ? [] : [fill(words.gaps[gap], { count, open: judged.openDeals })];
  });
  return [...silent, ...unjudged];
}

function renderList(heading: string, items: readonly string[]): string {
  if (items.length === 0) return "";
  const lines = items.map((item) => `<li>${escapeHtml(item)}</li>`).join("");
  return `<h3>${escapeHtml(heading)}</h3>\n<ul>${lines}</ul>`;
}

function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
