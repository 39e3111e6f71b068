import type { PersonDays } from "../src/analysis/norms/replay-norms.ts";
import { addDays, type CivilDate } from "../src/domain/time.ts";
import { type Answered, endOf, type NormJudge } from "./norm-judges.ts";
import type { Random } from "./norm-logs.ts";

/** How a judge does on ordinary periods of one metric. Shares of the periods in which the rep was at work. */
export interface Ordinary {
  readonly metric: string;
  readonly period: string;
  readonly periods: number;
  /** Periods with enough past and something that could be called low. */
  readonly judged: number;
  readonly covered: number;
  readonly below: number;
  /** Share of the judged ones. */
  readonly belowOfJudged: number;
}

export function measureOrdinary(answers: readonly Answered[]): Ordinary[] {
  const present = answers.filter(({ status }) => status !== "absent");
  const groups = Map.groupBy(present, ({ metric, period }) => JSON.stringify([period, metric]));
  return [...groups.values()].map((own) => {
    const judged = own.filter(({ status }) => status !== "no-alarm-possible").length;
    const below = own.filter(({ status }) => status === "below").length;
    const covered = own.filter(({ actual, low, high }) => actual >= low && actual <= high).length;
    return {
      metric: own[0]?.metric ?? "",
      period: own[0]?.period ?? "",
      periods: own.length,
      judged,
      covered: covered / own.length,
      below: below / own.length,
      belowOfJudged: judged === 0 ? 0 : below / judged,
    };
  });
}

/** A rep, a metric and the date from which the rep does 40 % less. */
export interface Drop {
  readonly repId: string;
  readonly metric: string;
  readonly from: CivilDate;
  /** How the usual day spreads: variance over mean; 1 is Poisson. */
  readonly restlessness: number;
}

/** Recorded days before a drop, and in the two weeks after it, and what must be usual. */
const minPast = 25;
const minDays = 4;
const usualCount = 5;
const window = 14;

/** All places where a drop may be planted: five or more a day is usual there (the median of the last 40 recorded days). */
function listDrops(days: PersonDays): Drop[] {
  const series = new Map<string, { repId: string; metric: string; dates: CivilDate[]; counts: number[] }>();
  for (const date of [...days.keys()].toSorted())
    for (const [repId, counts] of days.get(date) ?? [])
      for (const [metric, count] of counts) {
        const key = JSON.stringify([repId, metric]);
        const own = series.get(key) ?? { repId, metric, dates: [], counts: [] };
        series.set(key, own);
        own.dates.push(date);
        own.counts.push(count);
      }
  return [...series.values()].flatMap(({ repId, metric, dates, counts }) =>
    dates.flatMap((from, index) => {
      const past = counts.slice(Math.max(0, index - 40), index).toSorted((a, b) => a - b);
      const end = addDays(from, window);
      const ahead = dates.filter((date) => date >= from && date < end).length;
      const usual = past[Math.floor(past.length / 2)] ?? 0;
      const isFit =
        index >= minPast && ahead >= minDays && usual >= usualCount && end <= (dates.at(-1) ?? "");
      return isFit ? [{ repId, metric, from, restlessness: restlessnessOf(past) }] : [];
    }),
  );
}

function restlessnessOf(counts: readonly number[]): number {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length / mean;
}

/** A copy of the log in which each of the drops has happened: every single activity is left out with a chance of 40 %. */
function plantDrops(days: PersonDays, drops: readonly Drop[], random: Random): PersonDays {
  return new Map(
    days.entries().map(([date, reps]) => {
      const changed = new Map(reps);
      for (const { repId, metric, from } of drops) {
        const counts = changed.get(repId);
        if (counts === undefined || date < from) continue;
        const kept = Array.from({ length: counts.get(metric) ?? 0 }, random).filter(
          (chance) => chance >= 0.4,
        );
        changed.set(repId, new Map(counts).set(metric, kept.length));
      }
      return [date, changed];
    }),
  );
}

/** By which answers a drop was noticed within two weeks. */
export interface Noticed {
  readonly drop: Drop;
  readonly byDay: boolean;
  readonly byWeek: boolean;
  readonly byChange: boolean;
  /** Days from the drop to the first sign; null when there was none in two weeks. */
  readonly afterDays: number | null;
}

