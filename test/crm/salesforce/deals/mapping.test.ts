import { describe, expect, it } from "@jest/globals";
import { toDealRecord } from "../../../../src/crm/salesforce/deals/map-deal.ts";
import { toDealHistory } from "../../../../src/crm/salesforce/deals/read-histories.ts";
import { toLongId } from "../../../../src/crm/salesforce/rows.ts";

const id = "006000000000001AAA";
const row = {
  Id: id,
  Name: "Mühle",
  StageName: "Angebot abgegeben",
  IsClosed: false,
  IsWon: false,
  OwnerId: "005000000000001AAA",
  Amount: 100,
  CurrencyIsoCode: "EUR",
  CloseDate: "2026-11-01",
  CreatedDate: "2026-09-01T08:00:00.000+0000",
  NextStep: "Vertrag schicken",
  SystemModstamp: "2026-10-12T09:00:00.000+0000",
};
const context = {
  currencies: null,
  names: new Map<string, string>(),
  textChanges: new Map(),
  programIds: new Set<string>(),
};

describe("a deal", () => {
  it("is open, won or lost by meaning, whatever the stage is called", () => {
    const outcome = (flags: object) => toDealRecord({ ...row, ...flags }, context)?.deal.outcome;
    expect(outcome({})).toBe("open");
    expect(outcome({ IsClosed: true, IsWon: true })).toBe("won");
    expect(outcome({ IsClosed: true })).toBe("lost");
  });

  it("has its amount in the corporate currency where the org has several", () => {
    const currencies = {
      corporate: "PLN",
      rates: new Map([
        ["EUR", 0.25],
        ["PLN", 1],
      ]),
    };
    const deal = (more: object) => toDealRecord({ ...row, ...more }, { ...context, currencies })?.deal;
    expect(deal({})).toMatchObject({ amount: 400, currency: "PLN" });
    expect(deal({ CurrencyIsoCode: "XXX" })).toMatchObject({ amount: 100, currency: "XXX" });
  });

  it("dates its next step where the org tracks the field, and else leaves it open", () => {
    expect(toDealRecord(row, context)?.deal.nextStep).toEqual({ text: "Vertrag schicken", updatedAt: null });
    const textChanges = new Map([[id, { nextStepAt: 5, description: null }]]);
    expect(toDealRecord(row, { ...context, textChanges })?.deal.nextStep?.updatedAt).toBe(5);
  });

  it("has its description by whom its history names, else by whom touched the deal last", () => {
    const [rep, other, flow] = [5, 6, 7].map((number) => `00500000000000${number}AAA`);
    const described = { ...row, Description: "<p>They wait</p>", LastModifiedById: other };
    const map = (description: object | null) =>
      toDealRecord(described, {
        ...context,
        programIds: new Set([flow ?? ""]),
        textChanges: new Map(description === null ? [] : [[id, { nextStepAt: null, description }]]) as never,
      })?.description;
    const untold = { text: "They wait", changed: null, author: { userId: other, isProgram: false } };
    expect(map(null)).toEqual(untold);
    expect(map({ first: 3, last: 5, byId: rep })).toEqual({
      text: "They wait",
      changed: { first: 3, last: 5 },
      author: { userId: rep, isProgram: false },
    });
    expect(map({ first: 3, last: 5, byId: flow })?.author.isProgram).toBe(true);
    expect(toDealRecord(row, context)?.description).toBeNull();
  });

  it("takes values of Norma's fields that people made up for empty", () => {
    const names = new Map([["flag", "acme__Norma_Flag__c"]]);
    const flag = (value: string) =>
      toDealRecord({ ...row, acme__Norma_Flag__c: value }, { ...context, names })?.fields.flag;
    expect([flag("excuse"), flag("nonsense")]).toEqual(["excuse", null]);
  });

  it("without an id or a stamp is left out", () => {
    expect(toDealRecord({ ...row, Id: null }, context)).toBeNull();
    expect(toDealRecord({ ...row, SystemModstamp: null }, context)).toBeNull();
  });
});

describe("a history", () => {
  const at = (day: number) => `2026-09-${String(day).padStart(2, "0")}T08:00:00.000+0000`;
  const moment = (day: number) => Date.parse(at(day));
  const change = (day: number, StageName: string, Amount = 1) => ({
    CreatedDate: at(day),
    StageName,
    Amount,
    CloseDate: "2026-11-01",
  });

  it("has a stay for every stage and a change for every new amount, not for every row", () => {
    const rows = [change(1, "A"), change(3, "A", 2), change(5, "B", 2)];
    const history = toDealHistory(id, { rows, owners: [], deal: { CreatedDate: at(1), StageName: "B" } });
    expect(history.spells).toEqual([
      { dealId: id, stageId: "A", enteredAt: moment(1), leftAt: moment(5) },
      { dealId: id, stageId: "B", enteredAt: moment(5), leftAt: null },
    ]);
    expect(history.changes.filter(({ field }) => field === "amount")).toMatchObject([
      { at: moment(1), value: "1" },
      { at: moment(3), value: "2" },
    ]);
    expect(history.isComplete).toBe(true);
  });

  it("ends where the deal is now, also when its last row is not there yet", () => {
    const deal = { CreatedDate: at(1), StageName: "B", LastStageChangeDate: at(6) };
    const { spells } = toDealHistory(id, { rows: [change(1, "A")], owners: [], deal });
    expect(spells.at(-1)).toMatchObject({ stageId: "B", enteredAt: moment(6), leftAt: null });
  });

  it("forgets a stage that was passed within the same second", () => {
    const rows = [change(1, "A"), change(3, "B"), change(3, "C")];
    const { spells } = toDealHistory(id, { rows, owners: [], deal: { CreatedDate: at(1), StageName: "C" } });
    expect(spells.map(({ stageId }) => stageId)).toEqual(["A", "C"]);
  });

  it("begins with the first owner, whom only the first change's old value tells", () => {
    const [first, second] = ["005000000000001AAA", "005000000000002AAA"];
    const owners = [{ CreatedDate: at(4), OldValue: first, NewValue: second }];
    const { changes } = toDealHistory(id, { rows: [], owners, deal: { CreatedDate: at(1), StageName: "A" } });
    expect(changes).toEqual([
      { dealId: id, field: "owner", at: moment(1), value: first },
      { dealId: id, field: "owner", at: moment(4), value: second },
    ]);
  });

  it("of a deal without any rows is one stay, and not complete", () => {
    const history = toDealHistory(id, { rows: [], owners: [], deal: { CreatedDate: at(1), StageName: "A" } });
    expect(history).toMatchObject({ spells: [{ enteredAt: moment(1), leftAt: null }], isComplete: false });
  });
});

it("an id of 15 characters becomes the one of 18 that Salesforce gives", () => {
  expect(toLongId("006dM00000Mw7Vt")).toBe("006dM00000Mw7VtQAJ");
  expect(toLongId("001dM00003jU9Gy")).toBe("001dM00003jU9GyQAK");
});
