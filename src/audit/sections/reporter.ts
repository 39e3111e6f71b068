import { daysOf, fill, fullDateOf, type Phrases } from "../../analysis/phrases.ts";
import { explainSign } from "../../analysis/wording.ts";
import type { StalledDeal } from "../../domain/finding.ts";
import type { StallSign } from "../../domain/stall.ts";
import type { Language } from "../../domain/tenant.ts";
import type { CivilDate } from "../../domain/time.ts";
import { isolate } from "../../report/escape.ts";
import type { AuditWords, ShownFlag } from "../audit-words.ts";
import type { StageMeaning } from "../import/guess-stages.ts";
import type { FileReading } from "../import/open-sheet.ts";
import type { Judged } from "../judge/judge-company.ts";

/** All that the sections tell about. */
export interface AuditResult {
  readonly judged: Judged;
  readonly deals: number;
  readonly activities: number;
  readonly files: readonly FileReading[];
  readonly stages: readonly StageMeaning[];
  /** What the files lack. */
  readonly lacks: {
    readonly activityFile: boolean;
    readonly links: boolean;
    readonly texts: boolean;
    readonly nextStepDates: boolean;
    /** An owner and a person of the activities when the two files have nobody in common; null when they have. */
    readonly commonPeople: { readonly owner: string; readonly rep: string } | null;
  };
  /** Answers of `--map` about stages and kinds that the files do not hold. */
  readonly unusedAnswers: readonly string[];
  readonly timeZone: string;
}

/** How a section writes: the words and the language's way with dates and numbers. */
export interface Reporter {
  readonly language: Language;
  readonly words: AuditWords;
  readonly phrases: Phrases;
  readonly cap: number;
  /** Deals of the first list. */
  readonly maxMonday: number;
}

export { fill };

/** A stalled deal with what a person wants to see of it. */
export interface ShownDeal {
  readonly finding: StalledDeal;
  readonly name: string;
  readonly rep: string;
  readonly stage: string;
  readonly amount: string;
  /** Null when the files hold no texts at all: then nothing is said about what was written. */
  readonly flag: ShownFlag | null;
}

export function toShown(finding: StalledDeal, { judged, lacks }: AuditResult, reporter: Reporter): ShownDeal {
  const deal = judged.dealOf.get(finding.dealId);
  return {
    finding,
    name: isolate(deal?.name ?? finding.dealId),
    rep: nameOf(finding.repId, judged),
    stage: isolate(deal?.stage ?? ""),
    amount: writeAmount(finding.amount, deal?.currency ?? null, reporter),
    flag: lacks.texts ? null : finding.flag,
  };
}

export function nameOf(repId: string, { people }: Judged): string {
  return isolate(people.names.get(repId) ?? repId);
}

export function writeAmount(
  amount: number | null,
  currency: string | null,
  { phrases, words }: Reporter,
): string {
  if (amount === null) return words.noAmount;
  const number = new Intl.NumberFormat(phrases.locale, { maximumFractionDigits: 0 }).format(amount);
  return currency === null ? number : `${number}\u00a0${isolate(currency)}`;
}

export function writeDate(date: CivilDate, { phrases }: Reporter): string {
  return fullDateOf(date, phrases);
}

/** The sign in words; where whole deals were compared, it must not speak of a stage. */
export function writeSign(sign: StallSign, { hasStageDates }: Judged, { phrases, words }: Reporter): string {
  if (sign.rule !== "stage-age" || hasStageDates) return explainSign(sign, phrases);
  const pattern = sign.basis === "guess" ? words.wholeDeal.guess : words.wholeDeal.learned;
  return fill(pattern, {
    observed: daysOf(sign.observed, phrases),
    threshold: daysOf(sign.threshold, phrases),
    within: sign.within,
    sample: sign.sample,
  });
}
