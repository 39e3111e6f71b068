import { expect, it } from "@jest/globals";
import { detectStall } from "../../../src/analysis/stalls/detect-stall.ts";
import { type Learned, toLearned } from "../../../src/analysis/stalls/learned.ts";
import type { DealFacts } from "../../../src/domain/deal-facts.ts";
import type { Episode } from "../../../src/domain/finding.ts";
import type { Stall } from "../../../src/domain/stall.ts";
import { addDays, type CivilDate, msPerDay } from "../../../src/domain/time.ts";
import { fc } from "../../support/properties.ts";
import { aContext, aDeal, aTouch, daysAgo, now, today } from "../builders.ts";

/** What a night learned: every limit differs from night to night. */
const limits = fc.record({
  usualDays: fc.integer({ min: 1, max: 20 }),
  limitDays: fc.integer({ min: 7, max: 45 }),
  quietLimitDays: fc.integer({ min: 7, max: 45 }),
  silenceDays: fc.integer({ min: 7, max: 45 }),
  triedLimitDays: fc.option(fc.integer({ min: 7, max: 45 })),
  basis: fc.constantFrom("stage", "guess"),
});

function toModel(night: ReturnType<typeof limits.generate>["value"]): Learned {
  const { usualDays, silenceDays, triedLimitDays, basis } = night;
  const limitDays = Math.min(night.limitDays, triedLimitDays ?? night.limitDays);
  const offer = { pipelineId: "sales", stageId: "offer", usualDays, sample: 40, within: 38, basis } as const;
  const quietLimitDays = Math.min(night.quietLimitDays, limitDays);
  return toLearned({
    clocks: [{ ...offer, limitDays, quietLimitDays, triedLimitDays }],
    silences: [{ ...offer, limitDays: silenceDays }],
    habits: [],
  });
}

function show({ dealId, rule, since, usualDays }: Stall, flaggedOn: CivilDate): Episode {
  return { id: "e1", dealId, rule, since, usualDays, state: "flagged", openedOn: flaggedOn, flaggedOn };
}

it("a stall that is shown stays until the deal moves, however the limits change from night to night", () => {
  const nights = fc.array(limits, { minLength: 2, maxLength: 25 });
  const days = fc.integer({ min: 1, max: 40 });
  const pushedDaysAgo = fc.constantFrom([], [30, 20, 10]);
  const aDealsPast = fc.record({ daysInStage: days, daysSilent: days, pushedDaysAgo });
  fc.assert(
    fc.property(nights, aDealsPast, (models, { daysInStage, daysSilent, pushedDaysAgo }) => {
      const changes = pushedDaysAgo.map((ago, place) => {
        return {
          dealId: "d1",
          field: "close-date",
          at: daysAgo(ago),
          value: `2027-0${place + 1}-01`,
        } as const;
      });
      let facts: DealFacts = aDeal({ daysInStage, changes, touches: [aTouch({ at: daysAgo(daysSilent) })] });
      for (const [night, model] of models.entries()) {
        const context = { ...aContext({ now: now + night * msPerDay }), findPromiseDue: () => null };
        const found = detectStall(facts, toModel(model), context);
        if (facts.episode !== null) expect(typeof found).toBe("object");
        if (facts.episode === null && typeof found === "object")
          facts = { ...facts, episode: show(found, addDays(today, night)) };
      }
    }),
  );
});
