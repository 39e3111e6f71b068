import { afterEach, expect, it } from "@jest/globals";
import { root } from "../open-adapter.ts";
import {
  closeTinyOrgs,
  openTinyOrg,
  opportunity,
  opportunityId,
  queryOf,
  sendError,
  sendRows,
} from "../tiny-org.ts";

afterEach(closeTinyOrgs);

const numbers = Array.from({ length: 9 }, (_, index) => index + 1);
const ids = numbers.map(opportunityId);

/** Gives one row a page and forgets every cursor at once, so that each fresh start brings one row more. */
async function openForgetfulOrg() {
  return await openTinyOrg({
    answer: (seen, response) => {
      const soql = queryOf(seen);
      if (seen.path.includes("/query/"))
        return sendError(response, 400, "INVALID_QUERY_LOCATOR", "invalid query locator");
      if (soql?.includes("FROM Opportunity WHERE") !== true) return false;
      const after = /Id > '(\w+)'/.exec(soql)?.[1] ?? "";
      const [next] = numbers.filter((number) => opportunityId(number) > after);
      if (next === undefined) return sendRows(response, []);
      return sendRows(response, [opportunity(next)], `${root}/query/cursor-${next}`);
    },
  });
}

it("records asked for by their ids come once each, however often the server forgets its cursors", async () => {
  const { crm, queries } = await openForgetfulOrg();
  const { found, gone } = await crm.readDealsById(ids);
  expect(found.map(({ deal }) => deal.id)).toEqual(ids);
  expect(gone).toEqual([]);
  expect(queries().filter((soql) => soql.includes("Id >"))).toHaveLength(numbers.length);
});

it("cursors that are forgotten before a row came are an error after the third fresh start", async () => {
  let starts = 0;
  const { crm } = await openTinyOrg({
    answer: (seen, response) => {
      if (seen.path.includes("/query/"))
        return sendError(response, 400, "INVALID_QUERY_LOCATOR", "invalid query locator");
      if (queryOf(seen)?.includes("FROM Opportunity WHERE") !== true) return false;
      starts += 1;
      return sendRows(response, [], `${root}/query/cursor-${starts}`);
    },
  });
  await expect(crm.readDealsById(ids)).rejects.toMatchObject({ code: "crm-refused" });
  expect(starts).toBe(4);
});
