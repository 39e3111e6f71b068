import type { DealOutcome } from "../../../domain/deal.ts";
import type { StallRule } from "../../../domain/stall.ts";
import { type Moment, msPerDay } from "../../../domain/time.ts";
import type { LoggedDeal } from "./logged-deal.ts";
import { lookBack, type PastLog } from "./look.ts";

/** What a judge says about one open deal at one look. */
export interface Verdict {
  readonly dealId: string;
  /** The rule it is stalled by, null when it moves. */
  readonly rule: StallRule | null;
  /** Chance not to be won; null where the judge does not tell. */
  readonly chance: number | null;
}

/** Judges the open deals of a log as it stood. */
export type LogJudge = (past: PastLog) => Iterable<Verdict>;

/** One look of a walk. */
export interface WalkLook {
  readonly at: Moment;
  readonly open: number;
  readonly flagged: number;
  /** Flagged now and at no look before. */
  readonly newlyFlagged: number;
}

/** One deal that was open at some look. */
export interface WalkedDeal {
  readonly dealId: string;
  readonly outcome: DealOutcome;
  readonly endedAt: Moment | null;
  readonly firstFlag: { readonly at: Moment; readonly rule: StallRule } | null;
}

/** How the chances told at the looks at ended deals held: counts by tenths of the chance. */
export interface Reliability {
  readonly told: number;
  readonly notWon: number;
  readonly count: number;
}

export interface Walk {
  readonly looks: readonly WalkLook[];
  readonly deals: readonly WalkedDeal[];
  readonly reliability: readonly Reliability[];
}

/** The moments of a walk: every `everyDays` back from `until`, not before `from`, oldest first. */
export function listLooks({
  from,
  until,
  everyDays,
}: {
  from: Moment;
  until: Moment;
  everyDays: number;
}): Moment[] {
  const looks: Moment[] = [];
  for (let at = until; at >= from; at -= everyDays * msPerDay) looks.unshift(at);
  return looks;
}

/**
 * Walks through a log, letting `judge` see at every look only what was known then, and holds what it said against how the
 * deals ended. Deals that are open at the end of the walk count as flagged or not, but as neither won nor lost.
 */
export function walkLog(deals: readonly LoggedDeal[], looks: readonly Moment[], judge: LogJudge): Walk {
  const tally: Tally = {
    ends: listEnds(deals, looks.at(-1) ?? 0),
    firstFlags: new Map(),
    tenths: Array.from({ length: 10 }, () => ({ told: 0, notWon: 0, count: 0 })),
  };
  const walked = looks.map((at) => {
    const past = lookBack(deals, at);
    return takeLook({ at, open: past.open.length, verdicts: judge(past) }, tally);
  });
  return {
    looks: walked,
    deals: [...tally.firstFlags].map(([dealId, firstFlag]) => {
      return { dealId, ...(tally.ends.get(dealId) ?? stillOpen), firstFlag };
    }),
    reliability: tally.tenths.filter((tenth) => tenth.count > 0).map(toMeans),
  };
}

type End = Pick<WalkedDeal, "outcome" | "endedAt">;

const stillOpen: End = { outcome: "open", endedAt: null };

interface Tally {
  readonly ends: ReadonlyMap<string, End>;
  /** Of every deal that was open at some look. */
  readonly firstFlags: Map<string, WalkedDeal["firstFlag"]>;
  readonly tenths: readonly { told: number; notWon: number; count: number }[];
}

function listEnds(deals: readonly LoggedDeal[], until: Moment): Map<string, End> {
  const ended = deals.filter(({ endedAt }) => endedAt !== null && endedAt <= until);
  return new Map(ended.map(({ id, outcome, endedAt }) => [id, { outcome, endedAt }]));
}

interface OneLook {
  readonly at: Moment;
  readonly open: number;
  readonly verdicts: Iterable<Verdict>;
}

function takeLook({ at, open, verdicts }: OneLook, tally: Tally): WalkLook {
  let [flagged, newlyFlagged] = [0, 0];
  for (const { dealId, rule, chance } of verdicts) {
    const known = tally.firstFlags.get(dealId) ?? null;
    if (rule !== null) flagged += 1;
    if (rule !== null && known === null) newlyFlagged += 1;
    tally.firstFlags.set(dealId, known ?? (rule === null ? null : { at, rule }));
    countChance(chance, tally.ends.get(dealId), tally);
  }
  return { at, open, flagged, newlyFlagged };
}

function countChance(chance: number | null, end: End | undefined, { tenths }: Tally): void {
  if (chance === null || end === undefined) return;
  const tenth = tenths[Math.min(9, Math.floor(chance * 10))];
  if (tenth === undefined) return;
  tenth.told += chance;
  tenth.notWon += end.outcome === "won" ? 0 : 1;
  tenth.count += 1;
}

function toMeans({ told, notWon, count: size }: Reliability): Reliability {
  return { told: told / size, notWon: notWon / size, count: size };
}

/** The figures of a walk. Shares of nothing are null. */
export interface WalkSummary {
  readonly won: number;
  readonly lost: number;
  readonly wonFlagged: number;
  readonly lostFlagged: number;
  /** How often flagged deals were won against how often all were. */
  readonly winRatio: number | null;
  readonly wonFlaggedShare: number | null;
  readonly lostFlaggedShare: number | null;
  /** Days from the first flag to the end of the lost deals that were flagged: first quartile, median, third. */
  readonly leadDays: readonly [number, number, number] | null;
  /** Flagged deals among open ones, over all looks. */
  readonly alarmRate: number | null;
}

export function summariseWalk({ looks, deals }: Walk): WalkSummary {
  const ended = { won: deals.filter(isOf("won")), lost: deals.filter(isOf("lost")) };
  const wonFlagged = ended.won.filter(({ firstFlag }) => firstFlag !== null).length;
  const flaggedLost = ended.lost.filter(({ firstFlag }) => firstFlag !== null);
  const [won, lost, lostFlagged] = [ended.won.length, ended.lost.length, flaggedLost.length];
  const flaggedRate = share(wonFlagged, wonFlagged + lostFlagged);
  const baseRate = share(won, won + lost);
  return {
    won,
    lost,
    wonFlagged,
    lostFlagged,
    winRatio: flaggedRate === null || baseRate === null || baseRate === 0 ? null : flaggedRate / baseRate,
    wonFlaggedShare: share(wonFlagged, won),
    lostFlaggedShare: share(lostFlagged, lost),
    leadDays: toQuartiles(flaggedLost.flatMap(leadOf)),
    alarmRate: share(sum(looks.map(({ flagged }) => flagged)), sum(looks.map(({ open }) => open))),
  };
}

function isOf(outcome: DealOutcome) {
  return (deal: WalkedDeal) => deal.outcome === outcome;
}

/** Days from the first flag to the deal's end. */
export function leadOf({ endedAt, firstFlag }: WalkedDeal): number[] {
  return endedAt === null || firstFlag === null ? [] : [(endedAt - firstFlag.at) / msPerDay];
}

function toQuartiles(values: readonly number[]): [number, number, number] | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.floor(part * (sorted.length - 1))] ?? 0;
  return [at(0.25), at(0.5), at(0.75)];
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
