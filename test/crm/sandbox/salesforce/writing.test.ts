import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "@jest/globals";
import { text } from "../client.ts";
import { closeAll, codeOf, type OrgClient, openOrgClient, root, toList } from "./org-client.ts";

const folder = mkdtempSync(join(tmpdir(), "sandbox-org-"));
afterEach(closeAll);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const collections = `${root}/composite/sobjects`;

function dealIdsOf({ sandbox }: OrgClient): readonly string[] {
  return (sandbox.orgs[0]?.listDeals() ?? []).map(({ id }) => id);
}

function toTask(key: string, dealId = "", more: object = {}) {
  return { attributes: { type: "Task" }, Subject: "Ask", WhatId: dealId, Norma_Key__c: key, ...more };
}

function toDeal(id: string, values: object) {
  return { attributes: { type: "Opportunity" }, id, ...values };
}

const upsert = ({ ask }: OrgClient, ...records: object[]) =>
  ask("PATCH", `${collections}/Task/Norma_Key__c`, { records });
const update = ({ ask }: OrgClient, ...records: object[]) => ask("PATCH", collections, { records });

describe("collections", () => {
  it("take 200 records and no more", async () => {
    const org = await openOrgClient();
    const [dealId] = dealIdsOf(org);
    const many = Array.from({ length: 201 }, (_, index) => toTask(`k${index}`, dealId));
    expect(codeOf((await upsert(org, ...many)).body)).toBe("INVALID_INPUT");
    expect(toList((await upsert(org, ...many.slice(1))).body)).toHaveLength(200);
  });

  it("answer each record by itself, in the order sent", async () => {
    const org = await openOrgClient({ readOnlyFields: ["Opportunity.NextStep"] });
    const [first = "", second = "", third = ""] = dealIdsOf(org);
    org.sandbox.refuseDeal(first, "Amount first, please.");
    org.sandbox.lockDeal(second, 1);
    const flag = { Norma_Flag__c: "vague" };
    const records = [
      toDeal(first, flag),
      toDeal(second, flag),
      toDeal(third, flag),
      toDeal(third, { Norma_Flag__c: "no such flag" }),
      toDeal(third, { NextStep: "x" }),
      toDeal(third, { Nothing__c: 1 }),
      toDeal(third, { IsWon: true }),
      toDeal("006Sb00000000zzAAA", flag),
    ];
    const { status, body } = await update(org, ...records);
    expect(status).toBe(200);
    expect(toList(body).map((result) => (result["success"] ? "written" : codeOf(result["errors"])))).toEqual([
      "FIELD_CUSTOM_VALIDATION_EXCEPTION",
      "UNABLE_TO_LOCK_ROW",
      "written",
      "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
      "INVALID_FIELD_FOR_INSERT_UPDATE",
      "INVALID_FIELD",
      "INVALID_FIELD_FOR_INSERT_UPDATE",
      "ENTITY_IS_DELETED",
    ]);
    expect(toList((await update(org, toDeal(second, flag))).body)).toMatchObject([{ success: true }]);
    expect(Object.keys(org.sandbox.orgSnapshot().deals).toSorted()).toEqual([second, third].toSorted());
  });

  it("meet the lock of a deal with its tasks too", async () => {
    const org = await openOrgClient();
    const [dealId = ""] = dealIdsOf(org);
    org.sandbox.lockDeal(dealId, 1);
    const codes = async () =>
      toList((await upsert(org, toTask("k", dealId))).body).map((one) => codeOf(one["errors"]));
    expect([await codes(), await codes()]).toEqual([["UNABLE_TO_LOCK_ROW"], [undefined]]);
  });

  it("move the stamp, and keep a history of what deals have a history of", async () => {
    const org = await openOrgClient();
    const [dealId = ""] = dealIdsOf(org);
    const rows = () =>
      org.query(`SELECT CreatedDate FROM OpportunityHistory WHERE OpportunityId = '${dealId}'`);
    const before = (await rows()).length;
    org.sandbox.advance(60_000);
    await update(org, toDeal(dealId, { Norma_Flag__c: "vague" }));
    expect(await rows()).toHaveLength(before);
    await update(org, toDeal(dealId, { Amount: 12_345 }));
    expect(await rows()).toHaveLength(before + 1);
  });
});

describe("an upsert by external id", () => {
  it("makes one record however often it is sent", async () => {
    const org = await openOrgClient();
    const [dealId] = dealIdsOf(org);
    const [made] = toList((await upsert(org, toTask("a/b c", dealId))).body);
    const [again] = toList((await upsert(org, toTask("a/b c", dealId, { Subject: "Ask again" }))).body);
    expect([made?.["created"], again?.["created"], again?.["id"]]).toEqual([true, false, made?.["id"]]);
    expect(org.sandbox.orgSnapshot().tasks).toMatchObject([{ key: "a/b c", subject: "Ask again" }]);
  });

  it("makes a new one when the old one was deleted", async () => {
    const org = await openOrgClient();
    const [dealId] = dealIdsOf(org);
    const [made] = toList((await upsert(org, toTask("k", dealId))).body);
    await org.ask("DELETE", `${collections}?ids=${text(made?.["id"])}`);
    const [again] = toList((await upsert(org, toTask("k", dealId))).body);
    expect(again?.["id"]).not.toBe(made?.["id"]);
    expect(org.sandbox.orgSnapshot()).toMatchObject({ tasks: [{ key: "k" }], deletedTasks: 1 });
  });

  it("needs a field that is an external id, a key, and references that exist", async () => {
    const org = await openOrgClient();
    const bySubject = await org.ask("PATCH", `${collections}/Task/Subject`, { records: [toTask("k")] });
    expect(codeOf(toList(bySubject.body)[0]?.["errors"])).toBe("INVALID_FIELD");
    const problems = await upsert(org, toTask(""), toTask("k", "006Sb00000000zzAAA"), toTask("k", "abc"));
    expect(toList(problems.body).map(({ errors }) => codeOf(errors))).toEqual([
      "MISSING_ARGUMENT",
      "INVALID_CROSS_REFERENCE_KEY",
      "MALFORMED_ID",
    ]);
  });
});

