import { describe, expect, it } from "@jest/globals";
import { product } from "../../../../config/product.ts";
import { cutOff, type LoggedDeal } from "../../../../src/analysis/stalls/backtest/logged-deal.ts";
import { judgeLog, lookBack } from "../../../../src/analysis/stalls/backtest/look.ts";
import type { Moment } from "../../../../src/domain/time.ts";
import { fc } from "../../../support/properties.ts";
import { aLog, anAsOf } from "./logs.ts";

// Limits are learned from fewer deals than a real company has, so that small logs meet every branch.
const settings = { ...product.stalls, minEnded: 5, minSample: 4, maxWonFlagged: 0.3, maxWinRatio: 0.9 };

function answersOf(deals: readonly LoggedDeal[], now: Moment): string {
  return JSON.stringify(judgeLog(lookBack(deals, now), { now, timeZone: "UTC", settings }));
}

/** A log whose every later row was deleted: deals not created yet, ends not reached yet, events not logged yet. */
function withoutLater(deals: readonly LoggedDeal[], now: Moment): LoggedDeal[] {
  return deals.flatMap((deal) => cutOff(deal, now) ?? []);
}

describe("what a backtest says", () => {
  it("is the same to the byte when everything after the moment is deleted", () => {
    fc.assert(
      fc.property(aLog, anAsOf, (deals, now) => {
        expect(answersOf(withoutLater(deals, now), now)).toBe(answersOf(deals, now));
      }),
    );
  });

  it("is the same to the byte in whatever order the deals come", () => {
    const shuffled = aLog.chain((deals) =>
      fc.tuple(fc.constant(deals), fc.shuffledSubarray(deals, { minLength: deals.length })),
    );
    fc.assert(
      fc.property(shuffled, anAsOf, ([deals, mixed], now) => {
        expect(answersOf(mixed, now)).toBe(answersOf(deals, now));
      }),
    );
  });

  it("is about every deal that was open, and says of none that it stalled after the moment", () => {
    fc.assert(
      fc.property(aLog, anAsOf, (deals, now) => {
        const past = lookBack(deals, now);
        const looked = judgeLog(past, { now, timeZone: "UTC", settings });
        expect(looked.map(({ dealId }) => dealId)).toEqual(past.open.map(({ id }) => id).toSorted());
        for (const { state } of looked) {
          if (typeof state === "string" || state.found === "moving") continue;
          expect(state.found.days).toBeGreaterThanOrEqual(0);
          expect(state.found.since <= new Date(now).toISOString().slice(0, 10)).toBe(true);
        }
      }),
    );
  });

  it("never turns a moving deal into a stalled one because there was one more contact", () => {
    const contact = fc.record({
      deal: fc.nat(),
      at: anAsOf,
      kind: fc.constantFrom("call", "email", "meeting", "message", "proposal"),
    });
    fc.assert(
      fc.property(aLog, anAsOf, contact, (deals, now, { deal, at, kind }) => {
        const { open } = lookBack(deals, now);
        const busy = open[deal % Math.max(1, open.length)];
        if (busy === undefined) return;
        const event = { at, kind, stage: "" } as const;
        const more = deals.map((one) =>
          one.id === busy.id
            ? { ...one, events: [...one.events, event].toSorted((a, b) => a.at - b.at) }
            : one,
        );
        if (isStalled(more, busy.id, now)) expect(isStalled(deals, busy.id, now)).toBe(true);
      }),
    );
  });
});

function isStalled(deals: readonly LoggedDeal[], dealId: string, now: Moment): boolean {
  const looked = judgeLog(lookBack(deals, now), { now, timeZone: "UTC", settings });
  const state = looked.find((one) => one.dealId === dealId)?.state;
  return typeof state === "object" && state.found !== "moving";
}
