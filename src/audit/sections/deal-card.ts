import { countOf, daysOf } from "../../analysis/phrases.ts";
import { escapeHtml } from "../../report/escape.ts";
import type { AuditWords, ShownFlag } from "../audit-words.ts";
import type { Judged } from "../judge/judge-company.ts";
import { type AuditResult, fill, type Reporter, type ShownDeal, writeDate, writeSign } from "./reporter.ts";
import { tones } from "./tones.ts";

/** The place of a deal on the page: by its rank, since ids may hold any sign. */
export function dealAnchor(dealId: string, { flagged }: Judged): string {
  return `deal-${flagged.findIndex((finding) => finding.dealId === dealId) + 1}`;
}

/** A sign beside the words, so that nothing hangs on colour. */
const signs: Readonly<Record<ShownFlag, string>> = {
  broken: "✕",
  excuse: "!",
  silent: "?",
  vague: "◷",
  solution: "✓",
};

export function renderTag(flag: ShownFlag | null, words: AuditWords): string {
  if (flag === null) return "";
  return `<span class="tag ${tones[flag]}"><span aria-hidden="true">${signs[flag]}</span> ${escapeHtml(words.flags[flag])}</span>`;
}

/** One stalled deal with everything that speaks: since when, by which rule, the rep's own words, the question. */
export function renderDealCard(deal: ShownDeal, { judged }: AuditResult, reporter: Reporter): string {
  const { words } = reporter;
  const { finding, name, rep, amount, stage, flag } = deal;
  const rows = factsOf(deal, judged, reporter).map(
    ([label, text]) => `<dt>${escapeHtml(label)}</dt><dd>${escapeHtml(text)}</dd>`,
  );
  return `<li id="${dealAnchor(finding.dealId, judged)}" tabindex="-1">
<h3>${escapeHtml(name)} ${renderTag(flag, words)}</h3>
<p class="soft">${escapeHtml([rep, amount, fill(words.stalled.stage, { stage }), writeSince(finding, judged, reporter)].join(" · "))}</p>
<dl>${rows.join("\n")}</dl>
</li>`;
}

function writeSince(
  { stall }: ShownDeal["finding"],
  { hasStageDates, guessedIds }: Judged,
  reporter: Reporter,
): string {
  const { stalled } = reporter.words;
  const since = fill(stalled.since, { date: writeDate(stall.since, reporter) });
  // A stated default says nothing about what is usual here.
  if (stall.usualDays === null || guessedIds.has(stall.dealId)) return since;
  const days = daysOf(stall.usualDays, reporter.phrases);
  return `${since} (${fill(hasStageDates ? stalled.usual : stalled.usualWhole, { days })})`;
}

function factsOf(
  { finding, flag }: ShownDeal,
  judged: Judged,
  reporter: Reporter,
): readonly (readonly [label: string, text: string])[] {
  const { words, phrases } = reporter;
  const { stalled, monday } = words;
  const [first, ...others] = finding.stall.signs;
  const { evidence, contradiction, ask, repeats } = finding.fields;
  const nothingWritten = flag === null ? stalled.notRead : stalled.noWords;
  return [
    ...(first === undefined ? [] : [[monday.why, writeSign(first, judged, reporter)] as const]),
    ...others.map((sign) => [stalled.also, writeSign(sign, judged, reporter)] as const),
    [stalled.words, evidence ?? nothingWritten],
    ...(contradiction === null ? [] : [[stalled.contradiction, contradiction] as const]),
    ...(repeats === null || repeats < 2
      ? []
      : [
          [stalled.also, fill(stalled.repeats, { times: countOf(phrases.times, repeats, phrases) })] as const,
        ]),
    ...(ask === null ? [] : [[monday.ask, ask] as const]),
  ];
}