function lookForDrop(answers: readonly Answered[], drop: Drop): Noticed {
  const end = addDays(drop.from, window);
  const own = answers.filter(
    (one) => one.repId === drop.repId && one.metric === drop.metric && endOf(one) >= drop.from,
  );
  const low = own.filter(({ status }) => status === "below");
  // A week is answered for on its last day; one that ends on the weekend after the two weeks still counts.
  const day = low.find(({ period, start }) => period === "day" && start < end);
  const week = low.find((one) => one.period === "week" && endOf(one) < addDays(end, 3));
  const change = own.find((one) => one.period === "day" && one.start < end && one.change?.kind === "drop");
  const ends = [day, week, change].flatMap((one) => (one === undefined ? [] : [endOf(one)])).toSorted();
  const first = ends[0];
  return {
    drop,
    byDay: day !== undefined,
    byWeek: week !== undefined,
    byChange: change !== undefined,
    afterDays:
      first === undefined ? null : Math.round((Date.parse(first) - Date.parse(drop.from)) / 86_400_000),
  };
}

/** Plants drops at random places, a few reps at a time so that the others stay ordinary, and looks for each. */
export function measureDrops(
  judge: NormJudge,
  days: PersonDays,
  { random, count }: { random: Random; count: number },
): Noticed[] {
  const places = listDrops(days);
  const reps = new Set(places.map(({ repId }) => repId)).size;
  const atOnce = Math.max(1, Math.min(6, Math.floor(reps / 2)));
  const noticed: Noticed[] = [];
  while (places.length > 0 && noticed.length < count) {
    const chosen = new Map<string, Drop>();
    for (let tries = 0; chosen.size < atOnce && tries < 50; tries += 1) {
      const drop = places[Math.floor(random() * places.length)];
      if (drop !== undefined && !chosen.has(drop.repId)) chosen.set(drop.repId, drop);
    }
    const drops = [...chosen.values()];
    const answers = judge.judge(plantDrops(days, drops, random));
    noticed.push(...drops.map((drop) => lookForDrop(answers, drop)));
  }
  return noticed;
}

/** How often the same signs show in the same two weeks without a drop. */
export function measureNoDrops(judge: NormJudge, days: PersonDays): Noticed[] {
  const answers = Map.groupBy(judge.judge(days), ({ repId, metric }) => JSON.stringify([repId, metric]));
  return listDrops(days).map((drop) =>
    lookForDrop(answers.get(JSON.stringify([drop.repId, drop.metric])) ?? [], drop),
  );
}

/** Removes everything of some reps for one to three weeks and counts the days and weeks of these that are called below. */
export function measureAbsences(
  judge: NormJudge,
  days: PersonDays,
  { random, count }: { random: Random; count: number },
): { planted: number; daysBelow: number; weeksNewlyBelow: number } {
  const dates = [...days.keys()].toSorted();
  const reps = [...new Set(days.values().flatMap((ofDate) => ofDate.keys()))].toSorted();
  const before = new Set(judge.judge(days).filter(isLowWeek).map(weekKey));
  const absences = Array.from({ length: count }, () => {
    const repId = reps[Math.floor(random() * reps.length)] ?? "";
    const from = dates[Math.floor(dates.length * (0.4 + 0.5 * random()))] ?? "";
    return { repId, from, to: addDays(from, Math.floor(5 + random() * 16)) };
  });
  const isAway = (repId: string, date: CivilDate) =>
    absences.some((one) => one.repId === repId && date >= one.from && date <= one.to);
  const without = new Map(
    days
      .entries()
      .map(([date, ofDate]) => [date, new Map(ofDate.entries().filter(([repId]) => !isAway(repId, date)))]),
  );
  const answers = judge.judge(without);
  const low = answers.filter(({ status }) => status === "below");
  const touched = low.filter((one) =>
    [0, 1, 2, 3, 4, 5, 6].some((day) => isAway(one.repId, addDays(one.start, day))),
  );
  return {
    planted: absences.length,
    daysBelow: low.filter(({ period, repId, start }) => period === "day" && isAway(repId, start)).length,
    weeksNewlyBelow: touched.filter((one) => isLowWeek(one) && !before.has(weekKey(one))).length,
  };
}

function isLowWeek({ period, status }: Answered): boolean {
  return period === "week" && status === "below";
}

function weekKey({ repId, metric, start }: Answered): string {
  return JSON.stringify([repId, metric, start]);
}
