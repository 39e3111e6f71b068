import { expect, it } from "@jest/globals";
import type { DealChange } from "../../src/domain/deal.ts";
import { mergeHistory, type StoredHistory } from "../../src/store/merge-history.ts";
import { aHistory, aSpell, daysAgo } from "./builders.ts";

const first = aSpell({ stageId: "new", enteredAt: daysAgo(30), leftAt: daysAgo(20) });
const second = aSpell({ stageId: "talk", enteredAt: daysAgo(20), leftAt: null });
const secondClosed = { ...second, leftAt: daysAgo(10) };
const third = aSpell({ stageId: "offer", enteredAt: daysAgo(10), leftAt: null });
const push: DealChange = { dealId: "1", field: "close-date", at: daysAgo(25), value: "2026-05-01" };
const discount: DealChange = { dealId: "1", field: "amount", at: daysAgo(9), value: "900" };

const stored: StoredHistory = { spells: [first, second], changes: [push], isComplete: true };

it("takes a complete history as it is", () => {
  const read = aHistory({ spells: [third], changes: [discount] });
  expect(mergeHistory(stored, read)).toMatchObject({
    spells: [third],
    changes: [discount],
    isComplete: true,
  });
});

it("keeps what the CRM has cut off and stays complete when the two meet", () => {
  const read = aHistory({ spells: [secondClosed, third], changes: [discount], isComplete: false });
  expect(mergeHistory(stored, read)).toEqual({
    spells: [first, secondClosed, third],
    changes: [push, discount],
    isComplete: true,
  });
});

it("closes the spell that was open, and is incomplete when something lies between", () => {
  const read = aHistory({ spells: [third], isComplete: false });
  expect(mergeHistory(stored, read)).toEqual({
    spells: [first, secondClosed, third],
    changes: [push],
    isComplete: false,
  });
});

it("does not become complete by a cut-off history", () => {
  const read = aHistory({ spells: [secondClosed, third], isComplete: false });
  expect(mergeHistory({ ...stored, isComplete: false }, read).isComplete).toBe(false);
});

it("lets what is read replace a change of the same moment", () => {
  const corrected = { ...push, value: "2026-06-01" };
  const read = aHistory({ spells: [third], changes: [corrected], isComplete: false });
  expect(mergeHistory(stored, read).changes).toEqual([corrected]);
});

it("loses nothing to a history without spells", () => {
  const read = aHistory({ isComplete: false });
  expect(mergeHistory(stored, read)).toEqual({ ...stored, isComplete: false });
});
