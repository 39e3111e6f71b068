import { realpath, stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Env } from "../../config/env.ts";
import { product } from "../../config/product.ts";
import { classifyFollowUp } from "../analysis/follow-ups/classify-follow-up.ts";
import { phrasesSchema } from "../analysis/phrases.ts";
import { auditFiles } from "../audit/audit-files.ts";
import { auditWordsSchema } from "../audit/audit-words.ts";
import { isRowDropped } from "../audit/import/open-sheet.ts";
import { readMapping } from "../audit/import/read-mapping.ts";
import { renderAudit } from "../audit/render-audit.ts";
import type { AuditResult } from "../audit/sections/reporter.ts";
import { AppError } from "../domain/errors.ts";
import { addDays, isCivilDate, isTimeZone, type Moment, startOfDay } from "../domain/time.ts";
import { sayDay, sayGuesses, sayReading, sayTroubles } from "./audit-says.ts";
import { printJson, say } from "./print.ts";
import { openProgress } from "./progress.ts";
import { readLocale, toLanguage } from "./read-locale.ts";

/** As the command line gives them. */
export interface AuditOptions {
  readonly deals: string;
  readonly out: string;
  readonly activities?: readonly string[];
  readonly map?: readonly string[];
  readonly language?: string;
  /** A civil date, whose whole day counts, or a moment in ISO 8601. */
  readonly asOf?: string;
  readonly timeZone?: string;
}

/** The whole analysis on CSV exports: writes the report, says how the files were read, prints one JSON line. */
export async function audit(env: Env, options: AuditOptions): Promise<void> {
  const startedAt = Date.now();
  const language = toLanguage(options.language) ?? env.language;
  const timeZone = toTimeZone(options.timeZone);
  const phrases = phrasesSchema.parse(await readLocale(`${language}.json`));
  const words = auditWordsSchema.parse(await readLocale(`audit/${language}.json`));
  const report = resolve(options.out);
  await refuseUnwritable(report, [options.deals, ...(options.activities ?? [])]);
  const progress = openProgress(process.stderr);
  const request = {
    dealFile: options.deals,
    activityFiles: options.activities ?? [],
    mapping: await readMapping(options.map ?? []),
    timeZone,
    dateOrder: language === "en" ? ("month-first" as const) : ("day-first" as const),
    asOf: toAsOf(options.asOf, timeZone),
    clock: startedAt,
    onRow: (file: string, done: number, total: number | null) =>
      progress.update("read", { label: file, done, total }),
  };
  const { norms, stalls, flags, text, digest, pull } = product;
  const settings = {
    norms,
    stalls,
    flags,
    maxTextLength: text.maxFollowUpLength,
    activityDays: pull.activityBackfillDays,
  };
  const onDeal = (done: number, total: number) => progress.update("judge", { label: "deals", done, total });
  const result = await auditFiles(request, { phrases, classify: classifyFollowUp, settings, onDeal }).finally(
    () => progress.stop(),
  );
  sayReading(result);
  sayGuesses(result, words);
  sayTroubles(result, words);
  const reporter = { language, words, phrases, cap: flags.maxNewPerRepAndNight, maxMonday: digest.maxDeals };
  await writeReport(report, renderAudit(result, reporter));
  sayDay(result, startedAt);
  say(`Report: ${report}`);
  printJson({ report, ...summarise(result), seconds: Math.round((Date.now() - startedAt) / 100) / 10 });
}

/** Counts for programs. Every open deal is in exactly one of stalled, moving and notJudged. */
function summarise({ judged, deals, activities, files, timeZone }: AuditResult) {
  const { flagged, listed, openDeals, judgedDeals, notJudged, work, followUps, today } = judged;
  const stalled = flagged.length + listed.length;
  const troubles = files.flatMap((file) => file.troubles);
  const below = work.judgements.filter(({ status }) => status === "below").length;
  const compared = work.judgements.filter(({ status }) =>
    ["below", "within", "above"].includes(status),
  ).length;
  return {
    asOf: today,
    timeZone,
    deals: { read: deals, open: openDeals, moving: judgedDeals - stalled, stalled, flagged: flagged.length },
    notJudged: Object.fromEntries(notJudged),
    activities,
    rejected: troubles.filter(isRowDropped).length,
    emptied: troubles.filter((trouble) => !isRowDropped(trouble)).length,
    duplicates: files.reduce((sum, { duplicates }) => sum + duplicates, 0),
    norms: { compared, below },
    followUps: { read: followUps.read, ...followUps.byVerdict, notJudged: followUps.notJudged },
  };
}

/** Before anything is read: a report in place of an export would destroy it, and hours later nobody wants to hear of a missing folder. */
async function refuseUnwritable(report: string, inputs: readonly string[]): Promise<void> {
  const real = (path: string) => realpath(path).catch(() => resolve(path));
  const target = await real(report);
  for (const input of inputs)
    if ((await real(input)) === target)
      throw invalid(`--out ${report} would overwrite an export; name another file`);
  const folder = dirname(report);
  const isFolder = async (path: string) => (await stat(path).catch(() => null))?.isDirectory() === true;
  if (!(await isFolder(folder))) throw invalid(`--out: there is no folder ${folder}`);
  if (await isFolder(report)) throw invalid(`--out ${report} is a folder; name a file in it`);
}

async function writeReport(path: string, html: string): Promise<void> {
  try {
    await writeFile(path, html);
  } catch (error) {
    throw invalid(
      `the report cannot be written to ${path}: ${Error.isError(error) ? error.message : ""}`,
      error,
    );
  }
}

/** Exports hold wall-clock times; those of this computer are the likeliest. */
function toTimeZone(name: string | undefined): string {
  const zone = name ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!isTimeZone(zone)) throw invalid(`--time-zone ${zone} is no time zone such as Europe/Warsaw`);
  return zone;
}

function toAsOf(text: string | undefined, timeZone: string): Moment | null {
  if (text === undefined) return null;
  if (isCivilDate(text)) return startOfDay(addDays(text, 1), timeZone) - 1;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw invalid(`--as-of ${text} is neither a date such as 2026-10-14 nor a moment`);
  return at;
}

function invalid(problem: string, cause?: unknown): AppError {
  return new AppError("input-invalid", { details: { problem }, cause });
}
