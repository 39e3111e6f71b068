import { describe, expect, it } from "@jest/globals";
import { chooseLimits, type LimitCase } from "../../../src/analysis/stalls/choose-limits.ts";
import { fc } from "../../support/properties.ts";

const aims = { maxWonFlagged: 0.08, maxWinRatio: 0.33 };

const caseOf = (isWon: boolean, peaks: Record<string, number>): LimitCase => {
  return { isWon, weight: 1, peaks: new Map(Object.entries(peaks)) };
};
const range = (count: number) => Array.from({ length: count }, (_, place) => place);

/** Won deals idle up to 20 days; half of the lost ones up to 40. */
const telling = [
  ...range(100).map((place) => caseOf(true, { age: 1 + (place % 20) })),
  ...range(100).map((place) => caseOf(false, { age: place < 50 ? 1 + (place % 20) : 21 + (place % 20) })),
];

function flaggedBy(limits: ReadonlyMap<string, number>, cases: readonly LimitCase[]) {
  return cases.filter(({ peaks }) => [...peaks].some(([key, peak]) => peak > (limits.get(key) ?? Infinity)));
}

describe("limits chosen from ended deals", () => {
  it("lie where lost deals are and won ones hardly", () => {
    const limits = chooseLimits(telling, aims);
    const flagged = flaggedBy(limits, telling);
    expect(flagged.filter(({ isWon }) => !isWon).length).toBeGreaterThanOrEqual(50);
    expect(flagged.filter(({ isWon }) => isWon).length).toBeLessThanOrEqual(7);
  });

  it("are none where losing shows no sign", () => {
    const blind = range(400).map((place) =>
      caseOf(place % 2 === 0, { age: 1 + (Math.floor(place / 2) % 30) }),
    );
    expect(chooseLimits(blind, aims)).toEqual(new Map());
  });

  it("are none on the strength of a few won deals that never came that far", () => {
    const few = [
      ...telling.filter(({ isWon }) => isWon).slice(0, 10),
      ...telling.filter(({ isWon }) => !isWon),
    ];
    expect(chooseLimits(few, aims)).toEqual(new Map());
  });

  it("count a deal for as many as it stands for", () => {
    const heavy = telling.map((one) =>
      one.isWon && (one.peaks.get("age") ?? 0) > 15 ? { ...one, weight: 9 } : one,
    );
    expect(chooseLimits(heavy, aims).get("age")).toBeGreaterThanOrEqual(
      chooseLimits(telling, aims).get("age") ?? 0,
    );
  });

  it("are paid for with what the next won deal stands for: slow ones are seldom seen in a young record", () => {
    const slow = caseOf(true, { age: 20.5 });
    const chosenWith = (weight: number) => chooseLimits([...telling, { ...slow, weight }], aims).has("age");
    expect([chosenWith(1), chosenWith(9)]).toEqual([true, false]);
  });

  const aCase = fc.record({
    isWon: fc.boolean(),
    weight: fc.constantFrom(1, 2),
    peaks: fc
      .dictionary(fc.constantFrom("a", "b", "c"), fc.integer({ min: 1, max: 30 }))
      .map((peaks) => new Map(Object.entries(peaks))),
  });

  it("keep both aims on the deals they are learned from", () => {
    fc.assert(
      fc.property(fc.array(aCase, { maxLength: 120 }), (cases) => {
        const weigh = (list: readonly LimitCase[], isWon: boolean) =>
          list.reduce((sum, one) => sum + (one.isWon === isWon ? one.weight : 0), 0);
        const flagged = flaggedBy(chooseLimits(cases, aims), cases);
        const [won, lost] = [weigh(cases, true), weigh(cases, false)];
        const [wonFlagged, lostFlagged] = [weigh(flagged, true), weigh(flagged, false)];
        expect(wonFlagged).toBeLessThanOrEqual(aims.maxWonFlagged * won);
        if (wonFlagged > 0)
          expect(wonFlagged / (wonFlagged + lostFlagged)).toBeLessThanOrEqual(
            (aims.maxWinRatio * won) / (won + lost),
          );
      }),
    );
  });

  it("do not depend on the order of the deals", () => {
    const shuffled = fc
      .array(aCase, { maxLength: 80 })
      .chain((cases) =>
        fc.tuple(fc.constant(cases), fc.shuffledSubarray(cases, { minLength: cases.length })),
      );
    fc.assert(
      fc.property(shuffled, ([cases, mixed]) => {
        expect(chooseLimits(mixed, aims)).toEqual(chooseLimits(cases, aims));
      }),
    );
  });
});
