/** `npm run bench` runs all benchmarks, `npm run bench -- analysis` one of: analysis, corrections, follow-ups, stalls, store, night, night-salesforce. */

import type { CrmKind } from "../src/domain/tenant.ts";
import { analysisBars, benchAnalysis } from "./analysis.ts";
import { benchCorrections } from "./corrections.ts";
import { benchFollowUpSpeed, followUpSpeedBars } from "./follow-ups-speed.ts";
import { benchNight, nightBars } from "./night.ts";
import { benchNorms, normBars } from "./norms.ts";
import { benchStalls } from "./stalls.ts";
import { benchStore } from "./store.ts";

const benches: Readonly<Record<string, () => Promise<void>>> = {
  analysis: async () => {
    print(`Analysis in memory, bars: ${analysisBars.seconds} s, ${analysisBars.peakMb} MB`, benchAnalysis());
  },
  corrections: async () => print("Corrections, gain in points of accuracy", benchCorrections()),
  "follow-ups": async () => {
    const { textsPerSecond, p99Ms, loadMs, hostileMs } = followUpSpeedBars;
    print(
      `Follow-ups, bars: ${textsPerSecond} a second, p99 ${p99Ms} ms, load ${loadMs} ms, hostile ${hostileMs} ms`,
      benchFollowUpSpeed(),
    );
  },
  stalls: async () => benchStalls(),
  norms: async () => {
    const { covered, belowDays, belowWeeks, found } = normBars;
    const bars = `${covered.map((share) => 100 * share).join(" to ")} % covered, below at most ${100 * belowDays} % of days and ${100 * belowWeeks} % of weeks, ${100 * found} % of drops found`;
    print(`Norms, bars: ${bars}`, benchNorms());
  },
  store: async () => print("Embedded store", await benchStore()),
  night: () => printNight("hubspot"),
  "night-salesforce": () => printNight("salesforce"),
};

async function printNight(crm: CrmKind): Promise<void> {
  const { ratio, share429, seconds } = nightBars;
  print(
    `Night of 500 reps on ${crm}, bars: ${ratio} times the floor, ${100 * share429} % 429, ${seconds} s`,
    await benchNight(crm),
  );
}

const wanted = process.argv.slice(2);
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length === 0 || wanted.includes(name)) await bench();
}

function print(title: string, lines: readonly object[]): void {
  process.stdout.write(`${title}\n`);
  for (const line of lines) process.stdout.write(`${JSON.stringify(line, round)}\n`);
}

function round(_key: string, value: unknown): unknown {
  return typeof value === "number" ? Math.round(value * 1000) / 1000 : value;
}
