import { afterEach, expect, it } from "@jest/globals";
import { collect } from "../../contract.ts";
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

const everything = { modifiedSince: 0, cursor: null };
const numbers = Array.from({ length: 1_100 }, (_, index) => index + 1);
const ids = numbers.map(opportunityId);

it.each(["QUERY_TIMEOUT", "OPERATION_TOO_LARGE"])(
  "%s: what is too much at once is read in slices, each behind the last row of the one before",
  async (errorCode) => {
    const { crm, queries } = await openTinyOrg(
      {
        answer: (seen, response) => {
          const soql = queryOf(seen) ?? "";
          if (!soql.includes("FROM Opportunity WHERE")) return false;
          const limit = Number(/LIMIT (\d+)$/.exec(soql)?.[1] ?? Number.POSITIVE_INFINITY);
          if (limit > 500) return sendError(response, 400, errorCode, "too much");
          const after = /Id > '(\w+)'/.exec(soql)?.[1] ?? "";
          const left = numbers.filter((number) => opportunityId(number) > after);
          return sendRows(
            response,
            left.slice(0, limit).map((number) => opportunity(number)),
          );
        },
      },
      { maxAttempts: 1 },
    );
    const deals = await collect(crm.readDeals(everything));
    expect(deals.map(({ deal }) => deal.id)).toEqual(ids);
    const limits = queries().flatMap((soql) => /LIMIT (\d+)$/.exec(soql)?.[1] ?? []);
    expect(limits).toEqual(["2000", "1000", "500", "500", "500"]);
  },
);

it("a query that is too much in the smallest of slices is an error", async () => {
  const { crm } = await openTinyOrg(
    {
      answer: (seen, response) =>
        queryOf(seen)?.includes("FROM Opportunity WHERE") === true &&
        sendError(response, 400, "QUERY_TIMEOUT", "too slow"),
    },
    { maxAttempts: 1 },
  );
  await expect(collect(crm.readDeals(everything))).rejects.toMatchObject({ code: "crm-timeout" });
});

it.each([
  { title: "addresses", status: 414, errorCode: "" },
  { title: "lists of ids", status: 400, errorCode: "EXCEEDED_ID_LIMIT" },
])("an org that takes no long $title is asked in short ones from then on", async ({ status, errorCode }) => {
  let refused = 0;
  const { crm } = await openTinyOrg({
    answer: (seen, response) => {
      const soql = queryOf(seen) ?? "";
      if (!soql.includes("FROM Opportunity WHERE")) return false;
      const asked = new Set([...soql.matchAll(/'(006\w{12})'/g)].map(([, id]) => `${id}AAA`));
      if (asked.size <= 200)
        return sendRows(
          response,
          numbers.filter((number) => asked.has(opportunityId(number))).map((number) => opportunity(number)),
        );
      refused += 1;
      if (errorCode !== "") return sendError(response, status, errorCode, "too many");
      response.writeHead(status, { "content-type": "text/html" }).end("<html>too long</html>");
      return true;
    },
  });
  for (let again = 0; again < 2; again += 1) {
    expect((await crm.readDealsById(ids)).found.map(({ deal }) => deal.id)).toEqual(ids);
  }
  // Each of a few lists at most once for each of two halvings.
  expect(refused).toBeLessThanOrEqual(8);
});
