import { describe, expect, it } from "@jest/globals";
import { toDealPasses, toFlaggedPass } from "../../../../src/crm/hubspot/deals/open-deals-filter.ts";
import type { Pipeline } from "../../../../src/domain/deal.ts";

function aPipeline(...open: readonly string[]): Pipeline {
  const stages = open.map((id, position) => ({ id, label: id, position, outcome: "open" }) as const);
  return {
    id: "p",
    label: "P",
    stages: [...stages, { id: "won", label: "Won", position: 99, outcome: "won" }],
  };
}

const changed = { propertyName: "hs_lastmodifieddate", operator: "GTE", value: "1000" };
const many = Array.from({ length: 260 }, (_, index) => `stage-${index}`);

const isOpen = { propertyName: "hs_is_closed", operator: "EQ", value: "false" };

describe("the search for open and changed deals", () => {
  it("is one pass: what changed, what is in an open stage, what HubSpot calls open", () => {
    expect(toFlaggedPass([aPipeline("a", "b"), aPipeline("c")], 1_000.4)).toEqual([
      [changed],
      [{ propertyName: "dealstage", operator: "IN", values: ["a", "b", "c"] }],
      [isOpen],
    ]);
  });

  it("leaves HubSpot's own flag out where the portal has none", () => {
    expect(toDealPasses([aPipeline("a", "b"), aPipeline("c")], 1_000)).toEqual([
      [[changed], [{ propertyName: "dealstage", operator: "IN", values: ["a", "b", "c"] }]],
    ]);
  });

  it("names stages with capitals in both spellings, because lists are compared in lower case", () => {
    expect(toDealPasses([aPipeline("Demo_Booked")], 1_000)).toEqual([
      [[changed], [{ propertyName: "dealstage", operator: "IN", values: ["Demo_Booked", "demo_booked"] }]],
    ]);
  });

  it("uses HubSpot's own flag alone when the stages are too many to name", () => {
    expect(toFlaggedPass([aPipeline(...many)], 1_000)).toEqual([[changed], [isOpen]]);
  });

  it("goes over the stages in several passes where that flag is missing, each short enough", () => {
    const passes = toDealPasses([aPipeline(...many)], 1_000);
    const named = passes.flat(2).flatMap(({ values }) => values ?? []);
    expect(named).toEqual(many);
    for (const pass of passes) expect(JSON.stringify(pass).length).toBeLessThan(2_200);
    expect(passes.filter((pass) => pass.some(([filter]) => filter?.operator === "GTE"))).toHaveLength(1);
  });

  it("still finds what changed in an account without open stages", () => {
    expect(toFlaggedPass([], 1_000)).toEqual([[changed], [isOpen]]);
    expect(toDealPasses([], 1_000)).toEqual([[[changed]]]);
  });
});
