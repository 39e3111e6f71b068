import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { PersonDays } from "../src/analysis/norms/replay-norms.ts";
import { addDays, type CivilDate, weekdayOf } from "../src/domain/time.ts";

/** A log of person-days under a name. */
export interface NormLog {
  readonly name: string;
  readonly days: PersonDays;
}

/** Calls after an offer, calls for missing papers, proposals sent. */
const realMetrics = ["call_after_offer", "call_incomplete", "offer_sent"] as const;

/** Real people of a Dutch bank (BPI Challenge 2012), beside the project; null where it is not there. */
export function readRealLog(): NormLog | null {
  const path = resolve(import.meta.dirname, "../../shared/data/bpic2012/person_day.csv");
  if (!existsSync(path)) return null;
  const [header = "", ...lines] = readFileSync(path, "utf8").trim().split(/\r?\n/);
  const columns = header.split(",");
  const days = new Map<CivilDate, Map<string, Map<string, number>>>();
  for (const line of lines) {
    const cells = line.split(",");
    const cell = (name: string) => cells[columns.indexOf(name)] ?? "";
    const ofDate = days.get(cell("date")) ?? new Map<string, Map<string, number>>();
    days.set(cell("date"), ofDate);
    ofDate.set(cell("person"), new Map(realMetrics.map((metric) => [metric, Number(cell(metric))])));
  }
  return { name: "bpic2012", days };
}

/** What one made-up company is like. */
export interface World {
  readonly name: string;
  readonly reps: number;
  /** Usual counts a day, by metric. */
  readonly means: Readonly<Record<string, number>>;
  /** Size of the negative binomial: 1 in bursts, 20 nearly Poisson. */
  readonly size: number;
  /** How much reps differ: standard deviation of the logarithm. */
  readonly between?: number;
  /** Standard deviation of the logarithm of a rep's weeks: days of a week hang together. */
  readonly weekly?: number;
  /** Share of days on other work: all metrics but the last at zero. */
  readonly otherWork?: number;
  /** Growth of all counts over the log, e.g. 0.5 for half as much again. */
  readonly growth?: number;
  /** Height of a yearly wave. */
  readonly season?: number;
  readonly worksWeekends?: boolean;
  /** Share of reps who begin in the middle of the log and need 60 days to reach their level. */
  readonly newcomers?: number;
  /** Zeros are written down, for days off too. */
  readonly isDense?: boolean;
}

const plain = {
  between: 0.35,
  weekly: 0,
  otherWork: 0,
  growth: 0,
  season: 0,
  worksWeekends: false,
  newcomers: 0,
  isDense: false,
} as const;

/** Kinds of companies that a method must stand, none of them the one it was tried on. */
export const worlds: readonly World[] = [
  { name: "steady", reps: 12, means: { calls: 18, emails: 25, meetings: 1.2 }, size: 20 },
  { name: "ordinary", reps: 15, means: { calls: 12, emails: 15, meetings: 0.8 }, size: 5, weekly: 0.15 },
  { name: "bursty", reps: 15, means: { calls: 10, emails: 10 }, size: 1, weekly: 0.2, otherWork: 0.15 },
  { name: "one rep", reps: 1, means: { calls: 12, emails: 9 }, size: 5, weekly: 0.1 },
  { name: "one rep, one metric", reps: 1, means: { calls: 12 }, size: 5 },
  { name: "large counts", reps: 8, means: { emails: 300, calls: 80 }, size: 12, weekly: 0.1 },
  { name: "sparse", reps: 20, means: { meetings: 0.5, proposals: 0.2, calls: 2 }, size: 3 },
  { name: "growing", reps: 10, means: { calls: 12, emails: 14 }, size: 6, growth: 1 },
  { name: "seasonal", reps: 10, means: { calls: 12, emails: 14 }, size: 6, season: 0.4 },
  { name: "weekends", reps: 10, means: { calls: 12, emails: 14 }, size: 6, worksWeekends: true },
  { name: "newcomers", reps: 12, means: { calls: 14, emails: 14 }, size: 6, newcomers: 0.4 },
  { name: "zeros written down", reps: 10, means: { calls: 9, emails: 6 }, size: 3, isDense: true },
];

const firstDate = "2025-09-01";
const daysOfLog = 210;

