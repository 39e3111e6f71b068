import { afterEach, expect, it } from "@jest/globals";
import { collect } from "../../contract.ts";
import { closeTinyOrgs, openTinyOrg, opportunity, opportunityId, queryOf, sendError } from "../tiny-org.ts";

afterEach(closeTinyOrgs);

const usualFields = ["StageName", "IsClosed", "IsWon", "OwnerId", "CreatedDate", "SystemModstamp"];

it.each([
  [400, "INVALID_TYPE"],
  [403, "INSUFFICIENT_ACCESS"],
])("objects that the org describes and refuses with %i %s are done without", async (status, code) => {
  const { crm } = await openTinyOrg({
    objects: {
      Opportunity: [...usualFields, "RecordTypeId", "CurrencyIsoCode"],
      OpportunityHistory: ["StageName"],
      OpportunityFieldHistory: ["Field"],
      UserRole: ["Name"],
    },
    rows: {
      "FROM Opportunity WHERE": [opportunity(1)],
      "FROM User ": [{ Id: "005000000000001AAA", Name: "Anna", IsActive: true }],
    },
    answer: (seen, response) =>
      /FROM (?:RecordType|CurrencyType|UserRole|OpportunityFieldHistory)\b/.test(queryOf(seen) ?? "") &&
      sendError(response, status, code, "not for you"),
  });
  expect(await crm.readAccount()).toMatchObject({ name: "Tiny", currency: null });
  expect(await crm.readPipelines()).toHaveLength(1);
  expect((await crm.readPeople()).reps).toHaveLength(1);
  expect(await collect(crm.readDeals({ modifiedSince: 0, cursor: null }))).toHaveLength(1);
  expect(await crm.readDealHistories([opportunityId(1)])).toHaveLength(1);
});
