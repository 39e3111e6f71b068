import { describe, expect, it } from "@jest/globals";
import { type ObservedStay, usualLength } from "../../../src/analysis/stalls/usual-length.ts";
import { fc } from "../../support/properties.ts";

const on = (days: number): ObservedStay => ({ days, end: "on", weight: 1 });
const off = (days: number): ObservedStay => ({ days, end: "off", weight: 1 });
const lasting = (days: number): ObservedStay => ({ days, end: "lasting", weight: 1 });

describe("the usual length of stays that go on", () => {
  it("is the plain quantile when every stay went on", () => {
    const stays = [9, 1, 5, 3, 7, 2, 10, 4, 8, 6].map(on);
    expect(usualLength(stays, 0.5)).toBe(5);
    expect(usualLength(stays, 0.9)).toBe(9);
  });

  it("is longer when deals are still there, as they may yet go on later", () => {
    const ended = [2, 4, 6, 8].map(on);
    expect(usualLength([...ended, lasting(5), lasting(5), lasting(5), lasting(5)], 0.5)).toBe(6);
    expect(usualLength(ended, 0.5)).toBe(4);
  });

  it("is that of the deals that go on: a competing end at the same time takes nothing from it", () => {
    // Worked by hand: of four, one goes on at 1 (0.25), two are lost at 2, one goes on at 3 (0.25): half of 0.5 is reached at 1.
    const stays = [on(1), off(2), off(2), on(3)];
    expect(usualLength(stays, 0.5)).toBe(1);
    expect(usualLength(stays, 0.51)).toBe(3);
  });

  it("is unknown when none went on", () => {
    expect(usualLength([off(3), lasting(9)], 0.5)).toBeNull();
    expect(usualLength([], 0.5)).toBeNull();
  });

  it("counts a stay with weight 3 like three stays", () => {
    const stays = [on(1), on(4), on(4), on(4), lasting(2)];
    expect(usualLength([on(1), { ...on(4), weight: 3 }, lasting(2)], 0.5)).toBe(usualLength(stays, 0.5));
  });

  it("does not depend on the order of the stays", () => {
    const stay = fc.record({
      days: fc.integer({ min: 0, max: 20 }),
      end: fc.constantFrom("on", "off", "lasting"),
      weight: fc.constantFrom(1, 0.1, 0.7),
    }) satisfies fc.Arbitrary<ObservedStay>;
    const shuffled = fc
      .array(stay, { maxLength: 30 })
      .chain((stays) =>
        fc.tuple(fc.constant(stays), fc.shuffledSubarray(stays, { minLength: stays.length })),
      );
    fc.assert(
      fc.property(shuffled, ([stays, mixed]) => {
        expect(usualLength(mixed, 0.5)).toBe(usualLength(stays, 0.5));
      }),
    );
  });
});
