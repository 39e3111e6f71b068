import { expect, it } from "@jest/globals";
import { product } from "../../../config/product.ts";
import { proposeNorm, type RepRecord } from "../../../src/analysis/norms/propose-norm.ts";
import { fc } from "../../support/properties.ts";

const settings = product.norms.proposal;

/** Ten calls make one meeting, two meetings a proposal, four proposals a deal. */
function aRep(repId: string, calls: number): RepRecord {
  const totals = { calls, meetings: calls / 10, proposals: calls / 20, deals: calls / 80 };
  return { repId, workedDays: 60, totals };
}

const team = [aRep("ann", 960), aRep("bob", 1200), aRep("eve", 720), aRep("jan", 1440)];

it("chains a target back through what became of comparable reps' work", () => {
  const proposal = proposeNorm(team, 4.2, settings);
  if (proposal.kind !== "reachable") throw new Error(proposal.kind);
  const [calls, meetings, proposals] = proposal.steps.map(({ required }) => required.expected);
  expect([calls, meetings, proposals]).toEqual([
    expect.closeTo(16, 1),
    expect.closeTo(1.6, 2),
    expect.closeTo(0.8, 2),
  ]);
  expect(proposal.steps[0]?.achieved).toEqual({ middle: 20, best: 24 });
});

it("says which hours and which work are missing when a target is out of reach", () => {
  const proposal = proposeNorm(team, 60, settings);
  expect(proposal).toMatchObject({
    kind: "not-reachable",
    because: ["hours", "calls", "meetings", "proposals"],
  });
});

it("proposes nothing from two reps or from a handful of deals", () => {
  expect(proposeNorm(team.slice(0, 2), 4, settings)).toMatchObject({ kind: "too-little-data", reps: 2 });
  const few = team.map((rep) => ({ ...rep, totals: { ...rep.totals, deals: 1 } }));
  expect(proposeNorm(few, 4, settings)).toEqual({ kind: "too-little-data", reps: 4, deals: 4 });
});

it("asks for more when the target is higher, with what is expected inside its interval", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.5, max: 20, noNaN: true }), (target) => {
      const stepsOf = (deals: number) => {
        const proposal = proposeNorm(team, deals, settings);
        return proposal.kind === "too-little-data" ? [] : proposal.steps;
      };
      for (const [index, { required }] of stepsOf(target).entries()) {
        expect(required.low).toBeLessThanOrEqual(required.expected);
        expect(required.high).toBeGreaterThanOrEqual(required.expected);
        expect(stepsOf(2 * target)[index]?.required.expected).toBeGreaterThan(required.expected);
      }
    }),
  );
});
