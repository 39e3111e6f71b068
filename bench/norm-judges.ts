import { product } from "../config/product.ts";
import { ordinaryCalendar } from "../src/analysis/norms/learn-norms.ts";
import { type PersonDays, replayNorms } from "../src/analysis/norms/replay-norms.ts";
import type { StreamJudgement } from "../src/analysis/norms/stream-types.ts";
import { lowerPoint, toSorted, upperPoint } from "../src/analysis/sample-points.ts";
import type { Period } from "../src/domain/norm.ts";
import { addDays, mondayOf } from "../src/domain/time.ts";

export type Answered = Pick<
  StreamJudgement,
  "repId" | "metric" | "period" | "start" | "actual" | "expected" | "low" | "high" | "status" | "change"
>;

/** A way to say what is unusual, from a log. */
export interface NormJudge {
  readonly name: string;
  readonly judge: (days: PersonDays) => readonly Answered[];
}

export const norma: NormJudge = {
  name: "Norma",
  judge: (days) => {
    const periods = new Set<Period>(["day", "week", "month"]);
    return [...replayNorms(days, { periods, calendar: ordinaryCalendar, settings: product.norms })].flat();
  },
};

/** What is done elsewhere: the mean of the last 40 worked days (8 weeks) and a simple rule about it. */
export const baselines: readonly NormJudge[] = [
  baseline("Poisson", (past) => poissonBand(mean(past))),
  baseline("half of the mean", (past) => ({ low: 0.5 * mean(past), high: 1.5 * mean(past) })),
  baseline("own quantiles", (past) => {
    const sorted = toSorted(past);
    return { low: lowerPoint(sorted, 0.05), high: upperPoint(sorted, 0.95) };
  }),
];

function baseline(name: string, band: (past: readonly number[]) => { low: number; high: number }): NormJudge {
  return { name, judge: (days) => [...judgeBy(days, "day", band), ...judgeBy(days, "week", band)] };
}

interface Past {
  readonly totals: number[];
  start: string;
  total: number;
}

function judgeBy(
  days: PersonDays,
  period: "day" | "week",
  band: (past: readonly number[]) => { low: number; high: number },
): Answered[] {
  const kept = period === "day" ? 40 : 8;
  const known = new Map<string, Past>();
  const answers: Answered[] = [];
  for (const date of [...days.keys()].toSorted()) {
    const start = period === "day" ? date : mondayOf(date);
    for (const [repId, counts] of days.get(date) ?? [])
      for (const [metric, count] of counts) {
        const key = `${repId} ${metric}`;
        const past = known.get(key) ?? { totals: [], start, total: 0 };
        known.set(key, past);
        if (past.start !== start) answers.push(...close({ repId, metric, period }, past, { kept, band }));
        if (past.start !== start) Object.assign(past, { start, total: 0 });
        past.total += count;
      }
  }
  return answers;
}

function close(
  subject: Pick<Answered, "repId" | "metric" | "period">,
  past: Past,
  { kept, band }: { kept: number; band: (past: readonly number[]) => { low: number; high: number } },
): Answered[] {
  const { start, total: actual, totals } = past;
  const recent = totals.slice(-kept);
  totals.push(actual);
  if (recent.length < kept / 2) return [];
  const { low, high } = band(recent);
  const status = actual < low ? "below" : actual > high ? "above" : "within";
  return [{ ...subject, start, actual, expected: mean(recent), low, high, status, change: null }];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function poissonBand(rate: number): { low: number; high: number } {
  let probability = Math.exp(-rate);
  let reached = probability;
  let low = reached > 0.05 ? 0 : -1;
  let count = 0;
  while (reached < 0.95 && count < 10_000) {
    count += 1;
    probability *= rate / count;
    reached += probability;
    if (low < 0 && reached > 0.05) low = count;
  }
  return { low, high: count };
}

/** Last day of a period. */
export function endOf({ period, start }: Pick<Answered, "period" | "start">): string {
  if (period === "day") return start;
  return period === "week" ? addDays(start, 6) : addDays(addDays(start, 32).slice(0, 8).concat("01"), -1);
}
