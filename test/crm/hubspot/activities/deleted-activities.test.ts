import { afterEach, describe, expect, it } from "@jest/globals";
import { sendJson, startTinyServer } from "../../tiny-server.ts";
import { openAdapter } from "../open-adapter.ts";

const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

type Rows = readonly { readonly id: string; readonly archived?: boolean }[];

/** A portal whose lists of archived records are the test's; null is a list that it refuses. */
async function start(lists: Readonly<Record<string, Rows | null>>) {
  const asked: string[] = [];
  const server = await startTinyServer(({ path }, response) => {
    const url = new URL(path, "http://portal");
    const type = url.pathname.split("/").at(-1) ?? "";
    asked.push(`${type} ${url.searchParams.get("archived")} ${url.searchParams.get("after") ?? ""}`.trim());
    const rows = type in lists ? lists[type] : [];
    if (rows === null || rows === undefined) return sendJson(response, 400, { message: "no archived ones" });
    const from = rows.findIndex(({ id }) => id === url.searchParams.get("after")) + 1;
    const results = rows.slice(from, from + 2);
    const isMore = from + 2 < rows.length;
    sendJson(response, 200, {
      results,
      ...(isMore ? { paging: { next: { after: results.at(-1)?.id } } } : {}),
    });
  });
  const crm = openAdapter(server.baseUrl);
  ends.push(
    () => crm.close(),
    () => server.close(),
  );
  const read = async (cursor: string | null, maxPages = Infinity) => {
    const ids: string[] = [];
    let [last, pages] = [cursor, 0];
    for await (const page of crm.readDeletedActivities(cursor)) {
      ids.push(...page.activityIds);
      last = page.cursor;
      pages += 1;
      if (pages >= maxPages) break;
    }
    return { ids, cursor: last };
  };
  return { crm, asked, read };
}

const archived = (id: string) => ({ id, archived: true });

describe("activities that HubSpot shows as archived", () => {
  it("are told of every kind, one call a page and no other", async () => {
    const { crm, asked, read } = await start({
      calls: [archived("1"), archived("2"), archived("3")],
      notes: [archived("1")],
    });
    expect((await read(null)).ids).toEqual(["call:1", "call:2", "call:3", "note:1"]);
    expect(asked.filter((one) => one.startsWith("calls"))).toEqual(["calls true", "calls true 2"]);
    expect(crm.callCounts()).toMatchObject({ byKind: { deleted: asked.length }, total: asked.length });
    expect(asked).toHaveLength(8);
  });

  it("are read on from any page's cursor without one lost", async () => {
    const lists = {
      emails: [archived("7")],
      calls: ["1", "2", "3", "4", "5"].map(archived),
      tasks: [archived("9")],
    };
    const { read } = await start(lists);
    const whole = (await read(null)).ids;
    const inParts: string[] = [];
    let cursor: string | null = null;
    for (let night = 0; night < 12; night += 1) {
      const part = await read(cursor, 1);
      inParts.push(...part.ids);
      cursor = part.cursor;
    }
    expect(inParts).toEqual(whole);
    expect(whole).toHaveLength(7);
  });

  it("are not those that a server lists without the mark: it may not know what archived means", async () => {
    const { read } = await start({ calls: [{ id: "1" }, { id: "2", archived: false }, archived("3")] });
    expect((await read(null)).ids).toEqual(["call:3"]);
  });

  it("are none of a kind whose list is refused, and the others are read", async () => {
    const { read } = await start({ emails: null, calls: [archived("1")], communications: null });
    expect((await read(null)).ids).toEqual(["call:1"]);
  });
});
