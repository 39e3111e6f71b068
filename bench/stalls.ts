import { writeFileSync } from "node:fs";
import type { LoggedDeal } from "../src/analysis/stalls/backtest/logged-deal.ts";
import {
  type LogJudge,
  listLooks,
  type Reliability,
  summariseWalk,
  type Walk,
  type WalkSummary,
  walkLog,
} from "../src/analysis/stalls/backtest/walk.ts";
import { msPerDay } from "../src/domain/time.ts";
import { describeLoanEnds, loanMappings, readLoanDeals } from "./loan-deals.ts";
import { makeUpSales, salesWorlds } from "./made-up-sales.ts";
import { flaggedSvg, type JudgePoint, reliabilitySvg } from "./stall-charts.ts";
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

/** Prints how every judge fares on every log, looking once a week, and draws it into docs/. */
export function benchStalls(): void {
  const { winRatio, lostFlagged, wonFlagged } = stallBars;
  print(
    `Stalls, bars: win ratio at most ${winRatio.toFixed(2)}, lost flagged at least ${100 * lostFlagged} %, won flagged at most ${100 * wonFlagged} %`,
  );
  const points: JudgePoint[] = [];
  const reliabilities = new Map<string, readonly Reliability[]>();
  for (const [log, deals] of listLogs()) {
    for (const [judge, verdict] of Object.entries(judges)) {
      const walk = walkLog(deals, looksOf(deals, 7), verdict);
      const summary = summariseWalk(walk);
      print(`${log.padEnd(44)} ${judge.padEnd(19)} ${toLine(summary)}`);
      const { wonFlaggedShare, lostFlaggedShare } = summary;
      points.push({ judge, wonFlagged: wonFlaggedShare ?? 0, lostFlagged: lostFlaggedShare ?? 0 });
      if (judge === "norma" && drawnLogs.includes(log)) reliabilities.set(log, walk.reliability);
    }
  }
  describeLoans();
  writeFileSync(new URL("../docs/stalls-flagged.svg", import.meta.url), flaggedSvg(points));
  writeFileSync(new URL("../docs/stalls-reliability.svg", import.meta.url), reliabilitySvg(reliabilities));
}

const mainLoanLog = "loan deals, stages with the answer";
const drawnLogs = [mainLoanLog, "loan deals, calls only", "plain"];

function* listLogs(): Generator<[string, readonly LoggedDeal[]]> {
  for (const [name, isStage] of Object.entries(loanMappings)) {
    const deals = readLoanDeals(isStage);
    if (deals === null) print(`loan deals, ${name}: not at hand`);
    else yield [`loan deals, ${name}`, deals];
  }
  for (const [name, world] of Object.entries(salesWorlds)) yield [name, makeUpSales(world, 1)];
}

/** What a night sees that looks every day, and what in the loan deals limits every judge. */
function describeLoans(): void {
  for (const [name, isStage] of Object.entries(loanMappings)) {
    const deals = readLoanDeals(isStage);
    if (deals === null) return;
    const nightly = walkLog(deals, looksOf(deals, 1), norma);
    print(
      `${`loan deals, ${name}`.padEnd(44)} ${"norma every night".padEnd(19)} ${toLine(summariseWalk(nightly))}`,
    );
    if (`loan deals, ${name}` === mainLoanLog) describeEnds(nightly);
  }
}

function describeEnds({ deals }: Walk): void {
  for (const { outcome, ids, count, days, longestSilences } of describeLoanEnds()) {
    const seen = deals.filter(({ dealId }) => ids.has(dealId));
    const flagged = seen.filter(({ firstFlag }) => firstFlag !== null).length;
    print(
      `loan deals that were ${outcome}: ${count}, days from the first proposal to the end ${days.join("/")}, longest silence in days ${longestSilences.join("/")} (10, 25, 50, 75, 90 % points); flagged every night ${flagged}/${seen.length}`,
    );
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function looksOf(deals: readonly LoggedDeal[], everyDays: number): number[] {
  const createdAt = deals.flatMap((deal) => deal.createdAt ?? []);
  const lastAt = deals.reduce(
    (last, { endedAt, events }) => Math.max(last, endedAt ?? events.at(-1)?.at ?? 0),
    0,
  );
  const from = createdAt.reduce((least, at) => Math.min(least, at), lastAt) + warmUpDays * msPerDay;
  return listLooks({ from, until: lastAt, everyDays }).slice((-maxLooks * 7) / everyDays);
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
