import { afterEach, describe, expect, it } from "@jest/globals";
import type { FaultInput } from "../../../src/crm/sandbox/faults.ts";
import { closeAll, ids, list, objects, openClient, text } from "./client.ts";

afterEach(closeAll);

const search = `${objects}/calls/search`;
const byId = { sorts: [{ propertyName: "hs_object_id", direction: "ASCENDING" }], limit: 200 };

describe("faults", () => {
  it("strike after and as often as said, and only what they aim at", async () => {
    const { sandbox, get, post } = await openClient();
    sandbox.faults.add({ do: "busy", on: ["object-list"], after: 1, times: 2 });
    const statuses = [];
    for (let call = 0; call < 4; call++) statuses.push((await get(`${objects}/deals`)).status);
    expect(statuses).toEqual([200, 429, 429, 200]);
    sandbox.faults.add({ do: "error", status: 503, times: null, retryAfterSeconds: 2 });
    const broken = await post(search, {});
    expect([broken.status, broken.headers.get("retry-after")]).toEqual([503, "2"]);
    sandbox.faults.clear();
    expect((await post(search, {})).status).toBe(200);
  });

  it.each<FaultInput>([{ do: "reset" }, { do: "truncate" }])("cut the connection: %o", async (fault) => {
    const { sandbox, get } = await openClient();
    sandbox.faults.add(fault);
    await expect(get(`${objects}/deals`)).rejects.toThrow();
    expect((await get(`${objects}/deals`)).status).toBe(200);
  });

  it("give empty and short pages that still name the next one, and lose nothing", async () => {
    const { sandbox, post } = await openClient();
    const all = ids((await post(search, byId)).body["results"]);
    sandbox.faults.add({ do: "short-page", rows: 0 }, { do: "short-page", rows: 3, after: 1 });
    const seen: string[] = [];
    for (let after: string | null = "0"; after !== null; ) {
      const { body } = await post(search, { ...byId, after });
      seen.push(...ids(body["results"]));
      const next = body["paging"]?.["next"]?.["after"];
      after = next === undefined ? null : text(next);
    }
    expect(seen.slice(0, all.length)).toEqual(all);
    expect(sandbox.requests.counts().byKind["search"]).toBeGreaterThanOrEqual(4);
  });

  it("edit records of the searched type while a client pages", async () => {
    const { sandbox, post } = await openClient();
    const since = sandbox.now();
    sandbox.faults.add({ do: "edits", edits: 5, times: 1 });
    await post(search, {});
    const filters = [{ propertyName: "hs_lastmodifieddate", operator: "GTE", value: String(since) }];
    const edited = await post(search, { filterGroups: [{ filters }] });
    expect(Number(edited.body["total"])).toBeGreaterThanOrEqual(1);
    expect(Number(edited.body["total"])).toBeLessThanOrEqual(5);
  });

  it("expire the token in use", async () => {
    const { sandbox, get } = await openClient();
    sandbox.faults.add({ do: "expire-token", after: 1 });
    const first = await get(`${objects}/deals`);
    const second = await get(`${objects}/deals`);
    expect([first.status, second.status, second.body["category"]]).toEqual([
      200,
      401,
      "EXPIRED_AUTHENTICATION",
    ]);
  });

  it("drop a write that was answered as done", async () => {
    const { sandbox, post, get } = await openClient();
    sandbox.faults.add({ do: "drop-write", times: 2 });
    const inputs = [{ properties: { hs_timestamp: "2026-10-16T22:00:00Z" }, associations: [] }];
    const created = await post(`${objects}/tasks/batch/create`, { inputs });
    expect([created.status, list(created.body["results"]).length]).toEqual([201, 1]);
    expect(sandbox.snapshot().tasks).toEqual([]);
    const id = sandbox.portals[0]?.listDeals()[0]?.id;
    const update = { inputs: [{ id, properties: { dealname: "Dropped" } }] };
    const updated = await post(`${objects}/deals/batch/update`, update);
    expect(list(updated.body["results"])[0]?.["properties"]?.["dealname"]).toBe("Dropped");
    expect((await get(`${objects}/deals/${id}`)).body["properties"]?.["dealname"]).not.toBe("Dropped");
  });

  it("do a write and lose its answer", async () => {
    const { sandbox, post } = await openClient();
    sandbox.faults.add({ do: "lose-answer" });
    const properties = { hs_timestamp: "2026-10-16T22:00:00Z", hs_task_subject: "Done all the same" };
    await expect(post(`${objects}/tasks`, { properties })).rejects.toThrow();
    expect(sandbox.snapshot().tasks).toMatchObject([{ subject: "Done all the same" }]);
  });

  it("can be switched over HTTP, as can edits and the clock", async () => {
    const { sandbox, send, post, get } = await openClient();
    await post("/sandbox/faults", [{ do: "busy" }]);
    expect((await get(`${objects}/deals`)).status).toBe(429);
    const dealId = sandbox.portals[0]?.listDeals()[0]?.id;
    const edit = { do: "change-deal", dealId, changes: { name: "By hand" } };
    expect((await post("/sandbox/edits", edit)).body).toEqual({ id: dealId });
    expect((await get(`${objects}/deals/${dealId}`)).body["properties"]?.["dealname"]).toBe("By hand");
    const before = sandbox.now();
    await post("/sandbox/advance", { ms: 3_600_000 });
    expect(sandbox.now() - before).toBeGreaterThanOrEqual(3_600_000);
    await send("DELETE", "/sandbox/requests");
    expect((await get("/sandbox/requests")).body["total"]).toBe(0);
  });
});

describe("hooks", () => {
  it("run before a request and after it was applied, with its kind", async () => {
    const seen: string[] = [];
    const { get, post } = await openClient({
      onRequest: ({ method, kind }) => void seen.push(`${method} ${kind}`),
      onAnswer: ({ kind, status }) => void seen.push(`${kind} ${status}`),
    });
    await get(`${objects}/deals`);
    await post(`${objects}/deals/batch/read`, {
      inputs: [{ id: "1" }],
      properties: [],
      propertiesWithHistory: ["dealstage"],
    });
    expect(seen).toEqual(["GET object-list", "object-list 200", "POST history-read", "history-read 207"]);
  });
});
