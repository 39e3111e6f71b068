import type { LoggedDeal } from "../src/analysis/stalls/backtest/logged-deal.ts";
import {
  type LogJudge,
  listLooks,
  summariseWalk,
  type WalkSummary,
  walkLog,
} from "../src/analysis/stalls/backtest/walk.ts";
import { msPerDay } from "../src/domain/time.ts";
import { loanMappings, readLoanDeals } from "./loan-deals.ts";
import { makeUpSales, salesWorlds } from "./made-up-sales.ts";
import { fixedSilence, norma, quantiles } from "./stall-judges.ts";

/** Bars: what the flagged are won at against all, the lost that are flagged before their end, the won that ever are. */
const stallBars = { winRatio: 1 / 3, lostFlagged: 0.4, wonFlagged: 0.1 } as const;

const judges: Readonly<Record<string, LogJudge>> = {
  norma,
  "old quantiles": quantiles,
  "14 days of silence": fixedSilence(14),
  "21 days of silence": fixedSilence(21),
  "30 days of silence": fixedSilence(30),
};

/** Days of a log before the first look: without a past there is nothing to learn from. */
const warmUpDays = 35;

/** At most so many looks at one log, the last ones. */
const maxLooks = 60;

/** Prints how every judge fares on every log. */
export function benchStalls(): void {
  const { winRatio, lostFlagged, wonFlagged } = stallBars;
  process.stdout.write(
    `Stalls, bars: win ratio at most ${winRatio.toFixed(2)}, lost flagged at least ${100 * lostFlagged} %, won flagged at most ${100 * wonFlagged} %\n`,
  );
  for (const [name, isStage] of Object.entries(loanMappings)) {
    const deals = readLoanDeals(isStage);
    if (deals === null) process.stdout.write(`loan deals, ${name}: not at hand\n`);
    else compareJudges(`loan deals, ${name}`, deals);
  }
  for (const [name, world] of Object.entries(salesWorlds)) compareJudges(name, makeUpSales(world, 1));
}

function compareJudges(log: string, deals: readonly LoggedDeal[]): void {
  for (const [judge, verdict] of Object.entries(judges)) {
    const summary = summariseWalk(walkLog(deals, looksOf(deals), verdict));
    process.stdout.write(`${log.padEnd(44)} ${judge.padEnd(19)} ${toLine(summary)}\n`);
  }
}

function looksOf(deals: readonly LoggedDeal[]): number[] {
  const createdAt = deals.flatMap((deal) => deal.createdAt ?? []);
  const lastAt = deals.reduce(
    (last, { endedAt, events }) => Math.max(last, endedAt ?? events.at(-1)?.at ?? 0),
    0,
  );
  const from = createdAt.reduce((least, at) => Math.min(least, at), lastAt) + warmUpDays * msPerDay;
  return listLooks({ from, until: lastAt, everyDays: 7 }).slice(-maxLooks);
}

function toLine(of: WalkSummary): string {
  const percent = (share: number | null) => (share === null ? "-" : `${(100 * share).toFixed(1)} %`);
  return [
    `win ratio ${of.winRatio?.toFixed(2) ?? "-"}`,
    `lost flagged ${of.lostFlagged}/${of.lost} ${percent(of.lostFlaggedShare)}`,
    `won flagged ${of.wonFlagged}/${of.won} ${percent(of.wonFlaggedShare)}`,
    `lead ${of.leadDays?.map((days) => days.toFixed(1)).join("/") ?? "-"} days`,
    `alarms ${percent(of.alarmRate)}`,
  ].join(", ");
}
