import { afterEach, describe, expect, it } from "@jest/globals";
import type { Crm, TaskDraft } from "../../../../src/crm/port.ts";
import type { SandboxOptions } from "../../../../src/crm/sandbox/options.ts";
import { type Sandbox, startSandbox } from "../../../../src/crm/sandbox/start-sandbox.ts";
import { manifest, openAdapter } from "../open-adapter.ts";

const size = { reps: 4, openDeals: 240, activitiesPerDay: 20, historyDays: 3 } as const;
const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

interface Started {
  readonly sandbox: Sandbox;
  readonly crm: Crm;
  readonly dealIds: readonly string[];
  /** Calls HubSpot's API as an admin's other tool would. */
  readonly api: (
    method: string,
    path: string,
    body?: unknown,
  ) => Promise<{ status: number; json: Record<string, unknown> }>;
}

async function start(
  options: SandboxOptions = {},
  more: Parameters<typeof openAdapter>[1] = {},
): Promise<Started> {
  const sandbox = await startSandbox({ limits: null, size, ...options });
  const portal = sandbox.portals[0];
  const token = portal?.token ?? "";
  const settings = {
    credentials: { kind: "static", token },
    now: () => sandbox.now(),
    timeoutMs: 1_000,
  } as const;
  const crm = openAdapter(sandbox.url, { ...settings, ...more });
  ends.push(
    () => crm.close(),
    () => sandbox.close(),
  );
  const open = portal?.listDeals().filter(({ isOpen }) => isOpen) ?? [];
  return {
    sandbox,
    crm,
    dealIds: open.map(({ id }) => id),
    api: async (method, path, body) => {
      const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
      const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
      const response = await fetch(`${sandbox.url}${path}`, init);
      const text = await response.text();
      return { status: response.status, json: text === "" ? {} : JSON.parse(text) };
    },
  };
}

function drafts(sandbox: Sandbox, dealIds: readonly string[]): readonly TaskDraft[] {
  const owners = new Map(sandbox.portals[0]?.listDeals().map(({ id, ownerId }) => [id, ownerId]));
  return dealIds.map((dealId) => ({
    key: `task:${dealId}:silence:2026-10-01`,
    dealId,
    ownerId: owners.get(dealId) ?? "",
    subject: "Agree a date",
    body: "It has been quiet",
    due: "2026-10-15",
    priority: "medium",
  }));
}

describe("deal fields", () => {
  it("go out in batches of a hundred", async () => {
    const { crm, dealIds } = await start();
    await crm.ensureFields();
    const before = crm.callCounts().byKind["write"] ?? 0;
    const results = await crm.writeDealFields(
      dealIds.map((dealId) => ({ dealId, fields: { flag: "moving" } })),
    );
    expect(new Set(results.map(({ kind }) => kind))).toEqual(new Set(["written"]));
    expect((crm.callCounts().byKind["write"] ?? 0) - before).toBe(Math.ceil(dealIds.length / 100));
  });

  it("of a bad deal are found by halving, and the rest of its hundred is written", async () => {
    const { sandbox, crm, dealIds } = await start();
    await crm.ensureFields();
    const ids = dealIds.slice(0, 100);
    sandbox.refuseDeal(ids[37] ?? "", "Rule: a lost reason is required");
    const before = crm.callCounts().total;
    const results = await crm.writeDealFields(ids.map((dealId) => ({ dealId, fields: { repeats: 1 } })));
    expect(results.filter(({ kind }) => kind === "written")).toHaveLength(99);
    expect(results.find(({ kind }) => kind === "refused")).toMatchObject({
      key: ids[37],
      problem: expect.stringContaining("a lost reason is required"),
    });
    expect(crm.callCounts().total - before).toBeLessThanOrEqual(15);
  });

  it("that are all refused for one reason are not tried one by one", async () => {
    const { sandbox, crm, dealIds } = await start();
    await crm.ensureFields();
    for (const id of dealIds) sandbox.refuseDeal(id, `Rule: deal ${id} needs a reason`);
    const before = crm.callCounts().total;
    const results = await crm.writeDealFields(dealIds.map((dealId) => ({ dealId, fields: { repeats: 1 } })));
    expect(results.map(({ key, kind }) => [key, kind])).toEqual(dealIds.map((id) => [id, "refused"]));
    expect(crm.callCounts().total - before).toBeLessThanOrEqual(30);
  });

  it("may be written again after a lost answer, because writing twice does nothing twice", async () => {
    const { sandbox, crm, dealIds } = await start();
    await crm.ensureFields();
    sandbox.faults.add(
      { do: "lose-answer", on: ["write"] },
      { do: "error", status: 502, on: ["write"], after: 1 },
    );
    const results = await crm.writeDealFields([{ dealId: dealIds[0] ?? "", fields: { ask: "When?" } }]);
    expect(results).toMatchObject([{ kind: "written" }]);
    expect(sandbox.snapshot().deals[dealIds[0] ?? ""]).toEqual({ norma_ask: "When?" });
  });

  it("never hold what people write into the contest property", async () => {
    const { sandbox, crm, dealIds } = await start();
    await crm.ensureFields();
    const [dealId = ""] = dealIds;
    sandbox.edit({ do: "set-values", type: "deals", id: dealId, values: { norma_contest: "contest" } });
    const stray = { flag: "silent", contest: null } as const;
    await crm.writeDealFields([{ dealId, fields: stray }]);
    const { found } = await crm.readDealsById([dealId]);
    expect(found[0]).toMatchObject({ contest: "contest", fields: { flag: "silent" } });
  });

  it("do not bring the rep's words back in a refusal", async () => {
    const { crm, dealIds } = await start();
    await crm.ensureFields();
    const words = "the buyer's private remark about money";
    const stray = { usualDays: words } as unknown as { usualDays: number };
    const [result] = await crm.writeDealFields([{ dealId: dealIds[0] ?? "", fields: stray }]);
    expect(result?.kind).toBe("refused");
    expect(JSON.stringify(result)).not.toContain("private remark");
  });
});

