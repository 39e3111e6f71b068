import { verdicts } from "../../domain/follow-up.ts";
import { renderBars } from "../../report/charts/bars.ts";
import type { Tone } from "../../report/charts/palette.ts";
import { escapeHtml } from "../../report/escape.ts";
import type { PageSection } from "../../report/render-page.ts";
import { shownFlags } from "../audit-words.ts";
import { type AuditResult, fill, type Reporter } from "./reporter.ts";
import { tones } from "./tones.ts";

export function followUpSection(result: AuditResult, reporter: Reporter): PageSection {
  const { followUps } = reporter.words;
  const { read } = result.judged.followUps;
  const html =
    read === 0
      ? `<p>${escapeHtml(followUps.nothing)}</p>`
      : `<p>${escapeHtml(followUps.explain)}</p>\n${renderVerdicts(result, reporter)}\n${renderFlags(result, reporter)}`;
  return { id: "follow-ups", heading: followUps.heading, html };
}

function renderVerdicts({ judged }: AuditResult, { words, language }: Reporter): string {
  const { followUps } = words;
  const { byVerdict, notJudged, read, deals } = judged.followUps;
  const counts: readonly (readonly [name: string, value: number, tone: Tone])[] = [
    ...verdicts.map((verdict) => [followUps.verdicts[verdict], byVerdict[verdict], tones[verdict]] as const),
    [followUps.notJudged, notJudged, "grey"],
  ];
  return renderOneEach({
    id: "verdicts",
    language,
    title: followUps.title,
    note: fill(followUps.note, { read, deals, open: judged.openDeals, solutions: byVerdict.solution }),
    categoryName: followUps.category,
    valueName: followUps.count,
    counts,
  });
}

function renderFlags({ judged }: AuditResult, { words, language }: Reporter): string {
  const { followUps, flags } = words;
  const stalled = [...judged.flagged, ...judged.listed];
  if (stalled.length === 0) return "";
  const countOf = (wanted: string) => stalled.filter(({ flag }) => flag === wanted).length;
  const shown = shownFlags.toReversed();
  return renderOneEach({
    id: "flags",
    language,
    title: followUps.flagTitle,
    note: fill(followUps.flagNote, { solutions: countOf("solution"), stalled: stalled.length }),
    categoryName: followUps.flagCategory,
    valueName: followUps.flagCount,
    counts: shown.map((flag) => [flags[flag], countOf(flag), tones[flag]] as const),
  });
}

interface OneEach {
  readonly id: string;
  readonly language: Reporter["language"];
  readonly title: string;
  readonly note: string;
  readonly categoryName: string;
  readonly valueName: string;
  readonly counts: readonly (readonly [name: string, value: number, tone: Tone])[];
}

/** One bar a category, each in its own tone. */
function renderOneEach({ counts, ...frame }: OneEach): string {
  return renderBars({
    ...frame,
    categories: counts.map(([name]) => name),
    series: [
      {
        name: frame.valueName,
        values: counts.map(([, value]) => value),
        tones: counts.map(([, , tone]) => tone),
      },
    ],
    isHorizontal: true,
  });
}
