import { afterEach, expect, it } from "@jest/globals";
import type { Seen } from "../../tiny-server.ts";
import { sendJson } from "../../tiny-server.ts";
import { root } from "../open-adapter.ts";
import {
  closeTinyOrgs,
  openTinyOrg,
  opportunity,
  opportunityId,
  queryOf,
  sendError,
  sendRows,
  type TinyOrg,
} from "../tiny-org.ts";

afterEach(closeTinyOrgs);

interface Part {
  readonly url: string;
  readonly referenceId: string;
}

/** An org that answers composite requests by a function of each part's query; null for a part that fails. */
function openCompositeOrg(answerPart: (soql: string) => object | null, more: TinyOrg = {}) {
  return openTinyOrg({
    ...more,
    answer: (seen, response, count) => {
      const parts = partsOf(seen);
      if (parts === null) return more.answer?.(seen, response, count) === true;
      const compositeResponse = parts.map(({ url, referenceId }) => {
        const body = answerPart(new URL(url, "http://tiny").searchParams.get("q") ?? "");
        const busy = [{ errorCode: "SERVER_UNAVAILABLE", message: "try again" }];
        return {
          referenceId,
          body: body ?? busy,
          httpStatusCode: body === null ? 503 : 200,
          httpHeaders: {},
        };
      });
      sendJson(response, 200, { compositeResponse });
      return true;
    },
  });
}

function partsOf({ path, body }: Seen): readonly Part[] | null {
  if (!path.endsWith("/composite")) return null;
  const { compositeRequest } = JSON.parse(body) as { compositeRequest: readonly Part[] };
  return compositeRequest.every(({ url }) => url.includes("/query")) ? compositeRequest : null;
}

const ids = Array.from({ length: 2_600 }, (_, index) => opportunityId(index + 1));

/** The opportunities that a query of ids asks for. */
function rowsOf(soql: string) {
  const asked = new Set([...soql.matchAll(/'(006\w{12})'/g)].map(([, id]) => `${id}AAA`));
  const numbers = ids.flatMap((id, index) => (asked.has(id) ? index + 1 : []));
  return numbers.map((number) => opportunity(number));
}

const page = (records: readonly object[]) => ({ totalSize: records.length, done: true, records });

const isOfDeals = (part: Part) => part.url.includes("FROM+Opportunity+");

it("2,600 records are asked for in two calls, each of at most five lists", async () => {
  const { crm, server } = await openCompositeOrg((soql) => page(rowsOf(soql)));
  const { found } = await crm.readDealsById(ids);
  const parts = server.seen.map((seen) => partsOf(seen)?.filter(isOfDeals).length ?? 0);
  expect(found.map(({ deal }) => deal.id)).toEqual(ids);
  expect(parts.filter((count) => count > 0).toSorted((a, b) => a - b)).toEqual([1, 5]);
});

it("a part that failed is asked again alone; one with more pages goes on behind its last row", async () => {
  const { crm, queries } = await openCompositeOrg(
    (soql) => {
      if (soql.includes(ids[0]?.slice(0, 15) ?? "")) return null;
      const rows = rowsOf(soql);
      return { ...page(rows.slice(0, 300)), done: rows.length <= 300, nextRecordsUrl: `${root}/query/a-300` };
    },
    {
      answer: (seen, response) => {
        const soql = queryOf(seen) ?? "";
        const after = /Id > '(\w+)'/.exec(soql)?.[1] ?? "";
        return (
          soql.includes("FROM Opportunity ") &&
          sendRows(
            response,
            rowsOf(soql).filter(({ Id }) => String(Id) > after),
          )
        );
      },
    },
  );
  const some = ids.slice(0, 900);
  const { found } = await crm.readDealsById(some);
  expect(found.map(({ deal }) => deal.id)).toEqual(some);
  expect(queries().filter((soql) => soql.includes("FROM Opportunity "))).toHaveLength(2);
});

it.each([
  ["an error when it is refused alone too", true],
  ["read alone where it is not", false],
])("what a part refuses is %s", async (_, isRefusedAlone) => {
  const { crm } = await openTinyOrg({
    answer: (seen, response) => {
      const soql = queryOf(seen) ?? "";
      if (soql.includes("FROM Opportunity "))
        return isRefusedAlone
          ? sendError(response, 400, "INVALID_FIELD", "No such column")
          : sendRows(response, rowsOf(soql));
      const parts = partsOf(seen)?.filter(isOfDeals) ?? [];
      if (parts.length === 0) return false;
      const body = [{ errorCode: "INVALID_FIELD", message: "No such column" }];
      sendJson(response, 200, {
        compositeResponse: parts.map(({ referenceId }) => ({ referenceId, body, httpStatusCode: 400 })),
      });
      return true;
    },
  });
  const reading = crm.readDealsById(ids);
  if (isRefusedAlone) await expect(reading).rejects.toMatchObject({ code: "crm-refused" });
  else expect((await reading).found).toHaveLength(ids.length);
});

it("an org that takes no composite requests is asked one by one", async () => {
  const { crm, queries } = await openTinyOrg({
    answer: (seen, response) => {
      if (seen.path.endsWith("/composite")) return sendError(response, 400, "NOT_ACCEPTABLE", "no");
      const soql = queryOf(seen) ?? "";
      return soql.includes("FROM Opportunity ") && sendRows(response, rowsOf(soql));
    },
  });
  expect((await crm.readDealsById(ids)).found).toHaveLength(ids.length);
  expect(queries().filter((soql) => soql.includes("FROM Opportunity "))).toHaveLength(6);
});

it("an org that describes no object in composite requests is asked for each alone, not taken to have none", async () => {
  const { crm } = await openTinyOrg({
    answer: ({ path, body }, response) => {
      if (!path.endsWith("/composite") || !body.includes("/describe")) return false;
      const { compositeRequest } = JSON.parse(body) as { compositeRequest: readonly Part[] };
      const none = { body: [{ errorCode: "NOT_FOUND", message: "none" }], httpStatusCode: 404 };
      sendJson(response, 200, { compositeResponse: compositeRequest.map(() => none) });
      return true;
    },
  });
  expect((await crm.readAccess()).missingScopes).toEqual([]);
});
