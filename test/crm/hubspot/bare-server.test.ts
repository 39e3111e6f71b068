import type { ServerResponse } from "node:http";
import { afterEach, expect, it } from "@jest/globals";
import type { Crm } from "../../../src/crm/port.ts";
import { collect } from "../contract.ts";
import { type Seen, sendJson, startTinyServer, type TinyServer } from "../tiny-server.ts";
import { openAdapter } from "./open-adapter.ts";

/*
 * A server that speaks HubSpot on the paths that cannot be done without, lists few properties, and answers every other
 * path with a 404 in plain text, as web frameworks do.
 */
const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const stage = { id: "s", label: "Talks", displayOrder: 0, metadata: { isClosed: "false" } };
const values = {
  dealname: "A deal",
  pipeline: "p",
  dealstage: "s",
  hubspot_owner_id: "7",
  createdate: "2026-01-05T10:00:00Z",
  hs_lastmodifieddate: "2026-02-05T10:00:00Z",
};

const answers: Readonly<Record<string, (seen: Seen) => unknown>> = {
  "GET /account-info/2026-09/details": () => ({ portalId: 7, timeZone: "UTC" }),
  "GET /crm/owners/2026-09": () => ({ results: [] }),
  "GET /crm/pipelines/2026-09/deals": () => ({ results: [{ id: "p", label: "Sales", stages: [stage] }] }),
  "GET /crm/properties/2026-09/deals": () => ({ results: [{ name: "dealname", type: "string" }] }),
  "POST /crm/properties/2026-09/deals": () => ({}),
  "POST /crm/objects/2026-09/deals/search": ({ body }) => ({ results: [toRecord(body)] }),
};

/** The properties that were asked for, as HubSpot does it: names it does not know are passed over. */
function toRecord(body: string): unknown {
  const { properties } = JSON.parse(body) as { properties: readonly (keyof typeof values)[] };
  return { id: "1", properties: Object.fromEntries(properties.map((name) => [name, values[name]])) };
}

function answer(seen: Seen, response: ServerResponse): void {
  const reply = answers[`${seen.method} ${seen.path.split("?")[0]}`];
  if (reply === undefined) response.writeHead(404, { "content-type": "text/plain" }).end("Cannot find it");
  else sendJson(response, 200, reply(seen));
}

async function start(): Promise<{ server: TinyServer; crm: Crm }> {
  const server = await startTinyServer(answer);
  const crm = openAdapter(server.baseUrl);
  ends.push(
    () => crm.close(),
    () => server.close(),
  );
  return { server, crm };
}

it("reads a deal's owner and age although the list of properties names neither", async () => {
  const { crm } = await start();
  const deals = await collect(crm.readDeals({ modifiedSince: 0, cursor: null }));
  expect(deals.map(({ deal }) => deal)).toMatchObject([
    { id: "1", ownerId: "7", outcome: "open", createdAt: Date.parse(values.createdate) },
  ]);
});

it("takes kinds of activity whose path is not there for not measured", async () => {
  const { crm } = await start();
  const found: string[] = [];
  for await (const { records, unmeasured = [] } of crm.readActivities({ modifiedSince: 0, cursor: null })) {
    expect(records).toEqual([]);
    found.push(...unmeasured);
  }
  const kinds = ["call", "email", "meeting", "message", "note", "proposal", "task"] as const;
  expect(found.toSorted()).toEqual(kinds);
  const { unmeasured } = await crm.readAccess({ tried: kinds });
  expect(unmeasured.toSorted()).toEqual(kinds);
});

it("installs the properties although there are no groups", async () => {
  const { server, crm } = await start();
  const { created } = await crm.ensureFields();
  expect(created).toContain("norma_flag");
  const posts = server.seen.filter(({ method }) => method === "POST");
  expect(posts).toHaveLength(created.length + 1);
});

it("ends a removal although nothing can be deleted, and says what is left", async () => {
  const { crm } = await start();
  expect(await crm.removeEverything([])).toMatchObject({ tasksRemoved: 0, fieldsRemoved: 0 });
});
