import { writeFile } from "node:fs/promises";
import { product } from "../../config/product.ts";
import type { LoggedDeal } from "../analysis/stalls/backtest/logged-deal.ts";
import { judgeLog, type Looked, lookBack } from "../analysis/stalls/backtest/look.ts";
import { AppError } from "../domain/errors.ts";
import type { Language } from "../domain/tenant.ts";
import type { Moment } from "../domain/time.ts";
import { readBacktestWords } from "./backtest-words.ts";
import { toMoment } from "./deal-log-rows.ts";
import { printJson, say } from "./print.ts";
import { readDealLog } from "./read-deal-log.ts";
import { renderStallReport } from "./stall-report.ts";

export interface BacktestStallsOptions {
  readonly deals: string;
  readonly events: string;
  /** A date (its first moment, UTC) or a moment. */
  readonly asOf: string;
  readonly report: string | null;
  /** Of the report. */
  readonly language: Language;
}

/**
 * What Norma would have said about the open deals of a log at one moment, from nothing but what the log held by then: one JSON
 * line a deal, in order of the ids. True when every row of the files could be read.
 */
export async function backtestStalls({
  deals,
  events,
  asOf,
  report,
  language,
}: BacktestStallsOptions): Promise<boolean> {
  const now = toMoment(asOf);
  if (now === null) {
    const problem = `--as-of "${asOf}" is no date such as 2026-10-14 or 2026-10-14T09:30:00Z`;
    throw new AppError("input-invalid", { details: { problem } });
  }
  const log = await readDealLog({ deals, events, say });
  for (const looked of lookAt(log.deals, now)) printJson(toAnswer(looked));
  if (report !== null) {
    await writeFile(
      report,
      renderStallReport(log.deals, { until: now, words: await readBacktestWords(language) }),
    );
    say(`The report is in ${report}.`);
  }
  return log.rejected === 0;
}

/** Judges the deals that were open at `now`. */
export function lookAt(deals: readonly LoggedDeal[], now: Moment): Looked[] {
  return judgeLog(lookBack(deals, now), { now, timeZone: "UTC", settings: product.stalls });
}

/** One line of the contract. `confidence` is the chance that the answer is right: that a stalled deal is not won, or a moving one is. */
export function toAnswer({ dealId, state }: Looked) {
  if (typeof state === "string") return { deal: dealId, ...nothing, not_judged: state };
  const { found, usualDays, risk, isGuess } = state;
  const basis = isGuess ? "guessing" : "learned";
  if (found === "moving") {
    const confidence = confidenceOf(1 - risk.chance, isGuess);
    return { deal: dealId, ...nothing, usual_days: usualDays, confidence, basis, risk: risk.chance };
  }
  return {
    deal: dealId,
    stalled: true,
    since: found.since,
    days: found.days,
    usual_days: usualDays,
    rule: found.rule,
    confidence: confidenceOf(risk.chance, isGuess),
    basis,
    risk: risk.chance,
  };
}

const nothing = {
  stalled: false,
  since: null,
  days: null,
  usual_days: null,
  rule: null,
  confidence: 0,
} as const;

// A guess is never more than even odds.
function confidenceOf(chance: number, isGuess: boolean): number {
  return Math.round(1000 * (isGuess ? Math.min(chance, 0.5) : chance)) / 1000;
}
