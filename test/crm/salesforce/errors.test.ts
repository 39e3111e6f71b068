import { afterEach, describe, expect, it } from "@jest/globals";
import { judge } from "../../../src/crm/salesforce/errors.ts";
import { collect } from "../contract.ts";
import { root } from "./open-adapter.ts";
import {
  closeTinyOrgs,
  openTinyOrg,
  opportunity,
  opportunityId,
  queryOf,
  sendError,
  sendRows,
} from "./tiny-org.ts";

afterEach(closeTinyOrgs);

const everything = { modifiedSince: 0, cursor: null };
const request = { method: "GET", path: "/x", kind: "query", act: "reading opportunities" } as const;
const place = { baseUrl: "https://acme.example", account: "Salesforce at acme.example" };

function judged(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return judge(request, { status, headers: new Headers(headers), text }, place);
}

function refusal(status: number, errorCode: string, message = "") {
  return judged(status, [{ errorCode, message }]);
}

describe("an answer means", () => {
  it.each([
    {
      title: "waiting a little",
      status: 403,
      words: ["REQUEST_LIMIT_EXCEEDED", "ConcurrentPerOrgLongTxn Limit exceeded."],
      meant: ["throttled", "crm-busy"],
    },
    {
      title: "a day that is used up",
      status: 403,
      words: ["REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."],
      meant: ["refused", "crm-busy"],
    },
    {
      title: "another session",
      status: 401,
      words: ["INVALID_SESSION_ID", "Session expired or invalid"],
      meant: ["unauthorised", "token-rejected"],
    },
    {
      title: "another session, in Bulk API's words",
      status: 400,
      words: ["InvalidSessionId", ""],
      meant: ["unauthorised", "token-rejected"],
    },
    {
      title: "no way in at all",
      status: 401,
      words: ["INVALID_SESSION_ID", "This session is not valid for use with the REST API"],
      meant: ["refused", "token-rejected"],
    },
    {
      title: "a passing lock",
      status: 400,
      words: ["UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access"],
      meant: ["not-done", "crm-broken"],
    },
    {
      title: "a slow query",
      status: 400,
      words: ["QUERY_TIMEOUT", ""],
      meant: ["maybe-done", "crm-timeout"],
    },
    {
      title: "an org that has moved, which a new token knows",
      status: 404,
      words: ["URL_NOT_RESET", "Destination URL not reset."],
      meant: ["unauthorised", "crm-refused"],
    },
    {
      title: "a server in trouble",
      status: 503,
      words: ["SERVER_UNAVAILABLE", ""],
      meant: ["maybe-done", "crm-broken"],
    },
    {
      title: "a version that is no more",
      status: 410,
      words: ["GONE", "no longer available"],
      meant: ["refused", "crm-refused"],
    },
    {
      title: "a missing permission",
      status: 403,
      words: ["INSUFFICIENT_ACCESS", ""],
      meant: ["refused", "scope-missing"],
    },
    {
      title: "a mistake of ours",
      status: 400,
      words: ["MALFORMED_QUERY", ""],
      meant: ["refused", "crm-refused"],
    },
  ])("$title: $status $words.0", ({ status, words, meant }) => {
    const [errorCode = "", message] = words;
    const [kind, code] = meant;
    expect(refusal(status, errorCode, message)).toMatchObject({ kind, error: { code } });
  });

  it("a day that is used up is not waited for but left to a later run", () => {
    expect(refusal(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")).toMatchObject({
      error: { retryAfterMs: 3_600_000 },
    });
  });

  it.each([
    ["unknown_error", "retry your request", "maybe-done"],
    ["rate_limit_exceeded", "", "throttled"],
    ["invalid_grant", "login rate exceeded", "throttled"],
  ])("a token endpoint that says %s (%s) is asked again", (error, error_description, kind) => {
    expect(judged(400, { error, error_description })).toMatchObject({ kind });
  });

  it("a page of a web server, or nothing at all, is asked for again and told as such", () => {
    for (const text of ["<html>away</html>", ""]) {
      expect(judged(200, text, { "content-type": "text/html" })).toMatchObject({
        kind: "maybe-done",
        error: { code: "crm-answer-unreadable" },
      });
    }
    const answer = { status: 200, headers: new Headers(), text: "<html>" };
    expect(judge({ ...request, isAnonymous: true }, answer, place)).toMatchObject({ kind: "refused" });
    expect(judged(404, "<html>", { "content-type": "text/html" })).toMatchObject({
      error: { code: "crm-answer-unreadable" },
    });
  });

  it("JSON that was cut is asked for again", () => {
    expect(judged(200, '{"done":tr', { "content-type": "application/json" })).toMatchObject({
      kind: "maybe-done",
    });
  });
});

