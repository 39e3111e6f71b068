import { afterEach, describe, expect, it } from "@jest/globals";
import { collect } from "../contract.ts";
import {
  closeTinyOrgs,
  openTinyOrg,
  opportunity,
  opportunityId,
  queryOf,
  sendError,
  sendResults,
} from "./tiny-org.ts";

afterEach(closeTinyOrgs);

const everything = { modifiedSince: 0, cursor: null };

describe("writing to Salesforce", () => {
  const updates = [1, 2, 3].map((number) => ({ dealId: opportunityId(number), fields: { ask: "When?" } }));
  const locked = {
    statusCode: "UNABLE_TO_LOCK_ROW",
    message: "unable to obtain exclusive access",
    fields: [],
  };

  it("tries rows again that were locked, and only those", async () => {
    let calls = 0;
    const { crm, server } = await openTinyOrg({
      answer: (seen, response) => {
        if (seen.method !== "PATCH") return false;
        calls += 1;
        sendResults(seen, response, calls === 1 ? { 1: locked } : {});
        return true;
      },
    });
    const results = await crm.writeDealFields(updates);
    expect(results.map(({ kind }) => kind)).toEqual(["written", "written", "written"]);
    const sent = server.seen
      .filter(({ method }) => method === "PATCH")
      .map(({ body }) => JSON.parse(body).records);
    expect(sent.map((records) => records.map(({ id }: { id: string }) => id))).toEqual([
      updates.map(({ dealId }) => dealId),
      [opportunityId(2)],
    ]);
  });

  it("says a field is missing once for all rows, and names it", async () => {
    const missing = {
      statusCode: "INVALID_FIELD",
      message: "No such column 'Norma_Ask__c' on Opportunity",
      fields: [],
    };
    const { crm } = await openTinyOrg({
      answer: (seen, response) => {
        if (seen.method !== "PATCH") return false;
        sendResults(seen, response, { 0: missing, 1: missing, 2: missing });
        return true;
      },
    });
    await expect(crm.writeDealFields(updates)).rejects.toMatchObject({
      code: "fields-missing",
      details: { fields: "Norma_Ask__c" },
    });
  });

  it("names standard fields that may not be written", async () => {
    const message =
      "Unable to create/update fields: OwnerId, Description. Please check the security settings";
    const closed = { statusCode: "INVALID_FIELD_FOR_INSERT_UPDATE", message, fields: [] };
    const { crm } = await openTinyOrg({
      answer: (seen, response) => {
        if (seen.method !== "PATCH") return false;
        sendResults(seen, response, { 0: closed, 1: closed, 2: closed });
        return true;
      },
    });
    await expect(crm.writeDealFields(updates)).rejects.toMatchObject({
      code: "fields-missing",
      details: { fields: "OwnerId, Description" },
    });
  });

  it("says so too when the whole call is refused for it", async () => {
    const { crm } = await openTinyOrg({
      answer: ({ method }, response) =>
        method === "PATCH" && sendError(response, 400, "INVALID_FIELD", "No such column 'Norma_Ask__c'"),
    });
    await expect(crm.writeDealFields(updates)).rejects.toMatchObject({ code: "fields-missing" });
  });

  it("keeps a rep's words out of a refusal", async () => {
    const words = "they said the budget is frozen until spring";
    const refused = {
      statusCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION",
      message: `bad value: ${words}`,
      fields: [],
    };
    const { crm } = await openTinyOrg({
      answer: (seen, response) => {
        if (seen.method !== "PATCH") return false;
        sendResults(seen, response, { 0: refused });
        return true;
      },
    });
    const [result] = await crm.writeDealFields([{ dealId: opportunityId(1), fields: { evidence: words } }]);
    expect(result).toMatchObject({ kind: "refused", problem: expect.stringContaining("CUSTOM_VALIDATION") });
    expect(JSON.stringify(result)).not.toContain("frozen");
  });

  it("cuts texts to what the org's fields hold, never within a character", async () => {
    const { crm, server } = await openTinyOrg({
      objects: { Opportunity: ["SystemModstamp", { name: "Norma_Ask__c", length: 5 }] },
      answer: (seen, response) => {
        if (seen.method !== "PATCH") return false;
        sendResults(seen, response);
        return true;
      },
    });
    await crm.writeDealFields([{ dealId: opportunityId(1), fields: { ask: "1234😀6" } }]);
    expect(server.seen.at(-1)?.body).toContain('"Norma_Ask__c":"1234"');
  });

  it("finds the package's namespace by itself, on fields, tasks and records", async () => {
    const key = { name: "acme__Norma_Key__c", externalId: true };
    const period = [
      "Rep__c",
      "Metric__c",
      "Period__c",
      "Start__c",
      "Status__c",
      "Actual__c",
      "Expected__c",
      "Low__c",
      "High__c",
    ];
    const { crm, server } = await openTinyOrg({
      objects: {
        Opportunity: ["SystemModstamp", "acme__Norma_Flag__c", "acme__Norma_Ask__c"],
        Task: ["Subject", "SystemModstamp", key],
        acme__Norma_Rep_Period__c: [key, ...period.map((name) => `acme__${name}`)],
      },
      rows: { "FROM Opportunity ": [opportunity(1, { acme__Norma_Flag__c: "excuse" })] },
      answer: (seen, response) => {
        if (seen.method !== "PATCH") return false;
        sendResults(seen, response);
        return true;
      },
    });
    expect((await collect(crm.readDeals(everything)))[0]?.fields.flag).toBe("excuse");
    await crm.writeDealFields([{ dealId: opportunityId(1), fields: { ask: "When?" } }]);
    expect(server.seen.at(-1)?.body).toContain('"acme__Norma_Ask__c":"When?"');
    const draft = {
      key: "k",
      dealId: opportunityId(1),
      ownerId: "005",
      subject: "s",
      body: "b",
      due: "2026-10-15",
    };
    await crm.createTasks([{ ...draft, priority: "medium" }]);
    expect(server.seen.at(-1)?.path).toContain("/Task/acme__Norma_Key__c");
    const norm = {
      repId: "005000000000001AAA",
      metric: "calls",
      period: "week",
      start: "2026-10-05",
    } as const;
    const numbers = {
      actual: 1,
      expected: 2,
      low: 1,
      high: 3,
      sample: 8,
      status: "within",
      change: null,
      runSince: null,
    } as const;
    expect(await crm.writeRepPeriods([{ ...norm, ...numbers }])).toMatchObject({
      isSupported: true,
      written: 1,
    });
    expect(server.seen.at(-1)?.path).toContain("/acme__Norma_Rep_Period__c/acme__Norma_Key__c");
  });

  it("makes tasks where the org hides its list of priorities", async () => {
    const { crm } = await openTinyOrg({
      answer: (seen, response) => {
        if (queryOf(seen)?.includes("FROM TaskPriority") === true)
          return sendError(response, 400, "INVALID_TYPE", "sObject type 'TaskPriority' is not supported.");
        if (!seen.path.includes("/composite/sobjects")) return false;
        sendResults(seen, response);
        return true;
      },
    });
    const draft = {
      key: "a",
      dealId: opportunityId(1),
      ownerId: "005000000000001AAA",
      subject: "Agree a date",
    };
    const more = { body: "When?", due: "2026-10-15", priority: "high" } as const;
    expect((await crm.createTasks([{ ...draft, ...more }])).map(({ kind }) => kind)).toEqual(["written"]);
  });

  it("keeps no record of a period in which nothing was done and nothing expected", async () => {
    const own = ["Rep__c", "Metric__c", "Period__c", "Start__c", "Status__c"];
    const numbers = ["Actual__c", "Expected__c", "Low__c", "High__c"];
    const { crm, server } = await openTinyOrg({
      objects: { Norma_Rep_Period__c: ["Norma_Key__c", ...own, ...numbers] },
      answer: (seen, response) => {
        if (seen.method !== "PATCH") return false;
        sendResults(seen, response);
        return true;
      },
    });
    const norm = {
      repId: "005000000000001AAA",
      period: "day",
      start: "2026-10-13",
      sample: 8,
      change: null,
      runSince: null,
    } as const;
    const idle = {
      ...norm,
      metric: "emails",
      actual: 0,
      expected: 0,
      low: 0,
      high: 0,
      status: "within",
    } as const;
    const busy = { ...idle, metric: "calls", actual: 3 } as const;
    const dayOff = { ...idle, metric: "meetings", expected: 9, status: "absent" } as const;
    expect(await crm.writeRepPeriods([idle, dayOff, busy])).toMatchObject({ written: 1, unchanged: 0 });
    expect(server.seen.at(-1)?.body).not.toMatch(/emails|meetings/);
  });
});
