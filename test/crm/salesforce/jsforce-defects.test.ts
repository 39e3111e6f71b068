import { afterEach, describe, expect, it } from "@jest/globals";
import type { Credentials } from "../../../src/domain/tenant.ts";
import { collect } from "../contract.ts";
import { sendJson } from "../tiny-server.ts";
import { root } from "./open-adapter.ts";
import {
  closeTinyOrgs,
  isQuery,
  openTinyOrg,
  opportunity,
  opportunityId,
  queryOf,
  sendError,
  sendResults,
  sendRows,
} from "./tiny-org.ts";

/*
 * jsforce 3.10.26 is used as a pipe only. Each test here holds us to a rule that its conveniences break, and fails when they
 * are used instead of our own code.
 */

afterEach(closeTinyOrgs);

const everything = { modifiedSince: 0, cursor: null };
const events = ["Subject", "StartDateTime", "WhatId", "OwnerId", "IsDeleted", "SystemModstamp"];

function csv(from: number, count: number): string {
  const rows = Array.from({ length: count }, (_, index) => {
    const id = `00U${String(from + index).padStart(12, "0")}AAA`;
    return `"${id}","Line 1\nline ""2"", and more","2026-10-01T08:00:00.000Z","${opportunityId(1)}","2026-10-01T09:00:00.000Z"`;
  });
  return `"Id","Subject","StartDateTime","WhatId","SystemModstamp"\n${rows.join("\n")}\n`;
}

function isCount(path: string): boolean {
  return new URL(path, "http://tiny").searchParams.get("q")?.startsWith("SELECT COUNT() FROM Event") ?? false;
}

const bulk = { minRows: 1, rowsPerPage: 3, firstPollMs: 2, deadlineMs: 40 };

// jsforce #1546, #1693: its QueryJob pipes all pages into one stream; a second header comes as a row, or it crashes.
it("takes every row of a bulk result of several pages, and no header for a row", async () => {
  let polls = 0;
  const { crm, server } = await openTinyOrg(
    {
      objects: { Event: events },
      answer: ({ method, path }, response) => {
        const locator = new URL(path, "http://tiny").searchParams.get("locator");
        if (isCount(path)) sendJson(response, 200, { totalSize: 7, done: true, records: [] });
        else if (method === "POST") sendJson(response, 200, { id: "750x", state: "UploadComplete" });
        else if (path.includes("/results")) {
          const from = Number(locator ?? "0");
          const count = Math.min(3, 7 - from);
          response.setHeader("sforce-locator", from + count < 7 ? String(from + count) : "null");
          response.setHeader("sforce-numberofrecords", String(count));
          response.writeHead(200, { "content-type": "text/csv" }).end(csv(from, count));
        } else if (path.includes("/jobs/query/")) {
          polls += 1;
          sendJson(response, 200, { id: "750x", state: polls < 3 ? "InProgress" : "JobComplete" });
        } else return false;
        return true;
      },
    },
    { bulk },
  );
  const records = await collect(crm.readActivities(everything));
  expect(records.map(({ activity }) => activity.id)).toEqual(
    Array.from({ length: 7 }, (_, index) => `meeting:00U${String(index).padStart(12, "0")}AAA`),
  );
  expect(records.every(({ dealIds }) => dealIds[0] === opportunityId(1))).toBe(true);
  const asked = server.seen.filter(({ path }) => path.includes("maxRecords=3"));
  expect(asked).toHaveLength(3);
  expect(new Set(server.seen.map(({ path }) => path.slice(0, root.length)))).toEqual(new Set([root]));
});

// jsforce source: a poll that takes 30 s deletes the running job, because it looks for a wrong error name.
it("never deletes a bulk job, also one that takes longer than we wait", async () => {
  const { crm, server } = await openTinyOrg(
    {
      objects: { Event: events },
      answer: ({ method, path }, response) => {
        if (isCount(path)) sendJson(response, 200, { totalSize: 7, done: true, records: [] });
        else if (method === "POST") sendJson(response, 200, { id: "750x", state: "UploadComplete" });
        else if (path.includes("/jobs/")) sendJson(response, 200, { id: "750x", state: "InProgress" });
        else return false;
        return true;
      },
    },
    { bulk },
  );
  const cursors: string[] = [];
  const reading = (async () => {
    for await (const { cursor } of crm.readActivities(everything)) cursors.push(cursor);
  })();
  await expect(reading).rejects.toMatchObject({ code: "crm-timeout" });
  expect(server.seen.filter(({ method }) => method === "DELETE")).toEqual([]);
  expect(cursors.at(-1)).toContain("750x");
});

