import { describe, expect, it } from "@jest/globals";
import { toDealHistory } from "../../../../src/crm/hubspot/deals/read-histories.ts";
import { aRecord } from "../a-record.ts";

const day = (date: number) => Date.parse(`2026-10-${String(date).padStart(2, "0")}T10:00:00Z`);

/** Revisions newest first, as HubSpot sends them. */
function history(property: string, ...revisions: [unknown, number][]) {
  return {
    propertiesWithHistory: {
      [property]: revisions
        .toReversed()
        .map(([value, date]) => ({ value, timestamp: new Date(day(date)).toISOString() })),
    },
  };
}

function read(more: Record<string, unknown>) {
  return toDealHistory(aRecord({}, more), "Europe/Warsaw");
}

describe("a deal's history", () => {
  it("becomes spells in order, the last one open", () => {
    expect(read(history("dealstage", ["a", 1], ["b", 3], ["a", 5])).spells).toEqual([
      { dealId: "1", stageId: "a", enteredAt: day(1), leftAt: day(3) },
      { dealId: "1", stageId: "b", enteredAt: day(3), leftAt: day(5) },
      { dealId: "1", stageId: "a", enteredAt: day(5), leftAt: null },
    ]);
  });

  it("takes a stage that was saved again for one stay, and one of no length for a correction", () => {
    const spells = read(history("dealstage", ["a", 1], ["a", 2], ["x", 3], ["b", 3])).spells;
    expect(spells.map(({ stageId }) => stageId)).toEqual(["a", "b"]);
    expect(spells[0]?.leftAt).toBe(day(3));
  });

  it("keeps true changes of close date, amount and owner as values of the domain", () => {
    expect(
      read(history("closedate", ["2026-11-01T00:00:00Z", 1], ["2026-11-01", 2], ["2026-12-01", 4])).changes,
    ).toEqual([
      { dealId: "1", field: "close-date", at: day(1), value: "2026-11-01" },
      { dealId: "1", field: "close-date", at: day(4), value: "2026-12-01" },
    ]);
    expect(
      read(history("amount", ["1e3", 1], ["1000.0", 2], ["", 3])).changes.map(({ value }) => value),
    ).toEqual(["1000", null]);
    expect(read(history("hubspot_owner_id", [7, 1], ["8", 2])).changes.map(({ value }) => value)).toEqual([
      "7",
      "8",
    ]);
  });

  it("keeps what the description said, by whom, and whether older words were cut off", () => {
    const revision = (value: string, date: number, more: object) => ({
      value,
      timestamp: new Date(day(date)).toISOString(),
      ...more,
    });
    const description = [
      revision("", 4, { sourceType: "CRM_UI", updatedByUserId: 7 }),
      revision("<p>Score 87</p>", 3, { sourceType: "INTEGRATION" }),
      revision("Two halls", 1, { sourceType: "CRM_UI", updatedByUserId: 7 }),
    ];
    expect(read({ propertiesWithHistory: { description } }).descriptions).toEqual([
      { at: day(1), text: "Two halls", author: { userId: "7", isProgram: false } },
      { at: day(3), text: "Score 87", author: { userId: null, isProgram: true } },
      { at: day(4), text: "", author: { userId: "7", isProgram: false } },
    ]);
    const twenty = Array.from({ length: 20 }, (_, k) => revision(`v${k}`, 20 - k, {}));
    const kept = read({ propertiesWithHistory: { description: twenty } });
    expect(kept.descriptions?.slice(0, 2).map(({ at }) => at)).toEqual([null, day(2)]);
    expect(kept.isComplete).toBe(true);
  });

  it("is incomplete once HubSpot's twenty revisions are used up", () => {
    const revisions = (count: number) =>
      Array.from({ length: count }, (_, index): [string, number] => [`s${index}`, index + 1]);
    expect(read(history("dealstage", ...revisions(19))).isComplete).toBe(true);
    expect(read(history("dealstage", ...revisions(20))).isComplete).toBe(false);
  });

  it("is empty rather than wrong when revisions cannot be read", () => {
    expect(
      read({ propertiesWithHistory: { dealstage: "?", amount: [{ value: "1", timestamp: "soon" }] } }),
    ).toEqual({
      dealId: "1",
      spells: [],
      changes: [],
      descriptions: [],
      isComplete: true,
    });
  });
});
