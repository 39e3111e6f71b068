import { describe, expect, it } from "@jest/globals";
import type { DealRecord } from "../../src/audit/import/to-deal.ts";
import type { AuditResult } from "../../src/audit/sections/reporter.ts";
import { encode } from "../csv/encode.ts";
import { fc } from "../support/properties.ts";
import { auditTexts } from "./audit-in-test.ts";

function dealsOf({ judged }: AuditResult): readonly DealRecord[] {
  return [...judged.dealOf.values()];
}

function columnsOf({ files }: AuditResult, index = 0): Record<string, string> {
  const file = files[index];
  return Object.fromEntries((file?.mapped ?? []).map(({ field, columns }) => [field, columns.join("+")]));
}

function troublesOf({ files }: AuditResult): (readonly [line: number, kind: string, text: string])[] {
  return files.flatMap(({ troubles }) => troubles.map(({ line, kind, text }) => [line, kind, text] as const));
}

const polishDeals = `Nazwa transakcji;Etap;Właściciel;Kwota;Data utworzenia;Data zamknięcia;Następny krok
Żółw – umowa serwisowa;Negocjacje;Łucja Śliwińska;12 500,50 zł;12.03.2026 14:05;31.10.2026;Zadzwonić
Ćma Sp. z o.o.;Zamknięte – wygrane;Łucja Śliwińska;1 000,00 zł;01.02.2026;15.03.2026;
Brzęk;Przegrana;Łucja Śliwińska;;05.02.2026;20.02.2026;
`;

const russianDeals = `"Название сделки";"Этап";"Ответственный";"Сумма";"Дата создания"
"ООО «Ёлка»";"Переговоры";"Пётр Щукин";"1 250 000,00 руб.";"12 марта 2026 г., 14:05"
"АО Цапля";"Успешно реализовано";"Пётр Щукин";"300 000 руб.";"01.02.2026"
"ИП Жук";"Закрыто и не реализовано";"Пётр Щукин";"90 000 руб.";"03.02.2026"
`;

const englishDeals = `Opportunity ID,Opportunity Name,Opportunity Owner,Stage,Amount,Created Date,Close Date,Closed,Won
006A,"Acme, Inc. – renewal",Jo Smith,Negotiation,"$12,500.50",3/25/2026 2:05 PM,10/31/2026,0,0
006B,Bolt,Jo Smith,Signed off,"$1,000.00",2/1/2026,3/15/2026,1,1
006C,Crux,Jo Smith (Deactivated User),Dropped,,2/5/2026,2/20/2026,1,0
`;

