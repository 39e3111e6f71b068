import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "@jest/globals";
import type { Crm } from "../../../../src/crm/port.ts";
import { collect } from "../../contract.ts";
import { type Seen, sendJson, startTinyServer, type TinyServer } from "../../tiny-server.ts";
import { openAdapter } from "../open-adapter.ts";

const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

interface Inputs {
  readonly inputs: readonly { readonly id: string }[];
}

/** A server with an account and no pipelines; every other path is the test's. */
async function start(
  answer: (seen: Seen, ids: readonly string[], response: ServerResponse) => void,
): Promise<{ server: TinyServer; crm: Crm }> {
  const server = await startTinyServer((seen, response) => {
    if (seen.path.includes("/pipelines/")) sendJson(response, 200, { results: [] });
    else if (seen.path.includes("/account-info/")) sendJson(response, 200, { portalId: 1, timeZone: "UTC" });
    else answer(seen, idsIn(seen), response);
  });
  const crm = openAdapter(server.baseUrl);
  ends.push(
    () => crm.close(),
    () => server.close(),
  );
  return { server, crm };
}

function idsIn({ body }: Seen): readonly string[] {
  return body === "" ? [] : ((JSON.parse(body) as Partial<Inputs>).inputs ?? []).map(({ id }) => id);
}

function aDeal(id: string) {
  return { id, properties: { dealstage: "s", hs_lastmodifieddate: "2026-10-01T00:00:00Z" } };
}

const failed = (ids: readonly string[]) => ({ category: "INTERNAL_ERROR", message: "?", context: { ids } });
const notFound = (ids: readonly string[]) => ({
  category: "OBJECT_NOT_FOUND",
  message: "?",
  context: { ids },
});

describe("a batch of which HubSpot answers a part", () => {
  it("is asked for again where it failed, and only there", async () => {
    const { server, crm } = await start((_, ids, response) => {
      const isFirst = ids.length === 3;
      const found = isFirst ? ["1"] : ids;
      const errors = isFirst ? [failed(["2"]), notFound(["3"])] : [];
      sendJson(response, 207, { status: "COMPLETE", results: found.map(aDeal), errors });
    });
    const { found, gone } = await crm.readDealsById(["1", "2", "3"]);
    expect(found.map(({ deal }) => deal.id)).toEqual(["1", "2"]);
    expect(gone.map(({ dealId }) => dealId)).toEqual(["3"]);
    const batches = server.seen.filter(({ path }) => path.endsWith("/batch/read")).map(idsIn);
    expect(batches).toEqual([["1", "2", "3"], ["2"]]);
  });

  it("leaves a deal that cannot be read where it is: not found, and not gone", async () => {
    const { crm } = await start((_, ids, response) => {
      sendJson(response, 207, { results: [], errors: [{ ...failed(ids), context: null }] });
    });
    expect(await crm.readDealsById(["1"])).toEqual({ found: [], gone: [], vanished: [] });
  });

  it("never takes a task that cannot be read for one that is missing", async () => {
    const { crm } = await start((_, ids, response) => {
      sendJson(response, 207, { results: [], errors: [failed(ids)] });
    });
    await expect(crm.readTaskStates(["1"])).rejects.toMatchObject({ code: "crm-broken" });
  });
});

describe("associations", () => {
  const none = (ids: readonly string[]) => ({ ...notFound([]), context: { fromObjectId: ids } });

  it("that could not be read are no empty lists", async () => {
    const { crm } = await start((_, ids, response) => {
      const results = ids.includes("1") ? [{ from: { id: "1" }, to: [{ toObjectId: 9 }] }] : [];
      const errors = [none(["2"]), { ...failed([]), context: { fromObjectId: ["3"] } }];
      sendJson(response, 207, { results, errors });
    });
    const contacts = await crm.readDealContacts(["1", "2", "3"]);
    expect([...contacts]).toEqual([
      ["1", ["9"]],
      ["2", []],
    ]);
  });

  it("are asked for in smaller batches where a server takes no large ones, and it is remembered", async () => {
    const { server, crm } = await start((_, ids, response) => {
      if (ids.length > 500) sendJson(response, 400, { message: "at most 500 inputs" });
      else sendJson(response, 200, { results: ids.map((id) => ({ from: { id }, to: [] })) });
    });
    const ids = Array.from({ length: 2_000 }, (_, index) => String(index));
    expect((await crm.readDealContacts(ids)).size).toBe(2_000);
    const before = server.seen.length;
    expect((await crm.readDealContacts(ids)).size).toBe(2_000);
    expect(server.seen.length - before).toBe(4);
  });
});

describe("a list that cannot be searched", () => {
  const page = (from: number, next: boolean) => ({
    results: [
      { id: String(from), properties: { hs_timestamp: "2026-10-01", hs_lastmodifieddate: "2026-10-01" } },
    ],
    ...(next ? { paging: { next: { after: String(from + 1) } } } : {}),
  });
  /** Messages alone: everything else is not there. */
  const listOf = (pages: number, search: (response: ServerResponse) => void) =>
    start((seen, ids, response) => {
      const url = new URL(seen.path, "http://server");
      if (url.pathname.endsWith("/communications/search")) search(response);
      else if (url.pathname.endsWith("/communications")) {
        const at = Number(url.searchParams.get("after") ?? "0");
        sendJson(response, 200, page(at, at + 1 < pages));
      } else if (url.pathname.includes("/associations/") && url.pathname.includes("communications")) {
        sendJson(response, 200, { results: ids.map((id) => ({ from: { id }, to: [] })) });
      } else sendJson(response, 404, { message: "no such thing" });
    });
  const readAll = (crm: Crm) => collect(crm.readActivities({ modifiedSince: 0, cursor: null }));

  it("is read to its end where it is short", async () => {
    const { crm } = await listOf(20, (response) => response.destroy());
    expect(await readAll(crm)).toHaveLength(20);
  });

  it("is read to its end, too, where it is long and a search is refused", async () => {
    const { crm } = await listOf(25, (response) => sendJson(response, 400, { message: "not searchable" }));
    expect(new Set((await readAll(crm)).map(({ activity }) => activity.id)).size).toBe(25);
  });

  it("gives way to a search where it is long and there is one", async () => {
    const { server, crm } = await listOf(1_000, (response) => sendJson(response, 200, page(999, false)));
    const ids = new Set((await readAll(crm)).map(({ activity }) => activity.id));
    expect(ids.has("message:999")).toBe(true);
    expect(server.seen.filter(({ path }) => path.includes("/communications?"))).toHaveLength(20);
  });

  it("that goes round in a circle ends with an error", async () => {
    const { crm } = await start((seen, _, response) => {
      if (!seen.path.includes("/users")) return sendJson(response, 200, { results: [] });
      const after = new URL(seen.path, "http://server").searchParams.get("after");
      sendJson(response, 200, { results: [], paging: { next: { after: after === "a" ? "b" : "a" } } });
    });
    // Who is out of office is an extra: the night goes on without it.
    expect((await crm.readPeople()).timeOff).toEqual([]);
  });
});
