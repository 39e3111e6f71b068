import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { calibrationSvg, delaySvg } from "./norm-charts.ts";
import { baselines, type NormJudge, norma } from "./norm-judges.ts";
import { createRandom, makeUpLog, type NormLog, readRealLog, worlds } from "./norm-logs.ts";
import {
  measureAbsences,
  measureDrops,
  measureNoDrops,
  measureOrdinary,
  type Noticed,
  type Ordinary,
} from "./norm-measures.ts";

/** What was asked for: coverage of the 90 % interval, alarms on ordinary days and weeks, drops of 40 % found in two weeks. */
export const normBars = { covered: [0.85, 0.95], belowDays: 0.06, belowWeeks: 0.1, found: 0.8 } as const;

/** Planted drops on the real log, and on each made-up one. */
const realDrops = 240;
const madeUpDrops = 60;
/** Planted drops on each half and quarter of the people of the real log. */
const partDrops = 120;
/** Below this many times a Poisson's variance a rep counts as steady. */
const steadyBelow = 6;

/** Measures Norma and the baselines on the real log, where it is there, and Norma on the made-up ones. */
export function benchNorms(): object[] {
  const real = readRealLog();
  return [
    ...(real === null ? [] : [norma, ...baselines].flatMap((judge) => measure(judge, real, realDrops))),
    ...(real === null ? [] : [2, 4].flatMap((count) => partsOf(real, count))).flatMap((part) =>
      measure(norma, part, partDrops),
    ),
    ...worlds.flatMap((world, index) => measure(norma, makeUpLog(world, index), madeUpDrops)),
  ];
}

/** The log as if only every `count`-th person were there: the settings were chosen on all of them, so this shows how far they carry. */
function partsOf({ name, days }: NormLog, count: number): NormLog[] {
  const reps = [...new Set([...days.values()].flatMap((ofDay) => [...ofDay.keys()]))].toSorted();
  return Array.from({ length: count }, (_, part) => {
    const kept = new Set(reps.filter((_, index) => index % count === part));
    const ofPart = [...days].map(
      ([date, ofDay]) => [date, new Map([...ofDay].filter(([rep]) => kept.has(rep)))] as const,
    );
    return { name: `${name}, part ${part + 1} of ${count}`, days: new Map(ofPart) };
  });
}

/** Draws docs/norms-calibration.svg and docs/norms-delay.svg into the folder. */
function drawNorms(folder: string): void {
  const real = readRealLog();
  const logs = [...(real === null ? [] : [real]), ...worlds.map(makeUpLog)];
  const judged = [norma, ...baselines].map((judge) => ({
    name: judge.name,
    points: logs.flatMap(({ days }) =>
      measureOrdinary(judge.judge(days))
        .filter(({ period }) => period === "day")
        .map(({ covered, below }) => ({ covered: percent(covered), below: percent(below) })),
    ),
  }));
  const dropsOf = ({ days }: NormLog, count: number) =>
    measureDrops(norma, days, { random: createRandom(1), count });
  const curves = new Map<string, readonly Noticed[]>();
  if (real !== null) {
    curves.set("real log", dropsOf(real, realDrops / 2));
    curves.set("real log, no drop", measureNoDrops(norma, real.days));
  }
  const ordinary = worlds.findIndex(({ name }) => name === "ordinary");
  const made = worlds[ordinary];
  if (made !== undefined) curves.set("made up, ordinary", dropsOf(makeUpLog(made, ordinary), madeUpDrops));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "norms-calibration.svg"), calibrationSvg(judged));
  writeFileSync(join(folder, "norms-delay.svg"), delaySvg(curves));
}

function measure(judge: NormJudge, { name, days }: NormLog, drops: number): object[] {
  const where = { log: name, judge: judge.name };
  const found = measureDrops(judge, days, { random: createRandom(1), count: drops });
  return [
    ...measureOrdinary(judge.judge(days)).map((line) => ({ ...where, ...toPercent(line) })),
    { ...where, absences: measureAbsences(judge, days, { random: createRandom(2), count: 20 }) },
    ...(found.length === 0
      ? []
      : [
          { ...where, drops: summarise(found) },
          { ...where, dropsOfSteady: summarise(found.filter(({ drop }) => drop.restlessness < steadyBelow)) },
          { ...where, withoutDrop: summarise(measureNoDrops(judge, days)) },
        ]),
  ];
}

function toPercent({ covered, below, belowOfJudged, ...rest }: Ordinary) {
  return { ...rest, covered: percent(covered), below: percent(below), belowOfJudged: percent(belowOfJudged) };
}

function percent(share: number): number {
  return Math.round(1000 * share) / 10;
}

/** Shares in percent; `days` is the median of the days from the drop to the first sign, of those found. */
function summarise(noticed: readonly Noticed[]) {
  const share = (is: (one: Noticed) => boolean) =>
    percent(noticed.filter(is).length / Math.max(1, noticed.length));
  const delays = noticed.flatMap(({ afterDays }) => afterDays ?? []).toSorted((a, b) => a - b);
  return {
    planted: noticed.length,
    found: share(({ afterDays }) => afterDays !== null),
    byDay: share(({ byDay }) => byDay),
    byWeek: share(({ byWeek }) => byWeek),
    byChange: share(({ byChange }) => byChange),
    days: delays[Math.floor(delays.length / 2)] ?? null,
  };
}

const [, file, folder] = process.argv;
if (file === import.meta.filename && folder !== undefined) drawNorms(folder);