describe("a file of deals", () => {
  it("in Polish, windows-1250, is read with its columns, amounts, dates and stages", async () => {
    const result = await auditTexts({ deals: encode(polishDeals, "windows-1250") });
    expect(result.files[0]?.format).toEqual({ encoding: "windows-1250", delimiter: ";" });
    expect(columnsOf(result)).toEqual({
      name: "Nazwa transakcji",
      owner: "Właściciel",
      stage: "Etap",
      amount: "Kwota",
      created: "Data utworzenia",
      closed: "Data zamknięcia",
      nextStep: "Następny krok",
    });
    expect(
      dealsOf(result).map(({ name, outcome, amount, currency, closeDate }) => [
        name,
        outcome,
        amount,
        currency,
        closeDate,
      ]),
    ).toEqual([
      ["Żółw – umowa serwisowa", "open", 12500.5, "zł", "2026-10-31"],
      ["Ćma Sp. z o.o.", "won", 1000, "zł", "2026-03-15"],
      ["Brzęk", "lost", null, null, "2026-02-20"],
    ]);
    expect(new Date(dealsOf(result)[0]?.createdAt ?? 0).toISOString()).toBe("2026-03-12T13:05:00.000Z");
    expect(result.lacks.nextStepDates).toBe(true);
  });

  it("in Russian, windows-1251, is read alike", async () => {
    const result = await auditTexts({ deals: encode(russianDeals, "windows-1251") });
    expect(result.files[0]?.format).toEqual({ encoding: "windows-1251", delimiter: ";" });
    expect(dealsOf(result).map(({ name, outcome, amount }) => [name, outcome, amount])).toEqual([
      ["ООО «Ёлка»", "open", 1_250_000],
      ["АО Цапля", "won", 300_000],
      ["ИП Жук", "lost", 90_000],
    ]);
  });

  it("from Salesforce takes what its closed and won columns say over the names of stages, and 3/25 as March", async () => {
    const result = await auditTexts({ deals: englishDeals });
    expect(dealsOf(result).map(({ stage, outcome, closeDate }) => [stage, outcome, closeDate])).toEqual([
      ["Negotiation", "open", "2026-10-31"],
      ["Signed off", "won", "2026-03-15"],
      ["Dropped", "lost", "2026-02-20"],
    ]);
    expect(result.stages.map(({ by }) => by)).toEqual(["column", "column", "column"]);
    expect(result.files[0]?.uncertainDates).toEqual([]);
  });

  it("lists dates that can be read either way, and reads them as --map says", async () => {
    const deals = "id,owner,stage,created\n1,Jo,Open,03/04/2026\n";
    const [guessed, told] = [
      await auditTexts({ deals }),
      await auditTexts({ deals, map: ["dates=month-first"] }),
    ];
    expect(guessed.files[0]?.uncertainDates).toEqual([{ column: "created", order: "day-first" }]);
    expect(told.files[0]?.uncertainDates).toEqual([]);
    expect(
      [guessed, told].map((one) => new Date(dealsOf(one)[0]?.createdAt ?? 0).toISOString().slice(0, 10)),
    ).toEqual(["2026-04-02", "2026-03-03"]);
  });

  it("without a needed column is refused with the columns it has and what to write", async () => {
    await expect(auditTexts({ deals: "Ref,Kto,Wert\n1,2,3\n" })).rejects.toThrow(
      /deals\.csv: no column was recognised for deal\.id or deal\.name, deal\.owner, deal\.stage\. Its columns are “Ref”, “Kto”, “Wert”\. Say which one it is: --map "deal\.id=COLUMN"/,
    );
  });

  it("is read with the columns and stages that --map gives", async () => {
    const result = await auditTexts({
      deals: "Ref,Kto,Faza leada,Wert\n7,Jo,Finito,5\n",
      map: ["deal.id=Ref", "deal.owner=kto", "deal.stage=Faza leada", "deal.amount=Wert", "stage.finito=won"],
    });
    expect(dealsOf(result).map(({ id, owner, outcome, amount }) => [id, owner, outcome, amount])).toEqual([
      ["7", "Jo", "won", 5],
    ]);
  });

  it.each([
    ["deal.colour=Ref", /--map deal\.colour=Ref is not understood/],
    ["stage.Won=great", /--map stage\.Won=great is not understood/],
    ["deal.amount=Nothing", /--map names the column “Nothing” for a deal, but deals\.csv has only “id”/],
    ["/nowhere/map.json", /neither KEY=VALUE nor a JSON file/],
  ])("is refused with the mapping %s", async (answer, problem) => {
    await expect(auditTexts({ deals: "id,owner,stage\n1,a,b\n", map: [answer] })).rejects.toThrow(problem);
  });

  it("tells rows and cells it cannot use, with line and cause, and goes on", async () => {
    const deals = `id,owner,stage,amount,created
1,Jo,Open,5,2026-01-05
,Jo,Open,5,2026-01-05
3,Jo,,5,2026-01-05
4,Jo,Open,5,2026-01-05,surplus
5,Jo,Open,five,soon

"Copyright (c) 2026",,,,
1,Jo,Won,6,2026-01-05
`;
    const result = await auditTexts({ deals });
    expect(troublesOf(result)).toEqual([
      [3, "no-id", ""],
      [4, "no-stage", ""],
      [5, "too-many-cells", ""],
      [6, "bad-amount", "five"],
      [6, "bad-date", "soon"],
      [8, "no-record", ""],
    ]);
    // Of two rows of one deal the last counts.
    expect(result.files[0]?.duplicates).toBe(1);
    expect(dealsOf(result).map(({ id, outcome, amount }) => [id, outcome, amount])).toEqual([
      ["1", "won", 6],
      ["5", "open", null],
    ]);
  });

  it("that is a report to read has its title and totals left out, and its grouped owners named", async () => {
    const deals = `Opportunity Report
As of 2026-10-12, by Anna

Owner,id,name,stage,amount,created
Jo,1,A,Open,5,2026-01-05
,2,B,Open,5,2026-01-05
,3,C,Open,5,2026-01-05
Subtotal,,,,15,
,,Count,3,,
Al,4,D,Open,5,2026-01-05
,5,E,Open,5,2026-01-05
Grand Totals (5),,,,25,
`;
    const result = await auditTexts({ deals });
    expect(result.deals).toBe(5);
    expect(troublesOf(result).map(([line, kind]) => [line, kind])).toEqual([
      [8, "no-record"],
      [9, "no-record"],
      [12, "no-record"],
    ]);
    expect(result.files[0]?.grouped).toEqual(["Owner"]);
  });

  it("whose ids a spreadsheet rounded keeps its deals apart by name, and says so", async () => {
    const deals = "id,name,owner,stage\n1.23457E+11,A,Jo,Open\n1.23457E+11,B,Jo,Open\n";
    const activities = ["deal id,deal,rep,date\n1.23457E+11,B,Jo,2026-10-01\n"];
    const result = await auditTexts({ deals, activities });
    expect([result.deals, result.lacks.links]).toEqual([2, false]);
    expect(troublesOf(result).map(([line, kind]) => [line, kind])).toEqual([
      [2, "rounded-id"],
      [3, "rounded-id"],
    ]);
  });

  it("is told when a row of --map fits nothing, and which file it is when two were swapped", async () => {
    const map = ["stage.Opne=open", "stage.open=open", "kind.Cal=call"];
    const result = await auditTexts({ deals: "id,owner,stage\n1,a,Open\n", map });
    expect(result.unusedAnswers).toEqual(["stage.Opne", "kind.Cal"]);
    await expect(auditTexts({ deals: "id,assigned,date\n1,a,2026-10-01\n" })).rejects.toThrow(
      "It looks like a file of activities: give it with --activities",
    );
    const tasks = "Id,Subject,ActivityDate,Status,OwnerId,WhatId,TaskSubtype\n1,a,2026-10-01,Open,u,1,Task\n";
    await expect(auditTexts({ deals: tasks })).rejects.toThrow(
      "It looks like a file of activities: give it with --activities. If it is not",
    );
  });

  it.each([
    ["2026-02-03", "closed"],
    ["TRUE", "isClosed"],
    ["", "closed"],
  ])("with a column “Closed” that holds %j has it taken for what it looks like", async (cell, field) => {
    const result = await auditTexts({ deals: `deal,rep,stage,closed\nA,Jo,won,${cell}\n` });
    const found = result.files[0]?.mapped.find(({ columns }) => columns.includes("closed"));
    expect([found?.field, dealsOf(result)[0]?.outcome]).toEqual([field, "won"]);
  });

  it("keeps two deals of one name apart when there are no ids", async () => {
    const result = await auditTexts({
      deals: "deal,owner,stage,created\nA,Jo,Open,2026-01-05\nA,Jo,Open,2026-02-05\n",
    });
    expect([result.deals, result.files[0]?.duplicates]).toEqual([2, 0]);
  });
});

