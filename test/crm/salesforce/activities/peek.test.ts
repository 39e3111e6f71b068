import { afterEach, expect, it } from "@jest/globals";
import { collect } from "../../contract.ts";
import { sendJson } from "../../tiny-server.ts";
import { closeTinyOrgs, openTinyOrg, queryOf, sendRows } from "../tiny-org.ts";

afterEach(closeTinyOrgs);

const night = { modifiedSince: Date.now() - 3_600_000, cursor: null };
const stamps = ["CreatedDate", "IsDeleted", "SystemModstamp"];
const objects = {
  Event: ["WhatId", "StartDateTime", "OwnerId", ...stamps],
  Quote: ["OpportunityId", "Status", ...stamps],
  Note: ["ParentId", "Title", "Body", ...stamps],
};

function row(prefix: string, number: number): Readonly<Record<string, string>> {
  const at = "2026-10-01T09:00:00.000+0000";
  const moments = { CreatedDate: at, StartDateTime: at, SystemModstamp: at };
  return { Id: `${prefix}${String(number).padStart(12, "0")}AAA`, WhatId: "006000000000001AAA", ...moments };
}

/** An org with so many changed events, of which a page holds at most `pageRows`, and nothing else. */
function openOrg(events: number, pageRows = 2_000) {
  const rowsOf = (soql: string, most = pageRows) => {
    if (!soql.includes("FROM Event ")) return { records: [], done: true };
    const after = /Id > '(\w+)'/.exec(soql)?.[1] ?? "";
    const limit = Number(/LIMIT (\d+)$/.exec(soql)?.[1] ?? events);
    const left = Array.from({ length: events }, (_, index) => row("00U", index)).filter(
      ({ Id = "" }) => Id > after,
    );
    const records = left.slice(0, Math.min(limit, most));
    return { records, done: records.length === Math.min(limit, left.length), nextRecordsUrl: "/lost" };
  };
  return openTinyOrg({
    objects,
    answer: (seen, response) => {
      if (!seen.path.endsWith("/composite")) {
        const soql = queryOf(seen) ?? "";
        return soql.includes("FROM Event ") && sendRows(response, rowsOf(soql, events).records);
      }
      const { compositeRequest } = JSON.parse(seen.body) as { compositeRequest: readonly { url: string }[] };
      const soqls = compositeRequest.map(
        ({ url }) => new URL(url, "http://tiny").searchParams.get("q") ?? "",
      );
      if (!soqls.some((soql) => soql.includes("FROM Quote "))) return false;
      const compositeResponse = soqls.map((soql) => ({ body: rowsOf(soql), httpStatusCode: 200 }));
      sendJson(response, 200, { compositeResponse });
      return true;
    },
  });
}

const activityQueries = (queries: readonly string[]) =>
  queries.filter((soql) => /FROM (?:Event|Quote|Note|Task|EmailMessage|ContentNote) /.test(soql));

it("what changed of all objects comes in one call when it is little", async () => {
  const { crm, server, queries } = await openOrg(3);
  expect(await collect(crm.readActivities(night))).toHaveLength(3);
  expect(activityQueries(queries())).toEqual([]);
  expect(server.seen.filter(({ body }) => body.includes("LIMIT+200"))).toHaveLength(1);
});

it.each([
  ["more than a first look shows", 450, 2_000],
  ["just what a first look shows", 200, 2_000],
  ["little, by a server of short pages", 90, 40],
])("an object with %s is read on behind it, and nothing is lost", async (_, events, pageRows) => {
  const { crm, queries } = await openOrg(events, pageRows);
  const records = await collect(crm.readActivities(night));
  expect(new Set(records.map(({ activity }) => activity.id)).size).toBe(events);
  expect(activityQueries(queries())).toEqual([expect.stringMatching(/FROM Event WHERE .*Id > '00U/)]);
});

it.each([
  [
    "a night that goes on where it was broken off",
    3_600_000,
    JSON.stringify({ Event: { lastId: null, isDone: false } }),
  ],
  ["a first backfill", 30 * 86_400_000, null],
])("%s has no first look", async (_, backMs, cursor) => {
  const { crm, server } = await openOrg(3);
  expect(await collect(crm.readActivities({ modifiedSince: Date.now() - backMs, cursor }))).toHaveLength(3);
  expect(server.seen.filter(({ body }) => body.includes("LIMIT+200"))).toEqual([]);
});
