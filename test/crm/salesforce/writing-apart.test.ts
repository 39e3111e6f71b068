import { afterEach, expect, it } from "@jest/globals";
import type { Seen } from "../tiny-server.ts";
import {
  closeTinyOrgs,
  openTinyOrg,
  opportunity,
  opportunityId,
  queryOf,
  sendError,
  sendResults,
  sendRows,
} from "./tiny-org.ts";

afterEach(closeTinyOrgs);

const updates = Array.from({ length: 100 }, (_, index) => ({
  dealId: opportunityId(index + 1),
  fields: { ask: "When?" },
}));

const isWrite = ({ path }: Seen) => path.includes("/composite/sobjects");

it("a record that makes the org refuse all that are sent with it fails alone", async () => {
  const poison = opportunityId(42);
  const { crm, server } = await openTinyOrg({
    answer: (seen, response) => {
      if (!isWrite(seen)) return false;
      if (seen.body.includes(poison)) return sendError(response, 400, "JSON_PARSER_ERROR", "cannot be read");
      sendResults(seen, response);
      return true;
    },
  });
  const results = await crm.writeDealFields(updates);
  const refused = results.filter(({ kind }) => kind !== "written");
  expect(refused).toEqual([{ kind: "refused", key: poison, problem: "JSON_PARSER_ERROR: cannot be read" }]);
  expect(server.seen.filter(isWrite).length).toBeLessThanOrEqual(16);
});

it("an org that refuses whatever is sent is not asked for every record", async () => {
  const { crm, server } = await openTinyOrg({
    answer: (seen, response) => isWrite(seen) && sendError(response, 400, "UNSUPPORTED", "not here"),
  });
  await expect(crm.writeDealFields(updates)).rejects.toMatchObject({ code: "crm-refused" });
  expect(server.seen.filter(isWrite).length).toBeLessThanOrEqual(100);
});

it("a value that the org shows already, as far as its field holds it, is not written again", async () => {
  const shown = opportunity(1, { Norma_Ask__c: "When will", Norma_Repeats__c: 2, Norma_Flag__c: "excuse" });
  const shortField = { name: "Norma_Ask__c", length: 10 };
  const { crm, server } = await openTinyOrg({
    objects: {
      Opportunity: ["SystemModstamp", "Norma_Flag__c", "Norma_Repeats__c", shortField],
    },
    rows: { "FROM Opportunity WHERE": [shown] },
    answer: (seen, response) => {
      if (!isWrite(seen)) return false;
      sendResults(seen, response);
      return true;
    },
  });
  const [dealId, ask] = [opportunityId(1), "When will you have the date?"];
  await crm.readDealsById([dealId]);
  expect(await crm.writeDealFields([{ dealId, fields: { ask, repeats: 2 } }])).toMatchObject([
    { kind: "written" },
  ]);
  expect(server.seen.filter(isWrite)).toEqual([]);
  await crm.writeDealFields([{ dealId, fields: { ask, flag: "solution" } }]);
  expect(JSON.parse(server.seen.find(isWrite)?.body ?? "").records).toMatchObject([
    { id: dealId, Norma_Flag__c: "solution" },
  ]);
  expect(server.seen.find(isWrite)?.body).not.toContain("When will");
});

const draft = {
  dealId: opportunityId(1),
  ownerId: "005000000000001AAA",
  subject: "Agree a date",
  body: "When?",
  due: "2026-10-15",
  priority: "medium",
} as const;
const keyed = { Task: ["Subject", { name: "Norma_Key__c", externalId: true }] };

it.each(["DUPLICATE_VALUE", "DUPLICATE_EXTERNAL_ID"])(
  "a task that is refused as %s is there already, under its key; where it is not, the refusal stands",
  async (statusCode) => {
    const { crm } = await openTinyOrg({
      objects: keyed,
      answer: (seen, response) => {
        if (queryOf(seen)?.includes("FROM Task WHERE") === true) {
          const copies = [
            { Id: "00T000000000007AAA", Norma_Key__c: "a", IsDeleted: true },
            { Id: "00T000000000008AAA", Norma_Key__c: "a", IsDeleted: false },
            { Id: "00T000000000009AAA", Norma_Key__c: "a", IsDeleted: false },
          ];
          return sendRows(response, copies);
        }
        if (!isWrite(seen)) return false;
        const error = { statusCode, message: "duplicate", fields: [] };
        sendResults(seen, response, { 0: error, 1: error });
        return true;
      },
    });
    const results = await crm.createTasks(["a", "b", "c"].map((key) => ({ ...draft, key })));
    expect(results).toMatchObject([
      { kind: "written", key: "a", remoteId: "00T000000000008AAA" },
      { kind: "refused", key: "b" },
      { kind: "written", key: "c" },
    ]);
  },
);

it("a user who may not make tasks is told once, before anything is sent", async () => {
  const { crm, server } = await openTinyOrg({
    answer: ({ path }, response) =>
      path.includes("/sobjects/Task/describe") && sendError(response, 404, "NOT_FOUND", "not there"),
  });
  const error = { code: "scope-missing", details: { scopes: "create access to Task" } };
  await expect(crm.createTasks([{ ...draft, key: "a" }])).rejects.toMatchObject(error);
  expect(server.seen.filter(isWrite)).toEqual([]);
});
