import { product } from "../config/product.ts";
import { isContactKind, type LoggedDeal } from "../src/analysis/stalls/backtest/logged-deal.ts";
import { judgeLog } from "../src/analysis/stalls/backtest/look.ts";
import type { LogJudge, Verdict } from "../src/analysis/stalls/backtest/walk.ts";
import { msPerDay } from "../src/domain/time.ts";

/** What Norma says. */
export const norma: LogJudge = (past) =>
  judgeLog(past, { now: past.now, timeZone: "UTC", settings: product.stalls }).map(({ dealId, state }) => {
    if (typeof state === "string") return { dealId, rule: null, chance: null };
    return { dealId, rule: state.found === "moving" ? null : state.found.rule, chance: state.risk.chance };
  });

/** Stalled after so many days without contact, whatever the deal. */
export function fixedSilence(days: number): LogJudge {
  return (past) => past.open.map((deal) => toVerdict(deal, silenceOf(deal, past.now) > days * msPerDay));
}

/** The rules before limits were chosen by outcomes: the 90 % point of stays that went on, the 95 % point of won deals' silences. */
export const quantiles: LogJudge = ({ now, open, ended, stays }) => {
  const byStage = Map.groupBy(
    stays.filter(({ wentOn }) => wentOn),
    ({ stageId }) => stageId,
  );
  const limits = new Map(
    [...byStage].map(([stage, list]) => [
      stage,
      pointOf(
        list.map((stay) => (stay.leftAt ?? now) - stay.enteredAt),
        0.9,
      ),
    ]),
  );
  const silences = ended.filter(({ isWon }) => isWon).map(({ contactsAt }) => longestGap(contactsAt));
  const silenceLimit = pointOf(silences, 0.95);
  return open.map((deal) => {
    const stage = deal.events.findLast(({ kind }) => kind === "stage");
    const enteredAt = stage?.at ?? deal.createdAt ?? now;
    const silence = silenceOf(deal, now);
    const isOld = now - enteredAt > (limits.get(stage?.stage ?? "") ?? 30 * msPerDay);
    const isMoving = Math.min(silence, now - enteredAt) <= product.stalls.movedWithinDays * msPerDay;
    return toVerdict(deal, !isMoving && (isOld || silence > silenceLimit));
  });
};

function toVerdict({ id }: LoggedDeal, isStalled: boolean): Verdict {
  return { dealId: id, rule: isStalled ? "silence" : null, chance: null };
}

function silenceOf({ events, createdAt }: LoggedDeal, now: number): number {
  return now - (events.findLast(({ kind }) => isContactKind(kind))?.at ?? createdAt ?? now);
}

function longestGap(contactsAt: readonly number[]): number {
  return contactsAt.reduce((longest, at, place) => Math.max(longest, at - (contactsAt[place - 1] ?? at)), 0);
}

function pointOf(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted.length < product.stalls.minSample
    ? 30 * msPerDay
    : (sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
}