it("does not follow a redirect, which would carry the token to another host", async () => {
  const { crm, server } = await openTinyOrg({
    answer: (seen, response) => {
      response.writeHead(302, { location: `http://${seen.headers.host}/elsewhere` }).end();
      return true;
    },
  });
  await expect(crm.readAccount()).rejects.toMatchObject({ code: "crm-answer-unreadable" });
  expect(server.seen.filter(({ path }) => path.includes("elsewhere"))).toEqual([]);
});

it.each(["https://evil.example/next", "//evil.example/next", ""])(
  "does not follow a next page to another host (%s)",
  async (next) => {
    const { crm } = await openTinyOrg({
      answer: (seen, response) =>
        queryOf(seen)?.includes("FROM Opportunity ") === true
          ? sendRows(response, [opportunity(1)], next)
          : false,
    });
    await expect(collect(crm.readDeals(everything))).rejects.toMatchObject({ code: "crm-answer-unreadable" });
  },
);

it("does not go round in circles when a next page leads to itself", async () => {
  const { crm } = await openTinyOrg({
    answer: (seen, response) =>
      queryOf(seen)?.includes("FROM Opportunity ") === true || seen.path.includes("query/same")
        ? sendRows(response, [opportunity(1)], `${root}/query/same-1`)
        : false,
  });
  await expect(collect(crm.readDeals(everything))).rejects.toMatchObject({ code: "crm-answer-unreadable" });
});

it("reads on behind empty pages, and begins anew behind the last row when the cursor is forgotten", async () => {
  const { crm, queries } = await openTinyOrg({
    answer: (seen, response) => {
      const soql = queryOf(seen) ?? "";
      if (soql.includes(`Id > '${opportunityId(2)}'`)) return sendRows(response, [opportunity(3)]);
      if (soql.includes("FROM Opportunity ")) return sendRows(response, [], `${root}/query/a-1`);
      if (seen.path.endsWith("a-1"))
        return sendRows(response, [opportunity(1), opportunity(2)], `${root}/query/a-2`);
      return (
        seen.path.endsWith("a-2") &&
        sendError(response, 400, "INVALID_QUERY_LOCATOR", "invalid query locator")
      );
    },
  });
  const deals = await collect(crm.readDeals(everything));
  expect(deals.map(({ deal }) => deal.id)).toEqual([1, 2, 3].map(opportunityId));
  expect(queries().filter((soql) => soql.includes("FROM Opportunity "))).toHaveLength(2);
});

describe("the quota guard", () => {
  const usage = (used: number) => ({ "sforce-limit-info": `api-usage=${used}/1000; api-bursts=1/750` });

  it("stops before the org's day is used up, and makes no further call", async () => {
    const { crm, server } = await openTinyOrg({
      answer: (_, response) => {
        for (const [name, value] of Object.entries(usage(800))) response.setHeader(name, value);
        return false;
      },
    });
    const details = { used: 800, limit: 1_000, share: 80 };
    await expect(crm.readAccount()).rejects.toMatchObject({ code: "crm-quota", details });
    expect(server.seen).toHaveLength(1);
    await expect(crm.readPeople()).rejects.toMatchObject({ code: "crm-quota" });
    expect(server.seen).toHaveLength(1);
  });

  it("lets calls pass below its share", async () => {
    const { crm } = await openTinyOrg({
      answer: (_, response) => {
        for (const [name, value] of Object.entries(usage(790))) response.setHeader(name, value);
        return false;
      },
    });
    await crm.readAccount();
    expect((await crm.readPeople()).reps).toEqual([]);
  });
});

it("does not take an org that is closed to programs for one without objects", async () => {
  const { crm } = await openTinyOrg({
    answer: (_, response) =>
      sendError(response, 403, "API_DISABLED_FOR_ORG", "API is not enabled for this Org"),
  });
  await expect(crm.readAccess()).rejects.toMatchObject({
    code: "scope-missing",
    message: expect.stringContaining("API is not enabled"),
  });
});
