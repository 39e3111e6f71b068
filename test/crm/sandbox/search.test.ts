import { afterEach, describe, expect, it } from "@jest/globals";
import { type Client, closeAll, ids, list, objects, openClient, text } from "./client.ts";

afterEach(closeAll);

const byId = { sorts: [{ propertyName: "hs_object_id", direction: "ASCENDING" }] };

describe("search", () => {
  it("gives at most 200 rows a page and refuses 201", async () => {
    const { post } = await openClient();
    const full = await post(`${objects}/calls/search`, { limit: 200 });
    expect([full.status, ids(full.body["results"]).length]).toEqual([
      200,
      Math.min(200, Number(full.body["total"])),
    ]);
    expect((await post(`${objects}/calls/search`, { limit: 201 })).status).toBe(400);
  });

  it("gives 10,000 rows of one query and refuses the page beyond", async () => {
    const { post } = await openClient({
      size: { reps: 20, openDeals: 20, activitiesPerDay: 9_000, historyDays: 7 },
    });
    const last = await post(`${objects}/calls/search`, { ...byId, limit: 200, after: "9800" });
    expect(Number(last.body["total"])).toBeGreaterThan(10_000);
    expect([ids(last.body["results"]).length, last.body["paging"]]).toEqual([
      200,
      { next: { after: "10000" } },
    ]);
    const beyond = await post(`${objects}/calls/search`, { ...byId, limit: 200, after: "10000" });
    expect([beyond.status, beyond.body["category"]]).toEqual([400, "VALIDATION_ERROR"]);
  });

  it("shows all records of one import under one modification stamp", async () => {
    const { sandbox, post } = await openClient();
    sandbox.edit({ do: "stamp-all", type: "calls" });
    const { body } = await post(`${objects}/calls/search`, { ...byId, limit: 200 });
    expect(list(body["results"]).length).toBeGreaterThan(100);
    expect(new Set(list(body["results"]).map((row) => text(row["updatedAt"]))).size).toBe(1);
  });

  it("compares and sorts ids as text when the portal does so, else as numbers", async () => {
    const after = {
      filterGroups: [{ filters: [{ propertyName: "hs_object_id", operator: "GT", value: "9924" }] }],
    };
    const first = async ({ post }: Client) =>
      ids((await post(`${objects}/deals/search`, { ...byId, limit: 200 })).body["results"]);
    const size = { reps: 3, openDeals: 120, activitiesPerDay: 10, historyDays: 2 };
    const text = await openClient({ size });
    const numbers = await openClient({ size, settings: { idsCompareAsStrings: false } });
    expect((await first(text))[0]).toMatch(/^10\d{3}$/);
    expect((await first(numbers))[0]).toBe("9900");
    const tail = async ({ post }: Client) =>
      ids((await post(`${objects}/deals/search`, { ...byId, ...after, limit: 200 })).body["results"]);
    expect((await tail(text)).every((id) => id > "9924" && id.length === 4)).toBe(true);
    expect(await tail(numbers)).toContain("10001");
  });

  it("shows a write only after the index lag, with the old values until then", async () => {
    const { sandbox, post, send } = await openClient({ settings: { indexLagMs: 60_000 } });
    const [deal] = sandbox.portals[0]?.listDeals().filter(({ isOpen }) => isOpen) ?? [];
    await send("PATCH", `${objects}/deals/${deal?.id}`, { properties: { dealname: "Renamed" } });
    const find = async (value: string) => {
      const filters = [{ propertyName: "dealname", operator: "EQ", value }];
      return ids((await post(`${objects}/deals/search`, { filterGroups: [{ filters }] })).body["results"]);
    };
    expect([await find("Renamed"), await find(deal?.name ?? "")]).toEqual([[], [deal?.id]]);
    sandbox.advance(61_000);
    expect([await find("Renamed"), await find(deal?.name ?? "")]).toEqual([[deal?.id], []]);
  });

  it("does not show a new record before the lag has passed", async () => {
    const { sandbox, post } = await openClient({ settings: { indexLagMs: 60_000 } });
    await post(`${objects}/tasks`, {
      properties: { hs_timestamp: "2026-10-20T08:00:00Z", hs_task_subject: "ours" },
    });
    const find = async () => (await post(`${objects}/tasks/search`, { filterGroups: [mine] })).body["total"];
    const mine = { filters: [{ propertyName: "hs_task_subject", operator: "EQ", value: "ours" }] };
    expect(await find()).toBe(0);
    sandbox.advance(61_000);
    expect(await find()).toBe(1);
  });

  it("leaves archived records out", async () => {
    const { sandbox, post } = await openClient();
    const before = Number((await post(`${objects}/deals/search`, {})).body["total"]);
    sandbox.archiveDeal(sandbox.portals[0]?.listDeals()[0]?.id ?? "");
    expect((await post(`${objects}/deals/search`, {})).body["total"]).toBe(before - 1);
  });

  it("refuses communications, two sorts, unknown properties and requests of more than 3,000 characters", async () => {
    const { post } = await openClient();
    const status = async (type: string, body: object) =>
      (await post(`${objects}/${type}/search`, body)).status;
    expect(await status("communications", {})).toBe(400);
    expect(await status("deals", { sorts: [...byId.sorts, ...byId.sorts] })).toBe(400);
    const unknown = { propertyName: "nope", operator: "EQ", value: "1" };
    expect(await status("deals", { filterGroups: [{ filters: [unknown] }] })).toBe(400);
    expect(await status("deals", { query: "x".repeat(3_001) })).toBe(400);
  });

  it("joins filters by AND and groups by OR", async () => {
    const { sandbox, post } = await openClient();
    const [first, second] = sandbox.portals[0]?.listDeals() ?? [];
    const is = (value = "") => ({ propertyName: "hs_object_id", operator: "EQ", value });
    const total = async (filterGroups: object[]) =>
      (await post(`${objects}/deals/search`, { filterGroups })).body["total"];
    expect(await total([{ filters: [is(first?.id), is(second?.id)] }])).toBe(0);
    expect(await total([{ filters: [is(first?.id)] }, { filters: [is(second?.id)] }])).toBe(2);
  });
});
