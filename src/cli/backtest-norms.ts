import { writeFile } from "node:fs/promises";
import type { Writable } from "node:stream";
import { product } from "../../config/product.ts";
import { ordinaryCalendar } from "../analysis/norms/learn-norms.ts";
import { publicHolidays } from "../analysis/norms/public-holidays.ts";
import { replayNorms } from "../analysis/norms/replay-norms.ts";
import type { Calendar, StreamJudgement } from "../analysis/norms/stream-types.ts";
import { AppError } from "../domain/errors.ts";
import type { Period } from "../domain/norm.ts";
import type { Language } from "../domain/tenant.ts";
import { readBacktestWords } from "./backtest-words.ts";
import { withFileOfInput } from "./file-of-input.ts";
import { createNormReport } from "./norm-report.ts";
import { readAbsences, readPersonDays } from "./read-person-days.ts";

export interface BacktestNormsOptions {
  /** CSV; `-` is standard input. */
  readonly counts: string;
  readonly absences?: string | undefined;
  readonly period: Period;
  /** Two letters; its public holidays are days off. */
  readonly country?: string | undefined;
  readonly report?: string | undefined;
  /** Of the report. */
  readonly language: Language;
}

export interface BacktestStreams {
  readonly input: AsyncIterable<Uint8Array>;
  readonly output: Writable;
  readonly say: (line: string) => void;
}

/**
 * What the norms would have said about each period of a log, known nothing but the log before it: one JSON line for each rep,
 * metric and period, in order of dates. True when every row of the files could be read.
 */
export async function backtestNorms(
  options: BacktestNormsOptions,
  streams: BacktestStreams,
): Promise<boolean> {
  const { say, output } = streams;
  // Each failure is also given to the write that met it.
  output.on("error", () => undefined);
  const log = await withFileOfInput(options.counts, streams.input, (path) => readPersonDays(path, say));
  const { calendar, rejected } = await readCalendar(options, say);
  const periods = new Set([options.period]);
  const report =
    options.report === undefined
      ? null
      : {
          path: options.report,
          ...createNormReport(options.period, await readBacktestWords(options.language)),
        };
  for (const answers of replayNorms(log.days, { periods, calendar, settings: product.norms })) {
    report?.add(answers);
    if (answers.length > 0 && !(await write(output, answers.map(toLine).join("")))) break;
  }
  if (report !== null) {
    await writeFile(report.path, report.render());
    say(`The report is in ${report.path}.`);
  }
  return log.rejected + rejected === 0;
}

async function readCalendar(
  { absences, country }: BacktestNormsOptions,
  say: (line: string) => void,
): Promise<{ calendar: Calendar; rejected: number }> {
  const isHoliday = country === undefined ? null : publicHolidays(country);
  if (isHoliday === null && country !== undefined) {
    const problem = `--country "${country}" is not known; use two letters such as PL`;
    throw new AppError("input-invalid", { details: { problem } });
  }
  const isDayOff: Calendar["isDayOff"] =
    isHoliday === null ? ordinaryCalendar.isDayOff : (_, date) => isHoliday(date);
  if (absences === undefined) return { calendar: { ...ordinaryCalendar, isDayOff }, rejected: 0 };
  const { isAbsent, rejected } = await readAbsences(absences, say);
  return { calendar: { isAbsent, isDayOff }, rejected };
}

function toLine({ repId, ...rest }: StreamJudgement): string {
  const { metric, period, start, actual, expected, low, high, status, sample, change } = rest;
  return `${JSON.stringify({ rep: repId, metric, period, start, actual, expected, low, high, status, sample, change })}\n`;
}

/** Writes and waits until it has gone out; false when the reader is gone (`| head`). */
function write(output: Writable, text: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    output.write(text, (error) => {
      if (error === null || error === undefined) resolve(true);
      else if ("code" in error && error.code === "EPIPE") resolve(false);
      else reject(error);
    });
  });
}
