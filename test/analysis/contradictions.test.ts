import { describe, expect, it } from "@jest/globals";
import { describeContradiction, findContradiction } from "../../src/analysis/contradictions.ts";
import type { DealTouch } from "../../src/domain/deal-facts.ts";
import { aContext, aDeal, aReading, aTouch, daysAgo, phrasesOf } from "./builders.ts";

function find(reason: string, touches: DealTouch[], context = aContext()) {
  return findContradiction(aReading(`reason=${reason}`, daysAgo(4)), aDeal({ touches }), context);
}

describe("price without a proposal", () => {
  it("is found when none was ever sent", () => {
    expect(find("price", [aTouch()])).toEqual({ kind: "price-without-proposal" });
  });

  it("is not claimed on a clean deal, or where proposals are not recorded or may be older than the record", () => {
    expect(find("price", [aTouch({ kind: "proposal", at: daysAgo(30) })])).toBeNull();
    expect(find("price", [aTouch()], aContext({ recordedKinds: new Set(["call"]) }))).toBeNull();
    expect(find("price", [aTouch()], aContext({ unmeasuredKinds: new Set(["proposal"]) }))).toBeNull();
    expect(find("price", [aTouch()], aContext({ activitiesSince: daysAgo(50) }))).toBeNull();
  });
});

describe("no response", () => {
  it("is contradicted by the buyer getting in touch after it was written", () => {
    const inbound = aTouch({ kind: "email", direction: "inbound", at: daysAgo(2) });
    expect(find("no_response", [aTouch({ at: daysAgo(6) }), inbound])).toEqual({
      kind: "answered-since",
      date: "2026-10-12",
    });
  });

  it("is contradicted by two weeks without an attempt", () => {
    const found = find("no_response", [aTouch({ at: daysAgo(25) })]);
    expect(found).toEqual({ kind: "no-attempt-since", date: "2026-09-19" });
    expect(find("no_response", [aTouch({ kind: "note", at: daysAgo(5) })])).toEqual({ kind: "no-attempt" });
    expect(found && describeContradiction(found, phrasesOf.ru)).toBe(
      "Препятствием названо отсутствие ответа, но после последней записанной попытки связаться (19 сент.) других не было.",
    );
  });

  it("is not contradicted on a clean deal: attempts count, answered or not, by hand or automated", () => {
    const attempt = aTouch({ result: "missed", at: daysAgo(6) });
    expect(find("no_response", [attempt])).toBeNull();
    expect(find("no_response", [{ ...attempt, kind: "email", source: "automation" }])).toBeNull();
    const before = aTouch({ kind: "email", direction: "inbound", at: daysAgo(9) });
    expect(find("no_response", [before, attempt])).toBeNull();
  });

  it("is not contradicted by a record that is empty, too short, or lacks a channel", () => {
    expect(find("no_response", [])).toBeNull();
    const old = aTouch({ at: daysAgo(25) });
    expect(find("no_response", [old], aContext({ activitiesSince: daysAgo(10) }))).toBeNull();
    expect(find("no_response", [old], aContext({ unmeasuredKinds: new Set(["email"]) }))).toBeNull();
  });
});

it("other reasons have no contradiction", () => {
  expect(find("timing", [])).toBeNull();
});
