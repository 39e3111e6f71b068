import { describe, expect, it } from "@jest/globals";
import { readConnected, readDirection, readKind, readResult } from "../../src/audit/import/activity-words.ts";
import { openFindDeals } from "../../src/audit/import/find-deals.ts";
import { collectStageEvidence, readYesNo, toStageKey } from "../../src/audit/import/guess-stages.ts";
import { isDeactivated, toRepId } from "../../src/audit/import/rep-id.ts";
import { findStageColumns } from "../../src/audit/import/stage-columns.ts";
import type { DealRecord } from "../../src/audit/import/to-deal.ts";

const noAnswers = new Map<string, string>();

describe("a stage means", () => {
  const unknown = { isClosed: null, isWon: null, probability: null };

  it.each([
    ["Closed Won", "won"],
    ["Closed - Lost", "lost"],
    ["Zamknięte – wygrane", "won"],
    ["Przegrana", "lost"],
    ["Успешно реализовано", "won"],
    ["Закрыто и не реализовано", "lost"],
    ["Отказ", "lost"],
    ["Negotiation", "open"],
    ["Oferta wysłana", "open"],
    ["Переговоры", "open"],
    ["Wonderful lead", "open"],
  ])("%s: %s, by its name", (stage, outcome) => {
    const evidence = collectStageEvidence();
    evidence.add({ stage, ...unknown });
    expect(evidence.decide(noAnswers).get(toStageKey(stage))?.outcome).toBe(outcome);
  });

  it("what its deals' columns say, over its name", () => {
    const evidence = collectStageEvidence();
    evidence.add({ stage: "Lost in space", isClosed: false, isWon: false, probability: null });
    evidence.add({ stage: "Done", isClosed: true, isWon: true, probability: null });
    evidence.add({ stage: "Dropped", isClosed: true, isWon: false, probability: null });
    expect([...evidence.decide(noAnswers).values()].map(({ outcome, by }) => [outcome, by])).toEqual([
      ["open", "column"],
      ["won", "column"],
      ["lost", "column"],
    ]);
  });

  it("won when all its deals are 100 % likely, and open when nothing tells", () => {
    const evidence = collectStageEvidence();
    evidence.add({ stage: "Delivered", isClosed: null, isWon: null, probability: 100 });
    evidence.add({ stage: "Elsewhere", isClosed: null, isWon: null, probability: 0 });
    expect([...evidence.decide(noAnswers).values()].map(({ outcome, by }) => [outcome, by])).toEqual([
      ["won", "probability"],
      ["open", "assumed"],
    ]);
  });

  it("what the user says last, over everything", () => {
    const evidence = collectStageEvidence();
    evidence.add({ stage: "Closed Won", isClosed: true, isWon: true, probability: 100 });
    const answers = new Map([
      ["stage.Closed Won", "open"],
      ["stage.closed  WON", "lost"],
    ]);
    expect(evidence.decide(answers).get("closed won")?.outcome).toBe("lost");
  });
});

it("a stage is one under every spelling, and goes by the most common", () => {
  const evidence = collectStageEvidence();
  for (const stage of ["OFFER", "Offer", "offer ", "Offer"])
    evidence.add({ stage, isClosed: null, isWon: null, probability: null });
  expect([...evidence.decide(noAnswers).values()]).toMatchObject([{ name: "Offer", deals: 4 }]);
});

it.each([
  ["TAK", true],
  ["1", true],
  ["истина", true],
  ["No", false],
  ["нет", false],
  ["", null],
  ["perhaps", null],
])("%j is read as %j", (text, expected) => {
  expect(readYesNo(text)).toBe(expected);
});

describe("an activity's words", () => {
  it.each([
    ["CALL", "call"],
    ["Rozmowa telefoniczna", "call"],
    ["Исходящий звонок", "call"],
    ["Incoming email", "email"],
    ["Электронное письмо", "email"],
    ["Event", "meeting"],
    ["Spotkanie online", "meeting"],
    ["Встреча", "meeting"],
    ["КП", "proposal"],
    ["Wycena", "proposal"],
    ["LinkedIn message", "message"],
    ["To-do", "task"],
    ["Notatka", "note"],
    ["Other", null],
  ])("%s is a %s", (word, kind) => {
    expect(readKind(word, noAnswers)).toBe(kind);
  });

  it("mean what the user says", () => {
    expect(readKind("Wizyta u klienta", new Map([["kind.wizyta u klienta", "note"]]))).toBe("note");
  });

  it.each([
    ["Connected", "done", true],
    ["Left voicemail", "missed", false],
    ["Nie odebrano", "missed", false],
    ["Не ответил", "missed", false],
    ["Not Started", "booked", null],
    ["Zaplanowane", "booked", null],
    ["Отменено", "failed", null],
    ["Завершена", "done", null],
    ["???", null, null],
  ])("%s: %s, spoken %j", (word, result, isConnected) => {
    expect([readResult(word), readConnected(word)]).toEqual([result, isConnected]);
  });

  it.each([
    ["Inbound", "inbound"],
    ["Wychodzące", "outbound"],
    ["Входящий", "inbound"],
    ["", null],
  ])("%s goes %s", (word, direction) => {
    expect(readDirection(word)).toBe(direction);
  });
});

it("a person is one person under every spelling, and has left when the name says so", () => {
  const names = [
    "Anna  Nowak",
    "ANNA NOWAK ",
    "Anna Nowak (Deactivated User)",
    "Anna Nowak (nieaktywny)",
    "Anna Nowak (деактивирован)",
  ];
  expect(new Set(names.map(toRepId))).toEqual(new Set(["anna nowak"]));
  expect(names.map(isDeactivated)).toEqual([false, false, true, true, true]);
});

it.each([
  ['Date entered "Contract sent (Sales pipeline)"', "Contract sent", true],
  ["Date entered Qualified To Buy", "Qualified To Buy", false],
  ["Data wejścia do etapu „Oferta (Lejek)”", "Oferta", true],
  ["Дата входа в этап «Переговоры»", "Переговоры", true],
])("the column %s tells when deals entered %s", (column, stage, isQuoted) => {
  expect(findStageColumns(["Amount", column])).toEqual([{ column, stage, isQuoted }]);
});

describe("a deal named by an activity", () => {
  const deal = (id: string, name: string): DealRecord => ({
    id,
    name,
    owner: "",
    stage: "",
    outcome: "open",
    pipeline: "",
    amount: null,
    currency: null,
    createdAt: null,
    closeDate: null,
    nextStep: null,
    entered: [],
    enteredStageAt: null,
    contactCount: 0,
  });
  const find = openFindDeals([
    deal("1", "Acme; North"),
    deal("2", "Bolt"),
    deal("3", "Twin"),
    deal("4", "Twin"),
    deal("0061t00000AbCdEAAV", "Salesforce"),
  ]);

  it.each([
    [{ ids: "1;2", names: "" }, ["1", "2"], []],
    [{ ids: "", names: "acme;  north" }, ["1"], []],
    [{ ids: "", names: "Bolt; Twin (4)" }, ["2", "4"], []],
    [{ ids: "", names: "Twin" }, [], ["Twin"]],
    [{ ids: "9", names: "Bolt" }, [], ["9"]],
    [{ ids: "1.23457E+11", names: "Bolt" }, ["2"], []],
    [{ ids: "0061t00000AbCdE", names: "" }, ["0061t00000AbCdEAAV"], []],
    [{ ids: "", names: "" }, [], []],
  ])("%j leads to %j", (link, dealIds, unknown) => {
    expect(find(link)).toEqual({ dealIds, unknown });
  });
});