describe("a file of activities", () => {
  const deals = "id,name,owner,stage\n11,Acme,Jo Smith,Open\n12,Bolt,Jo Smith,Open\n13,Bolt,Jo Smith,Open\n";
  const head = "Activity type,Activity assigned to,Activity date,Associated Deal,Outcome,Note body\n";

  async function read(activities: string, names?: readonly string[]) {
    return await auditTexts({ deals, activities: [activities], ...(names === undefined ? {} : { names }) });
  }

  it("finds its deals by id, by name and by HubSpot's “Name (id)”, and never guesses between two of one name", async () => {
    const result = await read(
      `${head}Call,Jo Smith,2026-10-01,11,Connected,\nCall,Jo Smith,2026-10-02,acme,Connected,\nCall,Jo Smith,2026-10-03,Bolt (13),Connected,\nCall,Jo Smith,2026-10-04,Bolt,Connected,\n`,
    );
    expect(troublesOf(result)).toEqual([[5, "unknown-deal", "Bolt"]]);
    expect([result.activities, result.lacks.links]).toEqual([4, false]);
  });

  it("tells rows without person, date or known kind", async () => {
    const result = await read(
      `${head}Call,,2026-10-01,11,,\nCall,Jo Smith,whenever,11,,\nSéance,Jo Smith,2026-10-01,11,,\n`,
    );
    expect(troublesOf(result)).toEqual([
      [2, "no-rep", ""],
      [3, "bad-date", "whenever"],
      [3, "no-date", "whenever"],
      [4, "unknown-kind", "Séance"],
    ]);
  });

  it("takes the kind from the subject where Salesforce left the type empty, else it is a task", async () => {
    const result = await auditTexts({
      deals,
      activities: [
        "Type,Assigned,Date,Related To ID,Subject\n,Jo Smith,2026-10-01,11,Call\n,Jo Smith,2026-10-01,11,Email: the offer\n,Jo Smith,2026-10-01,11,Prepare a call\n",
      ],
    });
    expect([...result.judged.unmeasuredKinds].toSorted()).toEqual(["meeting", "message", "note", "proposal"]);
  });

  it("takes an entry without deal that is named so for time off, and not for a meeting", async () => {
    const result = await read(
      `type,rep,date,deal,subject\nMeeting,Jo,2026-10-01,,Urlop\nMeeting,Jo,2026-10-01,11,Urlop\n`,
    );
    expect(result.judged.unmeasuredKinds.has("meeting")).toBe(false);
    const alone = await read(
      "type,rep,date,deal,subject\nMeeting,Jo,2026-10-01,,Urlop\nCall,Jo,2026-10-02,11,\n",
    );
    expect(alone.judged.unmeasuredKinds.has("meeting")).toBe(true);
    expect(troublesOf(alone)).toEqual([]);
  });

  it("of one kind only tells its kind by its headings or its name; a task to call is no call", async () => {
    const files = [
      "Task Title,Task Type,Owner,Date,Deal\nx,CALL,Jo Smith,2026-10-01,11\n",
      "Title,Owner,Date,Deal\ny,Jo Smith,2026-10-01,11\n",
    ];
    const result = await auditTexts({ deals, activities: files, names: ["export.csv", "meetings-2026.csv"] });
    expect(result.files.map(({ assumedKind }) => assumedKind)).toEqual([null, "task", "meeting"]);
    expect([...result.judged.unmeasuredKinds].toSorted()).toEqual([
      "call",
      "email",
      "message",
      "note",
      "proposal",
    ]);
  });

  it("given twice, or overlapping another, counts once", async () => {
    const file = "id,type,rep,date,deal\n1,Call,Jo Smith,2026-10-01,11\n";
    const other = "id,type,rep,date,deal\n1,Call,Jo Smith,2026-10-02,11\n";
    const result = await auditTexts({ deals, activities: [file, file, other] });
    expect([result.activities, result.files.map(({ duplicates }) => duplicates)]).toEqual([2, [0, 0, 1, 0]]);
  });
});

