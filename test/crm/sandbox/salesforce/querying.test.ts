import { generateKeyPairSync } from "node:crypto";
import { afterEach, describe, expect, it } from "@jest/globals";
import { text } from "../client.ts";
import { closeAll, codeOf, openOrgClient, root, sign, toForm, toList } from "./org-client.ts";

afterEach(closeAll);

const ofDeals = `${root}/query?q=${encodeURIComponent("SELECT Id, Description FROM Opportunity ORDER BY Id")}`;

describe("pages of a query", () => {
  it("follow each other by nextRecordsUrl, count everything, and show the rows as they were", async () => {
    const { sandbox, ask } = await openOrgClient({ pageSize: 3 });
    const first = await ask("GET", ofDeals);
    const total = Number(first.body["totalSize"]);
    expect(first.body["done"]).toBe(false);
    const last = String(toList((await ask("GET", ofDeals)).body["records"]).length);
    expect(last).toBe("3");
    let seen = toList(first.body["records"]);
    const ids = (await ask("GET", `${ofDeals}%20DESC%20LIMIT%201`)).body["records"];
    const id = text(toList(ids)[0]?.["Id"]);
    sandbox.edit({ do: "set-row", object: "Opportunity", id, values: { Description: "later" } });
    for (let path = first.body["nextRecordsUrl"]; path !== undefined; ) {
      const { body } = await ask("GET", text(path));
      seen = [...seen, ...toList(body["records"])];
      path = body["nextRecordsUrl"];
    }
    expect(seen).toHaveLength(total);
    expect(new Set(seen.map((row) => row["Id"])).size).toBe(total);
    expect(seen.at(-1)?.["Description"]).toBeNull();
  });

  it("end when the server has forgotten its cursors", async () => {
    const { sandbox, ask } = await openOrgClient({ pageSize: 3 });
    const { body } = await ask("GET", ofDeals);
    sandbox.faults.add({ do: "forget-cursors" });
    const next = await ask("GET", text(body["nextRecordsUrl"]));
    expect([next.status, codeOf(next.body)]).toEqual([400, "INVALID_QUERY_LOCATOR"]);
  });

  it("may be shorter than asked for, and still promise more", async () => {
    const { sandbox, ask } = await openOrgClient();
    sandbox.faults.add({ do: "short-page", rows: 0 });
    const { body } = await ask("GET", ofDeals);
    expect(body).toMatchObject({ done: false, records: [], nextRecordsUrl: expect.any(String) });
  });
});

it("archived activities and deleted rows are shown by queryAll alone", async () => {
  const { sandbox, query } = await openOrgClient({ archiveAfterDays: 2 });
  const archived = "SELECT Id FROM Task WHERE IsArchived = true";
  expect(await query(archived)).toEqual([]);
  expect((await query(archived, "queryAll")).length).toBeGreaterThan(0);
  const [deal] = sandbox.orgs[0]?.listDeals() ?? [];
  sandbox.archiveDeal(deal?.id ?? "");
  const one = `SELECT IsDeleted FROM Opportunity WHERE Id = '${deal?.id}'`;
  expect(await query(one)).toEqual([]);
  expect(await query(one, "queryAll")).toMatchObject([{ IsDeleted: true }]);
});

it("an address may have 16 kB, headers included, and no more", async () => {
  const { ask } = await openOrgClient();
  const withIds = (count: number) =>
    `${root}/query?q=SELECT+Id+FROM+Task+WHERE+Id+IN+(${"'00TSb0000000001',".repeat(count)}'')`;
  expect((await ask("GET", withIds(700))).status).toBe(200);
  expect((await ask("GET", withIds(1_000))).status).toBe(431);
});

describe("calls of the day", () => {
  it("are told with every answer and refused beyond the limit, as 403", async () => {
    const { sandbox, ask } = await openOrgClient({ dailyCalls: 100, usedCalls: 97 });
    const usage = async () => (await ask("GET", ofDeals)).headers.get("sforce-limit-info");
    expect([await usage(), await usage()]).toEqual(["api-usage=98/100", "api-usage=99/100"]);
    const limits = await ask("GET", `${root}/limits`);
    expect(limits.body).toEqual({ DailyApiRequests: { Max: 100, Remaining: 0 } });
    const refused = await ask("GET", ofDeals);
    expect([refused.status, codeOf(refused.body)]).toEqual([403, "REQUEST_LIMIT_EXCEEDED"]);
    sandbox.setOrg({ usedCalls: 0 });
    expect((await ask("GET", ofDeals)).status).toBe(200);
  });
});