// forcedotcom/cli #3622: a body cut on its way ends the process with an uncaught TypeError, and the promise never settles.
it("survives an answer that is cut in the middle, and asks again", async () => {
  let cuts = 0;
  const { crm } = await openTinyOrg({
    rows: { "FROM Opportunity": [opportunity(1)] },
    answer: (seen, response) => {
      if (!isQuery(seen) || cuts > 0) return false;
      cuts += 1;
      response.writeHead(200, { "content-type": "application/json", "content-length": "500" });
      response.write('{"totalSize":1,"done":true,"records":[{"Id"');
      setTimeout(() => response.destroy(), 10);
      return true;
    },
  });
  expect(await collect(crm.readDeals(everything))).toHaveLength(1);
  expect(cuts).toBe(1);
});

// jsforce #1766, #196: 1,325 calls and 662 refreshes in 1.5 s.
it("gives up after three refusals of a session, however willingly new tokens are given", async () => {
  const { crm, server } = await openTinyOrg({
    answer: ({ path }, response) => {
      if (!path.includes("/oauth2/token"))
        return sendError(response, 401, "INVALID_SESSION_ID", "Session expired");
      const instance_url = `http://${response.req.headers.host}`;
      sendJson(response, 200, { access_token: `token ${server.seen.length}`, instance_url });
      return true;
    },
  });
  await expect(crm.readAccount()).rejects.toMatchObject({ code: "token-rejected" });
  const tokens = server.seen.filter(({ path }) => path.includes("/oauth2/token"));
  expect([server.seen.length - tokens.length, tokens.length]).toEqual([3, 2]);
});

// sfdx-core PR 1340: jsforce keeps the old refresh token, so the second refresh fails and may revoke the whole family.
it("stores a rotated refresh token before the new session is used, and refreshes with it next time", async () => {
  const saved: Credentials[] = [];
  const uses: string[] = [];
  let round = 0;
  const { crm, server } = await openTinyOrg(
    {
      answer: ({ path, body, headers }, response) => {
        if (path.includes("/oauth2/token")) {
          uses.push(new URLSearchParams(body).get("refresh_token") ?? "");
          round += 1;
          sendJson(response, 200, {
            access_token: `access ${round}`,
            refresh_token: `refresh ${round}`,
            instance_url: `http://${response.req.headers.host}`,
          });
          return true;
        }
        const used = headers.authorization;
        expect(saved.map((one) => (one.kind === "oauth" ? `Bearer ${one.accessToken}` : ""))).toContain(used);
        return used === "Bearer access 2" ? false : sendError(response, 401, "INVALID_SESSION_ID");
      },
    },
    {
      credentials: { kind: "oauth", accessToken: "old", refreshToken: "refresh 0", expiresAt: 0 },
      client: { id: "client", secret: "client-secret" },
      saveCredentials: async (credentials) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        saved.push(credentials);
      },
    },
  );
  expect(await crm.readAccount()).toMatchObject({ name: "Tiny" });
  expect(uses).toEqual(["refresh 0", "refresh 1"]);
  expect(saved).toMatchObject([{ refreshToken: "refresh 1" }, { refreshToken: "refresh 2" }]);
  // jsforce sends a PKCE verifier of forbidden length on every refresh.
  const form = new URLSearchParams(server.seen[0]?.body);
  expect([...form.keys()].toSorted()).toEqual(["client_id", "client_secret", "grant_type", "refresh_token"]);
});

// jsforce `maxFetch`: its autoFetch ends at 10,000 records without a word.
it("reads on behind 10,000 rows", async () => {
  const page = 2_000;
  const total = 13_000;
  const { crm } = await openTinyOrg({
    answer: (seen, response) => {
      const isFirst = queryOf(seen)?.includes("FROM Opportunity ") ?? false;
      if (!isFirst && !seen.path.includes("/query/more")) return false;
      const from = Number(/more-(\d+)/.exec(seen.path)?.[1] ?? "0");
      const count = Math.min(page, total - from);
      const rows = Array.from({ length: count }, (_, index) => opportunity(from + index));
      const next = from + count;
      return next < total ? sendRows(response, rows, `${root}/query/more-${next}`) : sendRows(response, rows);
    },
  });
  const deals = await collect(crm.readDeals(everything));
  expect(new Set(deals.map(({ deal }) => deal.id)).size).toBe(total);
});