describe("Bulk API", () => {
  const csv = async (org: OrgClient, path: string) => (await org.ask("GET", path)).text.trim().split("\n");
  const ask = async (org: OrgClient, query: string) => {
    const made = await org.ask("POST", `${root}/jobs/query`, { operation: "query", query });
    return { made, path: `${root}/jobs/query/${text(made.body["id"])}` };
  };

  it("gives a query's rows in pages of CSV, each with its header and the place of the next", async () => {
    const org = await openOrgClient({ bulkPageSize: 5 });
    const total = (await org.query("SELECT Id FROM Task")).length;
    const { path } = await ask(org, "SELECT Id, Subject, Owner.Name FROM Task");
    expect((await org.ask("GET", `${path}/results`)).status).toBe(400);
    for (let state: unknown = ""; state !== "JobComplete"; )
      state = (await org.ask("GET", path)).body["state"];
    const ids: string[] = [];
    for (let locator = ""; locator !== "null"; ) {
      const page = await org.ask("GET", `${path}/results${locator === "" ? "" : `?locator=${locator}`}`);
      const [header, ...rows] = page.text.trim().split("\n");
      expect(header).toBe('"Id","Subject","Owner.Name"');
      expect(page.headers.get("sforce-numberofrecords")).toBe(String(rows.length));
      ids.push(...rows);
      locator = page.headers.get("sforce-locator") ?? "missing";
    }
    expect([ids.length, new Set(ids).size]).toEqual([total, total]);
  });

  it("gives a header even when there are no rows", async () => {
    const org = await openOrgClient();
    const { path } = await ask(org, "SELECT Id FROM Task WHERE Subject = 'none'");
    await org.ask("GET", path);
    await org.ask("GET", path);
    expect(await csv(org, `${path}/results`)).toEqual(['"Id"']);
  });

  it("refuses a job's results to another version, and queries that it does not know", async () => {
    const org = await openOrgClient();
    const { path } = await ask(org, "SELECT Id FROM Task");
    const other = await org.ask("GET", path.replace("v66.0", "v67.0"));
    expect([other.status, codeOf(other.body)]).toEqual([409, "API_VERSION_MISMATCH"]);
    for (const query of [
      "SELECT COUNT() FROM Task",
      "SELECT Id FROM Task OFFSET 5",
      "SELECT Nothing__c FROM Task",
    ])
      expect((await ask(org, query)).made.status).toBe(400);
  });

  it("writes rows of CSV, says what became of each, clears with #N/A and leaves alone what is empty", async () => {
    const org = await openOrgClient();
    const [first = "", second = ""] = dealIdsOf(org);
    await update(org, toDeal(first, { Norma_Ask__c: "When?", Norma_Flag__c: "vague" }));
    const job = { object: "Opportunity", operation: "update" };
    const { body } = await org.ask("POST", `${root}/jobs/ingest`, job);
    const path = `${root}/jobs/ingest/${text(body["id"])}`;
    const upload = `Id,Norma_Ask__c,Norma_Flag__c\n${first},#N/A,\n${second},Why?,nonsense\n`;
    await org.ask("PUT", `${path}/batches`, upload);
    const done = await org.ask("PATCH", path, { state: "UploadComplete" });
    expect(done.body).toMatchObject({
      state: "JobComplete",
      numberRecordsProcessed: 2,
      numberRecordsFailed: 1,
    });
    expect(await csv(org, `${path}/successfulResults`)).toHaveLength(2);
    expect((await csv(org, `${path}/failedResults`))[1]).toMatch(/RESTRICTED_PICKLIST/);
    expect(org.sandbox.orgSnapshot().deals).toEqual({ [first]: { Norma_Flag__c: "vague" } });
  });
});

it("the journal brings back an org as it was, ids of later records included", async () => {
  const journalFile = join(folder, "org.jsonl");
  const before = await openOrgClient({}, { journalFile });
  const { privateKey = "" } = before.sandbox.orgs[0] ?? {};
  const [dealId = "", other = ""] = dealIdsOf(before);
  await upsert(before, toTask("first", dealId));
  const job = { operation: "query", query: "SELECT Id FROM Task" };
  await before.ask("POST", `${root}/jobs/query`, job);
  const [made] = toList((await upsert(before, toTask("second", dealId))).body);
  await update(before, toDeal(other, { Norma_Flag__c: "vague" }));
  before.sandbox.addNote(other, "Sending the offer by Friday.");
  before.sandbox.advanceDay();
  before.sandbox.edit({ do: "stamp-rows", object: "Opportunity" });
  const look = async (org: OrgClient) => [
    org.sandbox.orgSnapshot(),
    await org.query("SELECT Id, Name, StageName, Amount, OwnerId, IsDeleted FROM Opportunity", "queryAll"),
    await org.query("SELECT Id, Subject, WhatId, Status FROM Task", "queryAll"),
    await org.query("SELECT Id, Title FROM ContentNote", "queryAll"),
  ];
  const seen = await look(before);
  await before.sandbox.close();
  const after = await openOrgClient({}, { journalFile, privateKey });
  expect(await look(after)).toEqual(seen);
  const [again] = toList((await upsert(after, toTask("second", dealId))).body);
  expect(again).toMatchObject({ id: made?.["id"], created: false });
});
