import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "@jest/globals";
import type { Crm } from "../../../../src/crm/port.ts";
import { collect } from "../../contract.ts";
import { type Seen, sendJson, startTinyServer } from "../../tiny-server.ts";
import { openAdapter } from "../open-adapter.ts";

const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const stage = { id: "open", label: "Open", displayOrder: 0, metadata: { isClosed: "false" } };

interface Search {
  readonly after?: string;
  readonly limit: number;
  readonly filterGroups: readonly {
    filters: readonly { propertyName: string; operator: string; value?: string }[];
  }[];
}

/** A server that knows only deals; how it searches is the test's choice. */
async function start(
  search: (body: Search, response: ServerResponse) => void,
): Promise<{ crm: Crm; searches: Search[] }> {
  const searches: Search[] = [];
  const server = await startTinyServer((seen: Seen, response) => {
    if (seen.path.includes("/pipelines/"))
      sendJson(response, 200, { results: [{ id: "p", stages: [stage] }] });
    else if (seen.path.includes("/account-info/")) sendJson(response, 200, { portalId: 1, timeZone: "UTC" });
    else if (!seen.path.endsWith("/search")) sendJson(response, 404, { message: "no such thing" });
    else {
      const body = JSON.parse(seen.body) as Search;
      searches.push(body);
      search(body, response);
    }
  });
  const crm = openAdapter(server.baseUrl);
  ends.push(
    () => crm.close(),
    () => server.close(),
  );
  return { crm, searches };
}

function aRow(id: number | string) {
  const properties = { dealstage: "open", hs_lastmodifieddate: "2026-10-01T00:00:00.000Z" };
  return { id: String(id), properties, updatedAt: "2026-10-01T00:00:00.000Z" };
}

function readAll(crm: Crm) {
  return collect(crm.readDeals({ modifiedSince: 0, cursor: null }));
}

function lastIdIn(body: Search): string | undefined {
  return body.filterGroups[0]?.filters.find(({ propertyName }) => propertyName === "hs_object_id")?.value;
}

describe("paging by id", () => {
  it("passes 10,000 rows that all changed in the same millisecond", async () => {
    const { crm, searches } = await start((body, response) => {
      const offset = Number(body.after ?? 0);
      if (offset + body.limit > 10_000) return sendJson(response, 400, { message: "beyond 10,000" });
      const first = Number(lastIdIn(body) ?? 0) + 1 + offset;
      const count = Math.max(0, Math.min(body.limit, 25_000 - first + 1));
      const results = Array.from({ length: count }, (_, index) => aRow(first + index));
      const hasMore = first + count <= 25_000;
      sendJson(response, 200, {
        total: 25_000,
        results,
        ...(hasMore ? { paging: { next: { after: String(offset + count) } } } : {}),
      });
    });
    const deals = await readAll(crm);
    expect(new Set(deals.map(({ deal }) => deal.id)).size).toBe(25_000);
    expect(searches).toHaveLength(125);
  });

  it("asks in HubSpot's terms: every group bounded by id, one sort, 200 rows, under 3,000 characters", async () => {
    const { crm, searches } = await start((body, response) => {
      const isFirst = lastIdIn(body) === undefined;
      sendJson(
        response,
        200,
        isFirst ? { results: [aRow("07")], paging: { next: { after: "1" } } } : { results: [] },
      );
    });
    await readAll(crm);
    expect(searches[1]).toMatchObject({
      limit: 200,
      sorts: [{ propertyName: "hs_object_id", direction: "ASCENDING" }],
      filterGroups: [
        {
          filters: [
            { propertyName: "hs_lastmodifieddate", operator: "GTE", value: "0" },
            { propertyName: "hs_object_id", operator: "GT", value: "07" },
          ],
        },
        {
          filters: [
            { propertyName: "dealstage", operator: "IN", values: ["open"] },
            { propertyName: "hs_object_id", operator: "GT", value: "07" },
          ],
        },
        {
          filters: [
            { propertyName: "hs_is_closed", operator: "EQ", value: "false" },
            { propertyName: "hs_object_id", operator: "GT", value: "07" },
          ],
        },
      ],
    });
    expect(searches[1]).not.toHaveProperty("after");
    expect(JSON.stringify(searches[1]).length).toBeLessThan(3_000);
  });

  it.each([
    [
      "ignores the filter and sends the same page for ever",
      () => ({ results: [aRow(5), aRow(6)], paging: { next: { after: "2" } } }),
    ],
    ["ignores the sort", () => ({ results: [aRow(60), aRow(5)], paging: { next: { after: "2" } } })],
    ["promises more for ever and sends nothing", () => ({ results: [], paging: { next: { after: "9" } } })],
  ])("ends with a sentence when the server %s", async (_, answer) => {
    const { crm, searches } = await start((_body, response) => sendJson(response, 200, answer()));
    await expect(readAll(crm)).rejects.toMatchObject({ code: "crm-answer-unreadable" });
    expect(searches.length).toBeLessThan(60);
  });

  it("passes over the last page's rows when they come again", async () => {
    const pages = [[aRow(5), aRow(6)], [aRow(6), aRow(7)], [aRow(6), aRow(7), aRow(8)], [aRow(8)]];
    const { crm, searches } = await start((_, response) => {
      const results = pages[searches.length - 1];
      sendJson(response, 200, {
        results,
        ...(searches.length < pages.length ? { paging: { next: { after: "2" } } } : {}),
      });
    });
    expect((await readAll(crm)).map(({ deal }) => deal.id)).toEqual(["5", "6", "7", "8"]);
    expect(searches.map(lastIdIn)).toEqual([undefined, "6", "7", "8"]);
  });

  it("takes a single page that holds everything in any order", async () => {
    const { crm } = await start((_, response) => sendJson(response, 200, { results: [aRow(60), aRow(5)] }));
    expect((await readAll(crm)).map(({ deal }) => deal.id)).toEqual(["60", "5"]);
  });

  it("leaves out a row that cannot be read and keeps the others", async () => {
    const bad = { id: "6", properties: "none", updatedAt: "2026-10-01T00:00:00.000Z" };
    const { crm } = await start((_, response) =>
      sendJson(response, 200, {
        results: [aRow(5), bad, null, 7, aRow(8), { ...aRow(9), updatedAt: 3, properties: {} }],
      }),
    );
    expect((await readAll(crm)).map(({ deal }) => deal.id)).toEqual(["5", "8"]);
  });
});
