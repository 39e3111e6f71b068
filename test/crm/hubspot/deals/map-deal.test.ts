import { describe, expect, it } from "@jest/globals";
import { toDealContext, toDealRecord } from "../../../../src/crm/hubspot/deals/map-deal.ts";
import { emptyDealFields } from "../../../../src/domain/flag.ts";
import { aRecord } from "../a-record.ts";
import { manifest } from "../open-adapter.ts";

const stage = { label: "s", position: 0 } as const;
const context = toDealContext(
  [
    {
      id: "default",
      label: "Sales",
      stages: [
        { ...stage, id: "open", outcome: "open" },
        { ...stage, id: "won", outcome: "won" },
      ],
    },
  ],
  { timeZone: "America/New_York", currency: "USD" },
  manifest,
);

function map(properties: Record<string, unknown>, more: Record<string, unknown> = {}) {
  const record = toDealRecord(aRecord(properties, more), context);
  if (record === null) throw new Error("not readable");
  return record;
}

describe("a deal", () => {
  it("takes its outcome from the stage, and from HubSpot's flags only where the stage is unknown", () => {
    expect(map({ dealstage: "won", hs_is_closed: "false" }).deal.outcome).toBe("won");
    expect(map({ dealstage: "open", hs_is_closed: "true" }).deal.outcome).toBe("open");
    expect(map({ dealstage: "gone", hs_is_closed: "true", hs_is_closed_won: "true" }).deal.outcome).toBe(
      "won",
    );
    expect(map({ dealstage: "gone", hs_is_closed: "true" }).deal.outcome).toBe("lost");
    expect(map({}).deal).toMatchObject({ outcome: "open", stageId: "", pipelineId: "" });
  });

  it("has an unknown age when its creation date is empty, whatever the record's own date says", () => {
    expect(map({ createdate: null }).deal.createdAt).toBeNull();
    expect(map({ createdate: "" }).deal.createdAt).toBeNull();
    expect(map({}).deal.createdAt).toBe(Date.parse("2026-10-01T08:00:00Z"));
  });

  it("is in the home currency where HubSpot converts it", () => {
    const converted = map({ amount: "100", amount_in_home_currency: "110.5", deal_currency_code: "EUR" });
    expect(converted.deal).toMatchObject({ amount: 110.5, currency: "USD" });
    expect(map({ amount: "100", deal_currency_code: "EUR" }).deal).toMatchObject({
      amount: 100,
      currency: "EUR",
    });
    expect(map({ amount: 0 }).deal).toMatchObject({ amount: 0, currency: "USD" });
    expect(map({ amount: "n/a" }).deal.amount).toBeNull();
  });

  it.each([
    ["2026-11-30", "2026-11-30"],
    ["2026-11-30T00:00:00Z", "2026-11-30"],
    ["2026-11-30T00:00:00.000Z", "2026-11-30"],
    ["2026-11-30T03:59:59Z", "2026-11-29"],
    ["1796083200000", "2026-12-01"],
    ["", null],
    ["never", null],
    [null, null],
  ])("closing at %j closes on %s in New York", (closedate, expected) => {
    expect(map({ closedate }).deal.closeDate).toBe(expected);
  });

  it("carries the next step with its date", () => {
    const nextStep = { hs_next_step: "call Anna", hs_next_step_updated_at: "2026-10-05T10:00:00Z" };
    expect(map(nextStep).deal.nextStep).toEqual({
      text: "call Anna",
      updatedAt: Date.parse("2026-10-05T10:00:00Z"),
    });
    expect(map({ hs_next_step: "" }).deal.nextStep).toBeNull();
  });

  it("brings back what our properties hold, and takes foreign values for empty", () => {
    const record = map({
      norma_flag: "excuse",
      norma_stalled_since: "2026-10-01",
      norma_usual_days: "12",
      norma_stall_rule: "made-up",
      norma_reason: "price",
      norma_reason_owner: "manager",
      norma_evidence: "too expensive",
      norma_promise_due: "1790812800000",
      norma_repeats: 2,
      norma_contest: "contest",
    });
    expect(record.fields).toEqual({
      ...emptyDealFields,
      flag: "excuse",
      stalledSince: "2026-10-01",
      usualDays: 12,
      reason: "price",
      reasonOwner: "manager",
      evidence: "too expensive",
      promiseDue: "2026-10-01",
      repeats: 2,
    });
    expect(record.contest).toBe("contest");
    expect(map({ norma_contest: "maybe" }).contest).toBeNull();
  });

  it("names the deals that were merged into it", () => {
    expect(map({ hs_merged_object_ids: "12;13" }).mergedIds).toEqual(["12", "13"]);
    expect(map({}).mergedIds).toEqual([]);
  });

  it("cannot be kept up to date without any date of change", () => {
    expect(toDealRecord(aRecord({}, { createdAt: null, updatedAt: "?" }), context)).toBeNull();
  });
});