describe("writing", () => {
  const own = { name: "Norma_Key__c", externalId: true, length: 255 };
  const task = ["Subject", "Description", "ActivityDate", "WhatId", "OwnerId", own];
  const aDraft = (key: string) => ({
    key,
    dealId: opportunityId(1),
    ownerId: "005000000000001AAA",
    subject: "Agree a date",
    body: "When?",
    due: "2026-10-15",
    priority: "high" as const,
  });

  // jsforce's bulk CSV adds an empty Id, turns dates into milliseconds and undefined into nothing.
  it("sends dates as dates, clears with null, and adds nothing of its own", async () => {
    const { crm, server } = await openTinyOrg({
      answer: (seen, response) => {
        if (seen.method !== "PATCH") return false;
        sendResults(seen, response);
        return true;
      },
    });
    const fields = { stalledSince: "2026-10-01", usualDays: 12, ask: null };
    await crm.writeDealFields([{ dealId: opportunityId(1), fields }]);
    const patch = server.seen.find(({ method }) => method === "PATCH");
    expect(JSON.parse(patch?.body ?? "")).toEqual({
      allOrNone: false,
      records: [
        {
          attributes: { type: "Opportunity" },
          id: opportunityId(1),
          Norma_Stalled_Since__c: "2026-10-01",
          Norma_Usual_Days__c: 12,
          Norma_Ask__c: null,
        },
      ],
    });
  });

  // jsforce puts the external id of a single upsert into the path as it is: `a/b c` leads elsewhere.
  it("keeps the external id out of the path, whatever is in it", async () => {
    const { crm, server } = await openTinyOrg({
      objects: { Task: task },
      answer: (seen, response) => {
        if (seen.method !== "PATCH") return false;
        sendResults(seen, response);
        return true;
      },
    });
    await crm.createTasks([aDraft("task:a/b c?d")]);
    const patch = server.seen.find(({ method }) => method === "PATCH");
    expect(patch?.path).toBe(`${root}/composite/sobjects/Task/Norma_Key__c`);
    expect(patch?.body).toContain('"Norma_Key__c":"task:a/b c?d"');
  });

  // jsforce's allowRecursive loses the results of all chunks when one throws; without it 201 records go in one call.
  it("sends 200 records at most at once, and keeps what is settled when a later call fails", async () => {
    let calls = 0;
    const { crm, server } = await openTinyOrg(
      {
        answer: (seen, response) => {
          if (seen.method !== "PATCH") return false;
          calls += 1;
          if (calls === 2)
            return sendError(response, 403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
          sendResults(seen, response);
          return true;
        },
      },
      { maxAttempts: 1 },
    );
    const updates = Array.from({ length: 450 }, (_, number) => ({
      dealId: opportunityId(number),
      fields: { ask: "When?" },
    }));
    const results = await crm.writeDealFields(updates);
    expect(results.map(({ key }) => key)).toEqual(updates.map(({ dealId }) => dealId));
    const count = (kind: string) => results.filter((result) => result.kind === kind).length;
    expect([count("written"), count("unknown"), count("refused")]).toEqual([200, 250, 0]);
    const sizes = server.seen
      .filter(({ method }) => method === "PATCH")
      .map(({ body }) => (JSON.parse(body) as { records: unknown[] }).records.length);
    expect(sizes).toEqual([200, 200]);
  });
});

// `conn.identity()` puts the token into the address, and addresses end up in logs.
it("never puts a token into an address", async () => {
  const { crm, server } = await openTinyOrg({ rows: { "FROM Opportunity": [opportunity(1)] } });
  await crm.readAccount();
  await collect(crm.readDeals(everything));
  expect(server.seen.length).toBeGreaterThan(3);
  for (const { path, headers } of server.seen) {
    expect(path).not.toContain("secret-token");
    expect(headers.authorization).toBe("Bearer secret-token");
  }
});

// jsforce opens a new agent for every request behind a proxy, so no connection is used twice.
it("uses its connections again and again", async () => {
  const { crm, server } = await openTinyOrg();
  for (const number of [1, 2, 3, 4, 5, 6, 7, 8]) await crm.readTaskStates([`00T${number}`.padEnd(15, "0")]);
  expect(server.seen).toHaveLength(8);
  expect(server.connections()).toBeLessThanOrEqual(2);
});
