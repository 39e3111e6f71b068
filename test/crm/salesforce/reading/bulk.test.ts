import type { ServerResponse } from "node:http";
import { afterEach, expect, it } from "@jest/globals";
import { collect } from "../../contract.ts";
import { type Seen, sendJson } from "../../tiny-server.ts";
import { identity } from "../open-adapter.ts";
import { closeTinyOrgs, openTinyOrg, queryOf, sendError, sendRows, type TinyOrg } from "../tiny-org.ts";

afterEach(closeTinyOrgs);

const everything = { modifiedSince: 0, cursor: null };
const bulk = { minRows: 1, rowsPerPage: 100, firstPollMs: 2, deadlineMs: 500 };
const row = {
  Id: "00U000000000001AAA",
  WhatId: "006000000000001AAA",
  StartDateTime: "2026-10-01T08:00:00.000+0000",
  SystemModstamp: "2026-10-01T09:00:00.000+0000",
};
const csv = `"Id","WhatId","StartDateTime","SystemModstamp"\n${Object.values(row)
  .map((value) => `"${value}"`)
  .join(",")}\n`;

type Answer = (seen: Seen, response: ServerResponse) => boolean;

/** An org with one event, told by query as well as by job; `job` answers what begins with `/jobs/`. */
function orgWith(job: Answer): TinyOrg {
  return {
    objects: { Event: ["WhatId", "StartDateTime", "IsDeleted", "SystemModstamp"] },
    answer: (seen, response) => {
      const soql = queryOf(seen) ?? "";
      if (soql.startsWith("SELECT COUNT() FROM Event")) {
        sendJson(response, 200, { totalSize: 9, done: true, records: [] });
        return true;
      }
      if (soql.includes("FROM Event ")) return sendRows(response, [row]);
      return seen.path.includes("/jobs/") && job(seen, response);
    },
  };
}

const runs: Answer = ({ method, path }, response) => {
  if (path.includes("/results")) response.writeHead(200, { "content-type": "text/csv" }).end(csv);
  else sendJson(response, 200, { id: "750x", state: method === "POST" ? "UploadComplete" : "JobComplete" });
  return true;
};

function byQuery(queries: readonly string[]): readonly string[] {
  return queries.filter((soql) => soql.includes("FROM Event ") && !soql.includes("COUNT()"));
}

it("is used for a large first backfill, with deleted and archived rows, unsorted, and in place of queries", async () => {
  const { crm, server, queries } = await openTinyOrg(orgWith(runs), { bulk });
  expect(await collect(crm.readActivities(everything))).toHaveLength(1);
  expect(byQuery(queries())).toEqual([]);
  const created = JSON.parse(server.seen.find(({ path }) => path.endsWith("/jobs/query"))?.body ?? "");
  expect(created).toMatchObject({ operation: "queryAll", query: expect.not.stringContaining("ORDER BY") });
});

it.each([
  ["a night that reads back a day", { modifiedSince: Date.now() - 86_400_000, cursor: null }, 1],
  ["an object with few rows", everything, 10],
])("is left alone by %s", async (_, window, minRows) => {
  const { crm, server } = await openTinyOrg(orgWith(runs), { bulk: { ...bulk, minRows } });
  expect(await collect(crm.readActivities(window))).toHaveLength(1);
  expect(server.seen.filter(({ path }) => path.includes("/jobs/"))).toEqual([]);
});

it.each<[string, Answer]>([
  ["does not run jobs for us", (_, response) => sendError(response, 400, "FEATURENOTENABLED", "not enabled")],
  ["forbids them", (_, response) => sendError(response, 403, "FUNCTIONALITY_NOT_ENABLED", "no")],
  [
    "ends the job as failed",
    ({ method }, response) => {
      sendJson(response, 200, { id: "750x", state: method === "POST" ? "UploadComplete" : "Failed" });
      return true;
    },
  ],
])("gives way to queries when the org %s", async (_, job) => {
  const { crm, queries } = await openTinyOrg(orgWith(job), { bulk });
  expect(await collect(crm.readActivities(everything))).toHaveLength(1);
  expect(byQuery(queries())).toHaveLength(1);
});

it("goes on with the job of a night that was broken off, and by query when the org has forgotten it", async () => {
  const { crm, server } = await openTinyOrg(orgWith(runs), { bulk });
  const cursor = JSON.stringify({
    Event: { lastId: null, isDone: false, job: { jobId: "750old", locator: "7" } },
  });
  expect(await collect(crm.readActivities({ modifiedSince: 0, cursor }))).toHaveLength(1);
  const jobs = server.seen.filter(({ path }) => path.includes("/jobs/")).map(({ path }) => path);
  expect(jobs).toEqual([expect.stringContaining("/750old/results?maxRecords=100&locator=7")]);

  const forgotten = await openTinyOrg(
    orgWith((_, response) => sendError(response, 404, "NOT_FOUND", "gone")),
    { bulk },
  );
  expect(await collect(forgotten.crm.readActivities({ modifiedSince: 0, cursor }))).toHaveLength(1);
  expect(byQuery(forgotten.queries())).toHaveLength(1);
});

// apache/camel PR 826, tap-salesforce PR 222: Bulk says 400 where REST says 401.
it("renews a session that Bulk API calls invalid in its own words", async () => {
  const org = orgWith((seen, response) =>
    seen.headers.authorization === "Bearer fresh"
      ? runs(seen, response)
      : sendError(response, 400, "InvalidSessionId", "Invalid session id"),
  );
  const { crm } = await openTinyOrg(
    {
      ...org,
      answer: (seen, response, count) => {
        if (!seen.path.includes("/oauth2/token")) return org.answer?.(seen, response, count) ?? false;
        sendJson(response, 200, { access_token: "fresh", instance_url: `http://${seen.headers.host}` });
        return true;
      },
    },
    { bulk, credentials: { ...identity, accessToken: "stale" } },
  );
  // The instance's address is told with the token; before it, the login address answers.
  expect(await collect(crm.readActivities(everything))).toHaveLength(1);
});

it("does not believe a page that holds fewer rows than it announces", async () => {
  const { crm } = await openTinyOrg(
    orgWith((seen, response) => {
      if (seen.path.includes("/results")) response.setHeader("sforce-numberofrecords", "2");
      return runs(seen, response);
    }),
    { bulk },
  );
  await expect(collect(crm.readActivities(everything))).rejects.toMatchObject({
    code: "crm-answer-unreadable",
  });
});

it.each([
  ["ends within a quoted text", csv.slice(0, -20)],
  ["is empty", ""],
])("a page that %s is read again", async (_, cut) => {
  let reads = 0;
  const { crm } = await openTinyOrg(
    orgWith((seen, response) => {
      if (!seen.path.includes("/results")) return runs(seen, response);
      reads += 1;
      response.writeHead(200, { "content-type": "text/csv", "sforce-numberofrecords": "1" });
      response.end(reads === 1 ? cut : csv);
      return true;
    }),
    { bulk },
  );
  expect(await collect(crm.readActivities(everything))).toHaveLength(1);
  expect(reads).toBe(2);
});
