import { type Command, Option } from "commander";
import { type Period, periods } from "../domain/norm.ts";
import type { Language } from "../domain/tenant.ts";
import { say } from "./print.ts";
import { toLanguage } from "./read-locale.ts";

/**
 * Adds `backtest` and what can be tested on a log of the past. A row that could not be read makes the exit code 1.
 * `ownLanguage` is asked where a report is wanted and no language said.
 */
export function addBacktest(program: Command, ownLanguage: () => Language): void {
  const languageOf = ({ report, language }: ReportOptions) =>
    toLanguage(language) ?? (report === undefined ? "en" : ownLanguage());
  const backtest = program
    .command("backtest")
    .description("say what Norma would have said, from CSV files about the past");
  backtest
    .command("norms")
    .description(
      "one JSON line for each rep, metric and period: was the count unusual for what came before it",
    )
    .requiredOption("--counts <file>", "CSV: rep,date,metric,count; - reads standard input")
    .option("--absences <file>", "CSV: rep,from,to (both days included) or rep,date")
    .addOption(new Option("--period <period>", "what is judged").choices(periods).makeOptionMandatory())
    .option("--country <code>", "two letters, e.g. PL: its public holidays are days off")
    .option(
      "--report <file>",
      "also write an HTML page: calibration, lasting changes, reps with most to look at",
    )
    .option("--language <code>", languageHelp)
    .action(async (options: NormOptions) => {
      const streams = { input: process.stdin, output: process.stdout, say };
      const { backtestNorms } = await import("./backtest-norms.ts");
      if (!(await backtestNorms({ ...options, language: languageOf(options) }, streams)))
        process.exitCode = 1;
    });
  backtest
    .command("stalls")
    .description("one JSON line for every deal that was open: is it stalled, since when, and why")
    .requiredOption("--deals <file>", "CSV: deal,rep,amount,created,closed,outcome")
    .requiredOption(
      "--events <file>",
      "CSV: deal,at,kind,stage; kind is stage, call, meeting, email, message, proposal, note or task",
    )
    .requiredOption("--as-of <date>", "what counts as now; nothing later matters")
    .option("--report <file>", "also write an HTML page: how flagged deals of the past ended")
    .option("--language <code>", languageHelp)
    .action(async (options: StallOptions) => {
      const { backtestStalls } = await import("./backtest-stalls.ts");
      const report = options.report ?? null;
      const isComplete = await backtestStalls({ ...options, report, language: languageOf(options) });
      if (!isComplete) process.exitCode = 1;
    });
}

const languageHelp = "of the report: en, pl or ru";

interface ReportOptions {
  readonly report?: string;
  readonly language?: string;
}

interface NormOptions extends ReportOptions {
  readonly counts: string;
  readonly absences?: string;
  readonly period: Period;
  readonly country?: string;
}

interface StallOptions extends ReportOptions {
  readonly deals: string;
  readonly events: string;
  readonly asOf: string;
}
