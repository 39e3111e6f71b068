import type { Command } from "commander";
import { backtestStalls } from "./backtest-stalls.ts";

/** Adds `backtest` and what can be tested on a log of the past. A row that could not be read makes the exit code 1. */
export function addBacktest(program: Command): void {
  const backtest = program
    .command("backtest")
    .description("say what Norma would have said, from CSV files about the past");
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
    .action(async (options: { deals: string; events: string; asOf: string; report?: string }) => {
      const isComplete = await backtestStalls({ ...options, report: options.report ?? null });
      if (!isComplete) process.exitCode = 1;
    });
}
