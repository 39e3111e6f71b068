import { z } from "zod";
import { type AuditWords, auditWordsSchema } from "../audit/audit-words.ts";
import { periods } from "../domain/norm.ts";
import type { Language } from "../domain/tenant.ts";
import { readLocale } from "./read-locale.ts";

/** An object of phrases with these names. */
const phrases = <Name extends string>(...names: readonly Name[]) =>
  z.record(z.enum(names), z.string().min(1));

/** The words of the backtests' pages in one language; `{…}` are places to fill. Data from config/locales/backtest. */
const backtestWordsSchema = z.strictObject({
  norms: z.strictObject({
    title: z.string().min(1),
    subtitle: phrases(...periods),
    calibration: phrases(
      ...(["heading", "title", "note", "metric", "periods", "caption", "present", "compared"] as const),
      ...(["covered", "below", "belowCompared", "above"] as const),
    ),
    changes: phrases(
      ...([
        "heading",
        "caption",
        "rep",
        "metric",
        "change",
        "since",
        "noticed",
        "drop",
        "rise",
        "none",
      ] as const),
    ),
    reps: phrases("heading", "note", "period", "count"),
  }),
  stalls: z.strictObject({
    title: z.string().min(1),
    subtitle: z.string().min(1),
    now: phrases(
      ...(["heading", "open", "caption", "captionCut", "deal", "rep", "amount", "rule", "since"] as const),
      ...(["days", "limit", "sample", "risk", "guessed", "within"] as const),
    ),
    ends: phrases(
      ...(["heading", "caption", "end", "deals", "flagged", "neverFlagged", "won", "lost", "open"] as const),
      ...(["tooFew", "ratio"] as const),
    ),
    alarms: phrases(
      ...([
        "heading",
        "title",
        "note",
        "week",
        "deals",
        "newlyFlagged",
        "flagged",
        "caption",
        "open",
      ] as const),
    ),
    lead: phrases("heading", "none", "title", "note", "days", "deals"),
    risk: phrases(
      ...(["heading", "none", "title", "note", "told", "notWon", "looks", "diagonal", "series"] as const),
    ),
  }),
});

/** A page's language, its own words, and those it shares with the audit: metrics, readings, rules. */
export interface BacktestWords extends z.infer<typeof backtestWordsSchema> {
  readonly language: Language;
  readonly shared: AuditWords;
}

/** Reads the words of one language from config/locales; a missing or unknown phrase throws. */
export async function readBacktestWords(language: Language): Promise<BacktestWords> {
  const words = backtestWordsSchema.parse(await readLocale(`backtest/${language}.json`));
  return { ...words, language, shared: auditWordsSchema.parse(await readLocale(`audit/${language}.json`)) };
}