describe("tasks", () => {
  it("are made once, due at midday of the account's own day, with text that is not markup", async () => {
    const { sandbox, crm, dealIds } = await start();
    const [draft] = drafts(sandbox, dealIds);
    if (draft === undefined) throw new Error("no deal");
    await crm.createTasks([{ ...draft, body: "price < 10 & more\nsecond line" }]);
    expect(sandbox.snapshot().tasks).toMatchObject([
      {
        dealIds: [draft.dealId],
        status: "NOT_STARTED",
        ownerId: draft.ownerId,
        due: expect.stringMatching(/^2026-10-15T10:00/),
        body: `price &lt; 10 &amp; more<br>second line<br><br>Norma ref: ${draft.key}`,
      },
    ]);
  });

  it.each([
    ["the answer is lost after they were made", { do: "lose-answer" } as const, 3],
    ["the connection is cut before they were made", { do: "reset" } as const, 0],
    ["the answer never comes", { do: "hang" } as const, 0],
    ["a gateway fails", { do: "error", status: 504 } as const, 0],
    ["half an answer comes", { do: "truncate" } as const, 3],
    ["a web page comes instead", { do: "html" } as const, 0],
  ])("are unknown and not sent again when %s", async (_, fault, made) => {
    const { sandbox, crm, dealIds } = await start();
    await crm.readAccount();
    const wanted = drafts(sandbox, dealIds.slice(0, 3));
    sandbox.faults.add({ ...fault, on: ["write"] });
    const results = await crm.createTasks(wanted);
    expect(results.map(({ key, kind }) => [key, kind])).toEqual(wanted.map(({ key }) => [key, "unknown"]));
    const createdSince = sandbox.now() - 60_000;
    const found = await crm.findTasks(wanted.map(({ key, dealId }) => ({ key, dealId, createdSince })));
    expect(sandbox.snapshot().tasks).toHaveLength(found.size);
    expect(found.size).toBe(made);
  });

  it("are tried again when the server said that it did nothing", async () => {
    const { sandbox, crm, dealIds } = await start();
    await crm.readAccount();
    sandbox.faults.add({ do: "busy", retryAfterSeconds: 0.05, on: ["write"], times: 2 });
    const results = await crm.createTasks(drafts(sandbox, dealIds.slice(0, 3)));
    expect(results.map(({ kind }) => kind)).toEqual(["written", "written", "written"]);
    expect(sandbox.snapshot().tasks).toHaveLength(3);
  });

  it("are found without the search index, however far it lags", async () => {
    const { sandbox, crm, dealIds } = await start({ settings: { indexLagMs: 3_600_000 } });
    const wanted = drafts(sandbox, dealIds.slice(0, 5));
    await crm.createTasks(wanted);
    const found = await crm.findTasks(
      wanted.map(({ key, dealId }) => ({ key, dealId, createdSince: sandbox.now() - 60_000 })),
    );
    expect(found.size).toBe(5);
  });

  it("closed by us are done; those that a person deleted are refused one by one", async () => {
    const { sandbox, crm, dealIds } = await start();
    const made = await crm.createTasks(drafts(sandbox, dealIds.slice(0, 3)));
    const ids = made.map((result) => (result.kind === "written" ? result.remoteId : ""));
    sandbox.deleteTask(ids[1] ?? "");
    const results = await crm.closeTasks(ids);
    expect(results.map(({ kind }) => kind)).toEqual(["written", "refused", "written"]);
    expect([...(await crm.readTaskStates(ids)).values()]).toEqual(["done", "deleted", "done"]);
  });

  it("whose batch was stopped by the account keep what is settled and leave the rest unknown", async () => {
    const { sandbox, crm, dealIds } = await start({}, { maxAttempts: 1 });
    await crm.readAccount();
    sandbox.faults.add({ do: "busy", on: ["write"], after: 1, times: null });
    const results = await crm.createTasks(drafts(sandbox, dealIds.slice(0, 150)));
    expect(results).toHaveLength(150);
    expect(results.filter(({ kind }) => kind === "written")).toHaveLength(100);
    expect(results.filter(({ kind }) => kind === "unknown")).toHaveLength(50);
  });
});