/** Makes a company up; the same seed gives the same log. */
export function makeUpLog(given: World, seed: number): NormLog {
  const world = { ...plain, ...given };
  const random = createRandom(seed);
  const days = new Map<CivilDate, Map<string, Map<string, number>>>();
  for (let rep = 0; rep < world.reps; rep += 1) {
    const person = makeUpPerson(world, random);
    for (let day = 0; day < daysOfLog; day += 1) {
      const date = addDays(firstDate, day);
      const counts = countDay(world, person, { day, date, random });
      if (counts === null) continue;
      const ofDate = days.get(date) ?? new Map<string, Map<string, number>>();
      days.set(date, ofDate);
      ofDate.set(`rep ${rep}`, counts);
    }
  }
  return { name: world.name, days };
}

type FullWorld = Required<World>;

interface Person {
  readonly level: number;
  readonly startsOn: number;
  readonly weekdays: ReadonlySet<number>;
  readonly weekdayFactors: readonly number[];
  readonly weekFactors: readonly number[];
  /** Days of the log on leave. */
  readonly leave: ReadonlySet<number>;
}

function makeUpPerson(world: FullWorld, random: Random): Person {
  const { between, weekly, worksWeekends, newcomers } = world;
  const all = worksWeekends ? [1, 2, 3, 4, 5, 6, 7] : [1, 2, 3, 4, 5];
  const isPartTime = random() < 0.25;
  const daysOff = worksWeekends ? 2 : isPartTime ? 1 : 0;
  const off = new Set(Array.from({ length: daysOff }, () => all[Math.floor(random() * all.length)]));
  const leave = new Set<number>();
  for (let absence = 0; absence < 3; absence += 1) {
    const start = Math.floor(random() * daysOfLog);
    for (let day = 0; day < 1 + random() * 9; day += 1) leave.add(start + day);
  }
  return {
    level: Math.exp(between * normal(random)),
    startsOn: random() < newcomers ? Math.floor(30 + random() * 60) : 0,
    weekdays: new Set(all.filter((weekday) => !off.has(weekday))),
    weekdayFactors: Array.from({ length: 8 }, () => Math.exp(0.12 * normal(random))),
    weekFactors: Array.from({ length: 32 }, () => Math.exp(weekly * normal(random))),
    leave,
  };
}

function countDay(
  world: FullWorld,
  person: Person,
  { day, date, random }: { day: number; date: CivilDate; random: Random },
): Map<string, number> | null {
  const names = Object.keys(world.means);
  if (day < person.startsOn) return null;
  if (!person.weekdays.has(weekdayOf(date)) || person.leave.has(day))
    return world.isDense ? new Map(names.map((name) => [name, 0])) : null;
  const level = levelOn(world, person, { day, weekday: weekdayOf(date) });
  const isElsewhere = random() < world.otherWork;
  return new Map(
    names.map((name, index) => {
      const rate = level * (world.means[name] ?? 0) * (gamma(world.size, random) / world.size);
      return [name, isElsewhere && index < names.length - 1 ? 0 : poisson(rate, random)];
    }),
  );
}

function levelOn(
  { growth, season }: FullWorld,
  person: Person,
  { day, weekday }: { day: number; weekday: number },
): number {
  const ramp = person.startsOn > 0 ? Math.min(1, 0.3 + (0.7 * (day - person.startsOn)) / 60) : 1;
  const trend = (1 + (growth * day) / daysOfLog) * (1 + season * Math.sin((2 * Math.PI * day) / 365));
  const week = person.weekFactors[Math.floor(day / 7)] ?? 1;
  return person.level * ramp * trend * week * (person.weekdayFactors[weekday] ?? 1);
}

export type Random = () => number;

/** Mulberry32 (public domain): 32 bits of state are plenty for made-up data. */
export function createRandom(seed: number): Random {
  let state = (seed + 1) * 0x9e3779b1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Marsaglia and Tsang (2000), for shapes from 1 up. */
function gamma(shape: number, random: Random): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

function poisson(rate: number, random: Random): number {
  if (rate > 60) return Math.max(0, Math.round(rate + Math.sqrt(rate) * normal(random)));
  const limit = Math.exp(-rate);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count += 1;
  return count;
}
