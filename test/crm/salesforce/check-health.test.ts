import { expect, it } from "@jest/globals";
import type { HealthRemark } from "../../../src/crm/port.ts";
import type { OrgOptions } from "../../../src/crm/sandbox/salesforce/open-org.ts";
import { startSandbox } from "../../../src/crm/sandbox/start-sandbox.ts";
import { openForSandbox } from "./open-adapter.ts";

const tiny = { reps: 2, openDeals: 2, activitiesPerDay: 4, historyDays: 5 } as const;

async function healthOf(org: OrgOptions): Promise<readonly HealthRemark[]> {
  const sandbox = await startSandbox({ orgs: [{ size: tiny, ...org }] });
  const crm = openForSandbox(sandbox);
  try {
    return await crm.checkHealth();
  } finally {
    await crm.close();
    await sandbox.close();
  }
}

it("finds nothing wrong with an org that has the package", async () => {
  const remarks = await healthOf({});
  expect(remarks.map(({ result }) => result)).toEqual(["good", "good", "good", "good"]);
});

it("names the fields that the user cannot see or change, and says what to do", async () => {
  const [fields] = await healthOf({
    hiddenFields: ["Opportunity.Norma_Flag__c"],
    readOnlyFields: ["Opportunity.Norma_Ask__c"],
  });
  expect(fields).toMatchObject({ result: "bad" });
  expect(fields?.says).toMatch(
    /cannot use Opportunity\.Norma_Flag__c, Opportunity\.Norma_Ask__c \(read only\); install the package/,
  );
});

it("says when tasks cannot be upserted by their key", async () => {
  const [, key] = await healthOf({ hiddenFields: ["Task.Norma_Key__c"] });
  expect(key).toMatchObject({
    result: "note",
    says: expect.stringContaining("known by a line in their text"),
  });
});

it("tells how many calls of the day are used, and by its refusal when the share is used up", async () => {
  const remarks = await healthOf({ dailyCalls: 1_000, usedCalls: 700 });
  expect(remarks[2]).toMatchObject({
    result: "good",
    says: expect.stringMatching(/limits: 7\d\d of 1000 calls/),
  });
  await expect(healthOf({ dailyCalls: 1_000, usedCalls: 900 })).rejects.toMatchObject({ code: "crm-quota" });
});