describe("Norma's properties", () => {
  const path = "/crm/properties/2026-09/deals";

  it("are created in their group, all of the manifest's, and the second time nothing is written", async () => {
    const { sandbox, crm, api } = await start();
    const names = manifest.dealFields.fields.map(({ name }) => name);
    expect(await crm.ensureFields()).toEqual({ created: names, repaired: [], unchanged: 0 });
    expect(sandbox.snapshot().properties.toSorted()).toEqual(names.toSorted());
    expect((await api("GET", `${path}/norma_promise_due`)).json).toMatchObject({
      type: "date",
      fieldType: "date",
      groupName: "norma",
    });
    const before = crm.callCounts().byKind["property-write"];
    expect(await crm.ensureFields()).toEqual({ created: [], repaired: [], unchanged: names.length });
    expect(crm.callCounts().byKind["property-write"]).toBe(before);
  });

  it("keep the customer's own options and labels, and get back options that were taken away", async () => {
    const { crm, api } = await start();
    await crm.ensureFields();
    const options = [
      { value: "price", label: "Cena", displayOrder: 0, hidden: false },
      { value: "our_own", label: "Our own reason", displayOrder: 1, hidden: false },
    ];
    await api("PATCH", `${path}/norma_reason`, { label: "Why not", options });
    expect(await crm.ensureFields()).toMatchObject({ created: [], repaired: ["norma_reason"] });
    const { json } = await api("GET", `${path}/norma_reason`);
    const now = json["options"] as { value: string; label: string }[];
    expect(json["label"]).toBe("Why not");
    expect(now.slice(0, 2).map(({ value, label }) => [value, label])).toEqual([
      ["price", "Cena"],
      ["our_own", "Our own reason"],
    ]);
    expect(now).toHaveLength(16);
  });

  it("come back whole when archived ones are restored with their old definition", async () => {
    const { sandbox, crm, api } = await start();
    await crm.ensureFields();
    await api("PATCH", `${path}/norma_flag`, {
      options: [{ value: "old", label: "Old", displayOrder: 0, hidden: false }],
    });
    for (const { name } of manifest.dealFields.fields) await api("DELETE", `${path}/${name}`);
    expect(sandbox.snapshot().properties).toEqual([]);
    const report = await crm.ensureFields();
    expect([...report.created, ...report.repaired].toSorted()).toEqual(
      manifest.dealFields.fields.map(({ name }) => name).toSorted(),
    );
    const { json } = await api("GET", `${path}/norma_flag`);
    const values = (json["options"] as { value: string }[]).map(({ value }) => value);
    expect(values).toEqual(
      expect.arrayContaining(["moving", "solution", "vague", "excuse", "silent", "broken"]),
    );
  });

  it("need their scope, and the error names it", async () => {
    const { crm } = await start({
      portals: [
        { portalId: 7, size, scopes: ["oauth", "crm.objects.deals.read", "crm.objects.deals.write"] },
      ],
    });
    await expect(crm.ensureFields()).rejects.toMatchObject({
      code: "scope-missing",
      message: expect.stringContaining("crm.schemas.deals.write"),
    });
  });
});

describe("removing everything", () => {
  it("tells what is in use instead of failing, and can be repeated", async () => {
    const { sandbox, crm, dealIds } = await start();
    await crm.ensureFields();
    const made = await crm.createTasks(drafts(sandbox, dealIds.slice(0, 2)));
    const ids = made.map((result) => (result.kind === "written" ? result.remoteId : ""));
    sandbox.setPropertyInUse("norma_flag", true);
    const report = await crm.removeEverything([...ids, "999999999"]);
    expect(report).toMatchObject({ tasksRemoved: 2, fieldsRemoved: manifest.dealFields.fields.length - 1 });
    expect(report.left.join(" ")).toContain("norma_flag");
    sandbox.setPropertyInUse("norma_flag", false);
    expect(await crm.removeEverything(ids)).toEqual({ tasksRemoved: 0, fieldsRemoved: 1, left: [] });
    expect(sandbox.snapshot()).toMatchObject({ tasks: [], properties: [], archivedTasks: 2 });
  });

  it("gives the installation back where there is one", async () => {
    const started = await startSandbox({ limits: null, size });
    const crm = openAdapter(started.url, {
      client: started.client,
      credentials: {
        kind: "oauth",
        accessToken: "none",
        refreshToken: started.portals[0]?.refreshToken ?? "",
        expiresAt: 0,
      },
    });
    ends.push(
      () => crm.close(),
      () => started.close(),
    );
    expect((await crm.removeEverything([])).left).toEqual([]);
    expect(started.requests.counts().byKind["install"]).toBe(1);
    await expect(crm.readPeople()).rejects.toMatchObject({
      code: expect.stringMatching(/token-rejected|disconnected/),
    });
  });
});
