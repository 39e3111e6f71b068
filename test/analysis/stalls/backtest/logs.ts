import type { LoggedDeal, LoggedEvent } from "../../../../src/analysis/stalls/backtest/logged-deal.ts";
import { type Moment, msPerDay } from "../../../../src/domain/time.ts";
import { fc } from "../../../support/properties.ts";

const start: Moment = Date.parse("2025-01-01T00:00:00Z");
const logDays = 160;

// Small values first, as fast-check likes them, would make logs in which everything happens on the first day.
const hour = (fromDay: number, untilDay: number) =>
  fc.noBias(fc.integer({ min: fromDay * 24, max: untilDay * 24 })).map((hours) => hours * (msPerDay / 24));

interface DrawnEvent {
  /** Part of the deal's life that had passed. */
  readonly part: number;
  readonly what: LoggedEvent["kind"] | "a" | "b" | "c";
}

const event: fc.Arbitrary<DrawnEvent> = fc.record({
  part: fc.noBias(fc.integer({ min: 0, max: 110 })).map((percent) => percent / 100),
  what: fc.constantFrom("call", "call", "email", "meeting", "proposal", "note", "a", "b", "c"),
});

function toEvent({ what, part }: DrawnEvent, createdAt: Moment, lasted: number): LoggedEvent {
  const at = createdAt + Math.round(part * lasted);
  return what === "a" || what === "b" || what === "c"
    ? { at, kind: "stage", stage: what }
    : { at, kind: what, stage: "" };
}

/**
 * A log as people leave one: deals of all outcomes and lengths, some without an owner, an amount or an age. Lost ones lasted
 * longer on the same few contacts, so that there is something to learn.
 */
export const aLog: fc.Arbitrary<LoggedDeal[]> = fc
  .array(
    fc.record({
      repId: fc.constantFrom("ann", "ben", null),
      amount: fc.option(fc.noBias(fc.integer({ min: 1, max: 9_000 }))),
      createdAt: hour(0, 130),
      isOfKnownAge: fc.noBias(fc.integer({ min: 0, max: 9 })).map((drawn) => drawn > 0),
      lasted: hour(1, 30),
      outcome: fc.constantFrom("won", "lost", "open"),
      events: fc.array(event, { maxLength: 8 }),
    }),
    { minLength: 20, maxLength: 80, size: "max" },
  )
  .map((deals) =>
    deals.map(({ lasted, createdAt, isOfKnownAge, outcome, events, ...deal }, place) => {
      const life = outcome === "won" ? lasted : lasted * 2.5;
      const happened = events.map((drawn) => toEvent(drawn, start + createdAt, life));
      return {
        ...deal,
        id: `deal-${place}`,
        createdAt: isOfKnownAge ? start + createdAt : null,
        outcome,
        endedAt: outcome === "open" ? null : start + createdAt + life,
        events: happened.toSorted((a, b) => a.at - b.at || (a.kind + a.stage < b.kind + b.stage ? -1 : 1)),
      };
    }),
  );

/** A moment of the log's later life, when some deals have ended and others have not. */
export const anAsOf: fc.Arbitrary<Moment> = hour(50, logDays).map((ms) => start + ms);