describe("the order of the rows", () => {
  it("changes nothing", async () => {
    const rows = Array.from({ length: 40 }, (_, index) => {
      const outcome = index < 30 ? (index % 3 === 0 ? "Lost" : "Won") : "Open";
      const month = String((index % 8) + 1).padStart(2, "0");
      return `${index},Deal ${index},Rep ${index % 3},${outcome},${index * 100},2026-${month}-10,2026-09-${String((index % 20) + 1).padStart(2, "0")}`;
    });
    const calls = rows.map(
      (_, index) => `Call,Rep ${index % 3},2026-0${(index % 9) + 1}-15,${index},done,Talked about it`,
    );
    const audit = async (deals: readonly string[], activities: readonly string[]) => {
      const { judged } = await auditTexts({
        deals: `id,name,owner,stage,amount,created,close date\n${deals.join("\n")}\n`,
        activities: [`type,rep,date,deal,outcome,notes\n${activities.join("\n")}\n`],
      });
      const { flagged, listed, notJudged, work, followUps } = judged;
      return { flagged, listed, notJudged: Object.fromEntries(notJudged), work, followUps };
    };
    const expected = await audit(rows, calls);
    expect(expected.flagged.length).toBeGreaterThan(0);
    const shuffled = (items: readonly string[]) =>
      fc.shuffledSubarray([...items], { minLength: items.length });
    await fc.assert(
      fc.asyncProperty(shuffled(rows), shuffled(calls), async (deals, activities) => {
        expect(await audit(deals, activities)).toEqual(expected);
      }),
      { numRuns: 5 },
    );
  });
});
