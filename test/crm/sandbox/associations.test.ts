import { afterEach, describe, expect, it } from "@jest/globals";
import { type Client, closeAll, list, objects, openClient, text } from "./client.ts";

afterEach(closeAll);

const batch = "/crm/associations/2026-09/deals/calls/batch/read";

async function readPage({ post }: Client, input: { id: string; after: string }) {
  const { body } = await post(batch, { inputs: [input] });
  const [page] = list(body["results"]);
  const next = page?.["paging"]?.["next"]?.["after"];
  return {
    ids: list(page?.["to"]).map((to) => text(to["toObjectId"])),
    next: next === undefined ? null : text(next),
  };
}

describe("association batch read", () => {
  it("pages the links of each record by itself", async () => {
    const client = await openClient({ settings: { associationPageSize: 2 } });
    const id = client.sandbox.portals[0]?.listDeals()[0]?.id ?? "";
    const added = [1, 2, 3, 4, 5].map(() => client.sandbox.addCall(id));
    const pages: string[][] = [];
    for (let after: string | null = "0"; after !== null; ) {
      const page = await readPage(client, { id, after });
      pages.push(page.ids);
      after = page.next;
    }
    const seen = pages.flat();
    expect(Math.max(...pages.map(({ length }) => length))).toBe(2);
    expect(seen).toEqual(expect.arrayContaining(added));
    expect(new Set(seen).size).toBe(seen.length);
  });

  it("takes 1,000 ids and not one more", async () => {
    const { post } = await openClient();
    const inputs = Array.from({ length: 1_001 }, (_, index) => ({ id: String(index) }));
    expect((await post(batch, { inputs })).status).toBe(400);
    expect((await post(batch, { inputs: inputs.slice(1) })).status).toBe(207);
  });

  it("gives an id once per label, and an error entry for a record without links", async () => {
    const { sandbox, post } = await openClient();
    const deal = sandbox.portals[0]?.listDeals()[0];
    const inputs = [{ id: deal?.id }, { id: "1" }];
    const { body } = await post("/crm/associations/2026-09/deals/contacts/batch/read", { inputs });
    const found = list(list(body["results"])[0]?.["to"]).map((to) => text(to["toObjectId"]));
    const [first = ""] = deal?.contactIds ?? [];
    expect(found.filter((id) => id === first)).toHaveLength(2);
    expect(list(body["errors"])[0]).toMatchObject({ subCategory: "crm.associations.NO_ASSOCIATIONS_FOUND" });
  });

  it("moves no modification stamp when a link is added later", async () => {
    const { sandbox, get } = await openClient();
    const [first, second] = sandbox.portals[0]?.listDeals() ?? [];
    const id = sandbox.addCall(first?.id ?? "");
    const before = (await get(`${objects}/calls/${id}`)).body["updatedAt"];
    sandbox.advance(60_000);
    sandbox.edit({ do: "link-touch", kind: "call", id, dealId: second?.id ?? "" });
    expect((await get(`${objects}/calls/${id}`)).body["updatedAt"]).toEqual(before);
  });
});
