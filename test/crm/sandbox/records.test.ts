import { afterEach, describe, expect, it } from "@jest/globals";
import { type Client, closeAll, ids, list, objects, openClient, text } from "./client.ts";

afterEach(closeAll);

function dealIds({ sandbox }: Client): string[] {
  return sandbox.portals[0]?.listDeals().map(({ id }) => id) ?? [];
}

const read = (
  inputs: readonly string[],
  properties: string[] = ["dealname"],
  propertiesWithHistory: string[] = [],
) => ({
  inputs: inputs.map((id) => ({ id })),
  properties,
  propertiesWithHistory,
});

describe("lists", () => {
  it("pages by at most 100 until there is no next page, and gives every record once", async () => {
    const { get } = await openClient();
    expect((await get(`${objects}/calls?limit=101`)).status).toBe(400);
    const seen: string[] = [];
    for (let after = ""; after !== "end"; ) {
      const { body } = await get(`${objects}/calls?limit=100${after}`);
      seen.push(...ids(body["results"]));
      const next = body["paging"]?.["next"]?.["after"];
      after = next === undefined ? "end" : `&after=${text(next)}`;
    }
    expect(seen.length).toBeGreaterThan(100);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it("shows archived records only to those who ask for them", async () => {
    const client = await openClient();
    const [id = ""] = dealIds(client);
    client.sandbox.archiveDeal(id);
    expect((await client.get(`${objects}/deals/${id}`)).status).toBe(404);
    expect(ids((await client.get(`${objects}/deals?archived=true`)).body["results"])).toEqual([id]);
  });
});

describe("batch reads", () => {
  it("take 100 inputs, and 50 with history", async () => {
    const client = await openClient({
      size: { reps: 3, openDeals: 120, activitiesPerDay: 3, historyDays: 1 },
    });
    const many = dealIds(client).slice(0, 101);
    const status = async (body: object) => (await client.post(`${objects}/deals/batch/read`, body)).status;
    expect([await status(read(many)), await status(read(many.slice(1)))]).toEqual([400, 200]);
    const tooMany = await client.post(
      `${objects}/deals/batch/read`,
      read(many.slice(0, 51), [], ["dealstage"]),
    );
    expect(tooMany.body["message"]).toContain("batch request for property histories is 50");
    expect(await status(read(many.slice(0, 50), [], ["dealstage"]))).toBe(200);
  });

  it("refuse a body that lacks a required key", async () => {
    const client = await openClient();
    const answer = await client.post(`${objects}/deals/batch/read`, {
      inputs: [{ id: "1" }],
      properties: [],
    });
    expect([answer.status, answer.body["category"]]).toEqual([400, "VALIDATION_ERROR"]);
  });

  it("name missing ids in errors and give the rest", async () => {
    const client = await openClient();
    const [id = ""] = dealIds(client);
    const { status, body } = await client.post(`${objects}/deals/batch/read`, read([id, "1"]));
    expect([status, ids(body["results"]), body["numErrors"]]).toEqual([207, [id], 1]);
    expect(list(body["errors"])[0]).toMatchObject({ category: "OBJECT_NOT_FOUND", context: { ids: ["1"] } });
  });

  it("answer a merged id with the survivor, which updates refuse to know", async () => {
    const client = await openClient();
    const [survivor = "", loser = ""] = dealIds(client);
    client.sandbox.mergeDeals(survivor, loser);
    const { body } = await client.post(
      `${objects}/deals/batch/read`,
      read([loser], ["hs_merged_object_ids"]),
    );
    expect(list(body["results"])[0]).toMatchObject({
      id: survivor,
      properties: { hs_merged_object_ids: loser },
    });
    const update = { inputs: [{ id: loser, properties: { dealname: "x" } }] };
    const answer = await client.post(`${objects}/deals/batch/update`, update);
    expect([ids(answer.body["results"]), answer.body["numErrors"]]).toEqual([[], 1]);
  });

  it("remember 20 revisions, newest first, and who made them", async () => {
    const client = await openClient();
    const [id = ""] = dealIds(client);
    for (let amount = 1; amount <= 25; amount++) {
      await client.send("PATCH", `${objects}/deals/${id}`, { properties: { amount } });
    }
    const { body } = await client.post(`${objects}/deals/batch/read`, read([id], [], ["amount", "dealname"]));
    const history = list(body["results"])[0]?.["propertiesWithHistory"];
    const amounts = list(history?.["amount"]);
    expect([amounts.length, amounts[0]?.["value"], amounts[19]?.["value"]]).toEqual([20, "25", "6"]);
    expect(amounts[0]).toMatchObject({ sourceType: "INTEGRATION", sourceId: "2400117" });
    expect(list(history?.["dealname"])).toHaveLength(1);
  });
});

describe("writes", () => {
  it("are refused as a whole batch when one value is bad", async () => {
    const client = await openClient();
    const [good = "", bad = ""] = dealIds(client);
    const inputs = [
      { id: good, properties: { dealname: "Never stored" } },
      { id: bad, properties: { amount: "a lot" } },
    ];
    const answer = await client.post(`${objects}/deals/batch/update`, { inputs });
    expect([answer.status, text(answer.body["message"]).includes("INVALID_NUMBER")]).toEqual([400, true]);
    const after = await client.get(`${objects}/deals/${good}?properties=dealname`);
    expect(after.body["properties"]?.["dealname"]).not.toBe("Never stored");
  });

  it.each([
    ["unknown property", { nope: "1" }, "PROPERTY_DOESNT_EXIST"],
    ["read-only property", { hs_is_closed: "true" }, "READ_ONLY_VALUE"],
    ["unknown option", { hs_priority: "urgent" }, "INVALID_OPTION"],
    ["unknown owner", { hubspot_owner_id: "1" }, "INVALID_OPTION"],
    ["stage of another pipeline", { dealstage: "119845101", pipeline: "default" }, "INVALID_OPTION"],
  ])("refuse an %s", async (_, properties, code) => {
    const client = await openClient();
    const answer = await client.send("PATCH", `${objects}/deals/${dealIds(client)[0]}`, { properties });
    expect([answer.status, text(answer.body["message"]).includes(code)]).toEqual([400, true]);
  });

  it("bump the modification stamp, even when nothing differs", async () => {
    const client = await openClient();
    const [id = ""] = dealIds(client);
    const before = (await client.get(`${objects}/deals/${id}`)).body;
    const name = before["properties"]?.["dealname"];
    client.sandbox.advance(5_000);
    const after = (await client.send("PATCH", `${objects}/deals/${id}`, { properties: { dealname: name } }))
      .body;
    expect(text(after["updatedAt"]) > text(before["updatedAt"])).toBe(true);
  });

  it("create tasks with their association and echo the trace id", async () => {
    const client = await openClient();
    const [dealId = ""] = dealIds(client);
    const types = [{ associationCategory: "HUBSPOT_DEFINED", associationTypeId: 216 }];
    const input = {
      properties: { hs_timestamp: "2026-10-16T22:00:00Z", hs_task_subject: "Ask for a date" },
      associations: [{ to: { id: dealId }, types }],
      objectWriteTraceId: "t-1",
    };
    const answer = await client.post(`${objects}/tasks/batch/create`, { inputs: [input] });
    expect([answer.status, list(answer.body["results"])[0]?.["objectWriteTraceId"]]).toEqual([201, "t-1"]);
    expect(client.sandbox.snapshot().tasks).toMatchObject([{ dealIds: [dealId], subject: "Ask for a date" }]);
    const noKey = { inputs: [{ properties: input.properties }] };
    expect((await client.post(`${objects}/tasks/batch/create`, noKey)).status).toBe(400);
  });

  it("of a deal with a rule of the account fail with its message", async () => {
    const client = await openClient();
    const [id = "", other = ""] = dealIds(client);
    client.sandbox.refuseDeal(id, "Budget is required");
    const inputs = [id, other].map((one) => ({ id: one, properties: { dealname: "x" } }));
    const answer = await client.post(`${objects}/deals/batch/update`, { inputs });
    expect([answer.status, answer.body["message"]]).toEqual([400, "Budget is required"]);
    expect((await client.post(`${objects}/deals/batch/update`, { inputs: inputs.slice(1) })).status).toBe(
      200,
    );
  });
});
