import { expect, it } from "@jest/globals";
import { detectStall } from "../../../src/analysis/stalls/detect-stall.ts";
import type { DealFacts } from "../../../src/domain/deal-facts.ts";
import type { Episode } from "../../../src/domain/finding.ts";
import { aContext, aStalledDeal, daysAgo, learned } from "../builders.ts";

function detect(facts: DealFacts) {
  return detectStall(facts, learned, { ...aContext(), findPromiseDue: () => null });
}

/** A stalled deal of `r1`, who got it from `r2`. */
function handedOver(daysBack: number, to = "r1"): DealFacts {
  const owner = { dealId: "d1", field: "owner" } as const;
  const before = { ...owner, at: daysAgo(60), value: "r2" };
  return aStalledDeal({ changes: [before, { ...owner, at: daysAgo(daysBack), value: to }] });
}

function anEpisode(state: Episode["state"]): Episode {
  const frozen = { rule: "stage-age", since: "2026-10-01", usualDays: 10, openedOn: "2026-10-02" } as const;
  return { id: "e", dealId: "d1", ...frozen, state, flaggedOn: null };
}

const stalled = { rule: "stage-age" };

it("a deal that its owner has had for a few days only is new to them", () => {
  expect(detect(handedOver(6))).toBe("new");
  expect(detect(handedOver(7))).toMatchObject(stalled);
});

it("a hand-over that is still to come, or to somebody else, is none", () => {
  expect(detect(handedOver(-1))).toMatchObject(stalled);
  expect(detect(handedOver(6, "r3"))).toMatchObject(stalled);
});

it("a flag that is shown already stays", () => {
  expect(detect({ ...handedOver(6), episode: anEpisode("flagged") })).toMatchObject(stalled);
  expect(detect({ ...handedOver(6), episode: anEpisode("listed") })).toBe("new");
});