describe("versions", () => {
  it.each([
    ["30.0", 410, "UNSUPPORTED_API_VERSION"],
    ["66", 404, "NOT_FOUND"],
    ["99.0", 404, "NOT_FOUND"],
  ])("%s answers %i", async (version, status, code) => {
    const { ask } = await openOrgClient();
    const answer = await ask("GET", `/services/data/v${version}/limits`);
    expect([answer.status, codeOf(answer.body)]).toEqual([status, code]);
  });
});

describe("logging in", () => {
  const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 })
    .privateKey.export({ type: "pkcs8", format: "pem" })
    .toString();

  it.each([
    ["another key", { key: stranger }, "invalid_grant"],
    ["an unknown app", { issuer: "somebody" }, "invalid_client_id"],
    ["an unknown user", { subject: "nobody@example.com" }, "invalid_grant"],
    ["another login host", { audience: "https://login.example.com" }, "invalid_grant"],
    ["an assertion that has expired", { seconds: -60 }, "invalid_grant"],
    ["an assertion that is good for an hour", { seconds: 3_600 }, "invalid_grant"],
  ])("is refused with %s", async (_what, own, error) => {
    const { sandbox, logIn } = await openOrgClient();
    const { status, body } = await logIn(toForm(await sign(sandbox, own)));
    expect([status, body["error"]]).toEqual([400, error]);
  });

  it("is refused by other flows, and a session that ended is", async () => {
    const { sandbox, logIn, ask } = await openOrgClient();
    expect((await logIn({ grant_type: "password" })).body["error"]).toBe("unsupported_grant_type");
    sandbox.faults.add({ do: "expire-token" });
    const ended = await ask("GET", ofDeals);
    expect([ended.status, codeOf(ended.body)]).toEqual([401, "INVALID_SESSION_ID"]);
  });

  it("ends for everybody when an admin blocks the app, and begins again when the admin lets it in", async () => {
    const { sandbox, logIn, ask } = await openOrgClient();
    sandbox.setOrg({ isAppApproved: false });
    expect((await ask("GET", ofDeals)).status).toBe(401);
    expect((await logIn(toForm(await sign(sandbox)))).body["error"]).toBe("invalid_grant");
    sandbox.setOrg({ isAppApproved: true });
    expect((await logIn(toForm(await sign(sandbox)))).status).toBe(200);
  });
});

describe("a composite request", () => {
  const part = (url: string, referenceId: string) => ({ method: "GET", url, referenceId });
  const soql = (text: string) => `${root}/query/?q=${encodeURIComponent(text)}`;

  it("is answered part by part, each as if it had been asked alone, and counts as one call", async () => {
    const { ask } = await openOrgClient({ pageSize: 3 });
    const alone = await ask("GET", soql("SELECT Id FROM Opportunity ORDER BY Id"));
    const { body, headers } = await ask("POST", `${root}/composite`, {
      compositeRequest: [
        part(soql("SELECT Id FROM Opportunity ORDER BY Id"), "deals"),
        part(`${root}/sobjects/Nonsense/describe`, "nonsense"),
        part(text(alone.body["nextRecordsUrl"]), "more"),
      ],
    });
    const parts = toList(body["compositeResponse"]);
    expect(parts.map(({ referenceId, httpStatusCode }) => [referenceId, httpStatusCode])).toEqual([
      ["deals", 200],
      ["nonsense", 404],
      ["more", 200],
    ]);
    expect(parts[0]?.["body"]).toMatchObject({ records: alone.body["records"], done: false });
    const usageOf = (all: Headers) => Number(/api-usage=(\d+)/.exec(all.get("sforce-limit-info") ?? "")?.[1]);
    expect(usageOf(headers) - usageOf(alone.headers)).toBe(1);
  });

  it("holds at most five queries", async () => {
    const { ask } = await openOrgClient();
    const six = Array.from({ length: 6 }, (_, index) => part(soql("SELECT Id FROM User"), `part${index}`));
    expect((await ask("POST", `${root}/composite`, { compositeRequest: six })).status).toBe(400);
  });
});
