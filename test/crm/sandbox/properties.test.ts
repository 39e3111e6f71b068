import { afterEach, describe, expect, it } from "@jest/globals";
import { type Client, closeAll, list, objects, openClient } from "./client.ts";

afterEach(closeAll);

const base = "/crm/properties/2026-09/deals";
const option = (value: string) => ({ label: value, value, displayOrder: 0, hidden: false });
const flag = {
  name: "norma_flag",
  label: "Flag",
  type: "enumeration",
  fieldType: "select",
  groupName: "norma",
};

async function withGroup(): Promise<Client> {
  const client = await openClient();
  expect((await client.post(`${base}/groups`, { name: "norma", label: "Norma" })).status).toBe(201);
  return client;
}

describe("properties", () => {
  it("need their group first, and their name only once", async () => {
    const client = await openClient();
    expect((await client.post(base, flag)).status).toBe(400);
    await client.post(`${base}/groups`, { name: "norma", label: "Norma" });
    expect((await client.post(base, flag)).status).toBe(201);
    const again = await client.post(base, flag);
    expect([again.status, again.body["category"]]).toEqual([409, "OBJECT_ALREADY_EXISTS"]);
  });

  it("come back with their old definition when an archived name is created again", async () => {
    const client = await withGroup();
    await client.post(base, { ...flag, options: [option("moving")] });
    await client.send("DELETE", `${base}/norma_flag`);
    expect((await client.get(`${base}/norma_flag`)).status).toBe(404);
    const again = await client.post(base, { ...flag, label: "New label", options: [option("excuse")] });
    expect([again.status, again.body["label"]]).toEqual([201, "Flag"]);
    expect(list(again.body["options"]).map((one) => one["value"])).toEqual(["moving"]);
  });

  it("lose the options that a patch does not repeat", async () => {
    const client = await withGroup();
    await client.post(base, { ...flag, options: [option("moving"), option("theirs")] });
    const patched = await client.send("PATCH", `${base}/norma_flag`, { options: [option("moving")] });
    expect(list(patched.body["options"]).map((one) => one["value"])).toEqual(["moving"]);
  });

  it("cannot be archived while a list uses them, nor their group while it holds one", async () => {
    const client = await withGroup();
    await client.post(base, flag);
    client.sandbox.setPropertyInUse("norma_flag", true);
    const refused = await client.send("DELETE", `${base}/norma_flag`);
    expect([refused.status, refused.body["subCategory"]]).toEqual([
      400,
      "Properties.CANNOT_DELETE_PROPERTY_IN_USE",
    ]);
    expect((await client.send("DELETE", `${base}/groups/norma`)).status).toBe(400);
    client.sandbox.setPropertyInUse("norma_flag", false);
    expect((await client.send("DELETE", `${base}/norma_flag`)).status).toBe(204);
    expect((await client.send("DELETE", `${base}/groups/norma`)).status).toBe(204);
  });

  it("of type date take midnight UTC only and give back the day", async () => {
    const client = await withGroup();
    await client.post(base, { ...flag, name: "norma_stalled_since", type: "date", fieldType: "date" });
    const id = client.sandbox.portals[0]?.listDeals()[0]?.id;
    const write = async (value: string | number) =>
      await client.send("PATCH", `${objects}/deals/${id}`, { properties: { norma_stalled_since: value } });
    expect((await write("2026-10-01T02:00:00Z")).status).toBe(400);
    expect((await write(Date.UTC(2026, 9, 1))).body["properties"]?.["norma_stalled_since"]).toBe(
      "2026-10-01",
    );
    expect((await write("")).body["properties"]?.["norma_stalled_since"]).toBeNull();
  });
});
