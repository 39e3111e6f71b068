import type { LoggedDeal, LoggedEvent } from "../src/analysis/stalls/backtest/logged-deal.ts";
import { type Moment, msPerDay } from "../src/domain/time.ts";
import { createRandom } from "./random.ts";

/** How a made-up company sells. Days are means unless said otherwise. */
export interface SalesWorld {
  readonly deals: number;
  /** Days over which the deals are created. */
  readonly days: number;
  readonly stages: number;
  readonly stageDays: number;
  /** Between contacts of a deal that is alive; 0: contacts are not logged. */
  readonly contactDays: number;
  /** Chances of each deal: to be won; else to go quiet and be given up later; else the buyer just says no. */
  readonly wonShare: number;
  readonly quietShare: number;
  /** Days until a deal that went quiet is closed as lost. */
  readonly giveUpDays: number;
  /** By how much large deals are slower than small ones, reps than one another, and the holidays than the year. */
  readonly sizeSpread: number;
  readonly repSpread: number;
  readonly holidaySlowness: number;
}

const plain: SalesWorld = {
  deals: 2_000,
  days: 400,
  stages: 4,
  stageDays: 12,
  contactDays: 4,
  wonShare: 0.3,
  quietShare: 0.7,
  giveUpDays: 40,
  sizeSpread: 1,
  repSpread: 1,
  holidaySlowness: 1,
};

export const salesWorlds: Readonly<Record<string, SalesWorld>> = {
  plain,
  "fast, one stage": { ...plain, deals: 4_000, stages: 1, stageDays: 12, contactDays: 2, giveUpDays: 15 },
  "slow, large deals": {
    ...plain,
    deals: 800,
    days: 900,
    stages: 6,
    stageDays: 25,
    contactDays: 10,
    giveUpDays: 90,
  },
  "reps and sizes differ": { ...plain, sizeSpread: 2, repSpread: 2 },
  "slow summers": { ...plain, days: 700, holidaySlowness: 2.5 },
  "many stages": { ...plain, stages: 15, stageDays: 4 },
  "no contacts logged": { ...plain, contactDays: 0 },
  "most are won": { ...plain, wonShare: 0.7 },
  "nearly all are won": { ...plain, deals: 600, wonShare: 0.92 },
  "few are won": { ...plain, wonShare: 0.08 },
  "losses without a sign": { ...plain, quietShare: 0 },
  "a small company": { ...plain, deals: 120 },
  "twenty deals": { ...plain, deals: 20, days: 200 },
};

const start = Date.parse("2025-01-06T09:00:00Z");
const reps = 8;

/** The company's log; the same for the same seed. */
export function makeUpSales(world: SalesWorld, seed: number): LoggedDeal[] {
  return Array.from({ length: world.deals }, (_, place) => makeUpSale(world, place, seed * 100_003 + place));
}

function makeUpSale(world: SalesWorld, place: number, seed: number): LoggedDeal {
  const random = createRandom(seed);
  const isLarge = random() < 0.33;
  const ofSize = isLarge ? world.sizeSpread : 1;
  const pace = ofSize * world.repSpread ** ((place % reps) / (reps - 1));
  const fate = drawFate(world, random);
  const createdAt = start + Math.floor(random() * world.days * msPerDay);
  const lastStage = fate === "won" ? world.stages : Math.floor(random() * world.stages) + 1;
  const stages = enterStages(world, { random, createdAt, lastStage, pace: ofSize });
  const aliveUntil = stages.at(-1)?.leftAt ?? createdAt;
  const endedAt = fate === "quiet" ? aliveUntil + draw(random, world.giveUpDays) : aliveUntil;
  const events: LoggedEvent[] = [
    ...stages.map(({ at, name }) => ({ at, kind: "stage" as const, stage: name })),
    ...makeContacts(world, { random, createdAt, aliveUntil, pace }),
  ];
  return {
    id: `${place}`,
    repId: `r${place % reps}`,
    amount: Math.floor((isLarge ? 50_000 : 5_000) * (0.5 + random())),
    createdAt,
    endedAt,
    outcome: fate === "won" ? "won" : "lost",
    events: events.filter(({ at }) => at <= endedAt).toSorted((a, b) => a.at - b.at),
  };
}

function drawFate({ wonShare, quietShare }: SalesWorld, random: () => number): "won" | "quiet" | "no" {
  if (random() < wonShare) return "won";
  return random() < quietShare ? "quiet" : "no";
}

interface Life {
  readonly random: () => number;
  readonly createdAt: Moment;
  readonly pace: number;
}

function enterStages(
  world: SalesWorld,
  { random, createdAt, lastStage, pace }: Life & { readonly lastStage: number },
): { at: Moment; leftAt: Moment; name: string }[] {
  let at = createdAt;
  return Array.from({ length: lastStage }, (_, stage) => {
    const entered = at;
    at += draw(random, world.stageDays * pace * slownessAt(world, at));
    return { at: entered, leftAt: at, name: `stage ${stage}` };
  });
}

function makeContacts(
  world: SalesWorld,
  { random, createdAt, aliveUntil, pace }: Life & { readonly aliveUntil: Moment },
): LoggedEvent[] {
  const contacts: LoggedEvent[] = [];
  if (world.contactDays === 0) return contacts;
  for (
    let at = createdAt;
    at <= aliveUntil;
    at += draw(random, world.contactDays * pace * slownessAt(world, at))
  )
    contacts.push({ at, kind: random() < 0.6 ? "call" : "email", stage: "" });
  return contacts;
}

function slownessAt({ holidaySlowness }: SalesWorld, at: Moment): number {
  const month = new Date(at).getUTCMonth();
  return month === 6 || month === 7 ? holidaySlowness : 1;
}

// Log-normal with a spread as stays and gaps of real logs have it; the mean is `days`.
function draw(random: () => number, days: number): number {
  const spread = 0.7;
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return days * Math.exp(spread * normal - spread ** 2 / 2) * msPerDay;
}
