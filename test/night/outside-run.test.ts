import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { SandboxOptions } from "../../src/crm/sandbox/options.ts";
import { type Sandbox, startSandbox } from "../../src/crm/sandbox/start-sandbox.ts";
import { loadTenants } from "../../src/store/tenants.ts";
import { findFreePort } from "../support/free-port.ts";
import { putFreshStores } from "../support/fresh-stores.ts";
import { type Misbehaviour, misbehaviours, withServer } from "./misbehaving-server.ts";
import { jsonLines, lastJson, type NormaRun, runNorma } from "./norma-process.ts";
import { countRowsByTenant, withStore } from "./stored-tenant.ts";

/*
 * What somebody outside sees: a server that speaks HubSpot, the command line, and nothing set but NORMA_DATA_DIR and the
 * variable of the token. Every case starts from a copy of one data folder in which the account is connected.
 */
const folder = mkdtempSync(join(tmpdir(), "norma-outside-"));
const connected = join(folder, "connected");
const night = "2026-10-14T04:00:10Z";
/** As if these were not set: the pace is the product's own. */
const ownPace = { NORMA_HUBSPOT_SEARCHES_PER_SECOND: "", NORMA_HUBSPOT_CALLS_PER_SECOND: "" };

let port = 0;
let token = "";
let tenant = "";

beforeAll(async () => {
  port = await findFreePort();
  await putFreshStores(connected);
  await withCrm({ limits: null }, async (crm) => {
    token = crm.portals[0]?.token ?? "";
    const run = await connectTo(crm.url, connected);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(jsonLines(run)).toEqual([expect.objectContaining({ tenant: expect.stringMatching(/^\w+$/) })]);
    tenant = String(lastJson(run)["tenant"]);
  });
}, 240_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("two nights in the real world's time and pace: a summary last, and the second picks up what changed", async () => {
  await withCrm({ startAt: Date.now() }, async (crm) => {
    const dataDir = copyOf("real");
    const first = await runNorma(["sync", "--json"], { dataDir, env: ownPace });
    expect(first.code).toBe(0);
    expectSummary(first);
    const { tasks, deals } = crm.snapshot();
    expect(lastJson(first)).toMatchObject({
      written: { tasks: tasks.length, deals: Object.keys(deals).length },
    });
    const [flagged = ""] = tasks[0]?.dealIds ?? [];
    crm.addCall(flagged, { text: "Spoke with the buyer.", isAnswered: true });
    crm.setDeal(flagged, { amount: 4_711 });

    const second = await runNorma(["sync", "--json"], { dataDir, env: ownPace });
    expectSummary(second);
    expect(lastJson(second)).toMatchObject({ tenant, written: { closed: 1 } });
    expect(crm.snapshot().deals[flagged]).toEqual({ norma_flag: "moving" });
    const done = crm.snapshot().tasks.filter(({ status }) => status === "COMPLETED");
    expect(done.map(({ dealIds }) => dealIds)).toEqual([[flagged]]);
    const amount = await withStore(dataDir, (store) =>
      store.inTenant(tenant, (db) =>
        db.selectFrom("deals").select("amount").where("id", "=", flagged).executeTakeFirst(),
      ),
    );
    expect(amount).toEqual({ amount: 4_711 });
    // None on a quiet machine; on a busy one calls that left at their pace may arrive in a bunch.
    expect(crm.requests.counts().answered429).toBeLessThan(3);
  });
}, 180_000);

it("a dry run prints every write and makes none; the night after makes exactly those; a removal takes all away", async () => {
  await withCrm({ limits: null }, async (crm) => {
    const dataDir = copyOf("dry");
    const untouched = crm.snapshot();
    const dry = await runNorma(["sync", "--dry-run", "--json", "--as-of", night], { dataDir });
    expect(dry.code).toBe(0);
    expect(crm.snapshot()).toEqual(untouched);
    expect(lastJson(dry)).toMatchObject({ tenant, written: { properties: 0, tasks: 0 } });

    const real = await runNorma(["sync", "--json", "--as-of", night], { dataDir });
    expectSummary(real);
    const { deals, tasks, properties } = crm.snapshot();
    expect(properties.length).toBeGreaterThan(10);
    expect(tasks.length).toBeGreaterThan(10);
    expect(plannedFields(dry)).toEqual(deals);
    expect(plannedTasks(dry)).toEqual(
      tasks.map(({ dealIds, subject, ownerId }) => ({ dealIds, subject, ownerId })),
    );

    const removal = await runNorma(["disconnect", tenant, "--remove-everything"], { dataDir });
    expect(removal).toMatchObject({ code: 0, stderr: "" });
    expect(lastJson(removal)).toMatchObject({ tenant, disconnected: true, tasksRemoved: tasks.length });
    expect(crm.snapshot()).toMatchObject({
      deals: {},
      tasks: [],
      properties: [],
      archivedTasks: tasks.length,
    });
    await withStore(dataDir, async (store) => {
      expect(await countRowsByTenant(store)).toEqual({});
      expect(await loadTenants(store)).toEqual([]);
    });
  });
}, 240_000);

it("tenants lists the account, and doctor tells a healthy one from one whose token was revoked", async () => {
  await withCrm({ limits: null }, async (crm) => {
    const dataDir = copyOf("doctor");
    const list = await runNorma(["tenants"], { dataDir });
    expect(list.code).toBe(0);
    expect(jsonLines(list)).toEqual([
      expect.objectContaining({ tenant, status: "active", baseUrl: crm.url }),
    ]);

    const healthy = await runNorma(["doctor"], { dataDir });
    expect(healthy.code).toBe(0);
    expect(healthy.stdout).not.toContain("FAIL");

    crm.faults.add({ do: "expire-token", times: null });
    const revoked = await runNorma(["doctor"], { dataDir });
    expect(revoked.code).toBe(1);
    expect(revoked.stdout).toMatch(/FAIL.*no longer accepts Norma's token\. Connect the account again/);
    expect(revoked.stdout + revoked.stderr).not.toContain(token);

    const sync = await runNorma(["sync", "--as-of", night], { dataDir });
    expectSentence(sync, {
      code: 1,
      sentence: /no longer accepts Norma's token\. Connect the account again/,
    });
  });
}, 240_000);

it("nights that a misbehaving server or a person broke off leave nothing in the way of a newer one", async () => {
  await withCrm({ limits: null }, async (crm) => {
    const dataDir = copyOf("newer");
    crm.faults.add({ do: "html", on: ["search"], after: 5, times: null });
    const broken = await runNorma(["sync", "--as-of", night], { dataDir });
    expectSentence(broken, { code: 1, sentence: /pull failed\. .*something that is not the CRM's format/ });
    crm.faults.clear();
    let isStopped = false;
    const stopped = await runNorma(["sync", "--as-of", night], {
      dataDir,
      onLine: (line, child) => {
        if (isStopped || !line.includes("pull: activities")) return;
        isStopped = true;
        child.kill("SIGTERM");
      },
    });
    expectSentence(stopped, { code: 1, sentence: /Interrupted\. What is done is kept/ });
    crm.advance(3_600_000);
    const newer = await runNorma(["sync", "--json", "--as-of", "2026-10-14T05:00:10Z"], { dataDir });
    expectSummary(newer);
    const { tasks, deals } = crm.snapshot();
    expect(tasks.length).toBeGreaterThan(10);
    expect(lastJson(newer)).toMatchObject({
      findings: { flagged: Object.keys(deals).length },
      written: { tasks: tasks.length },
    });
  });
}, 240_000);

describe("a wrong call ends with exit code 2 and a sentence", () => {
  it.each([
    [["sync", "--tenant", "t_nobody"], /There is no tenant t_nobody/],
    [["disconnect", "t_nobody"], /There is no tenant t_nobody/],
    [["sync", "--as-of", "tomorrow"], /Expected a date and time such as/],
    [["sync", "--nonsense"], /unknown option '--nonsense'/],
    [["connect", "hubspot", "--token-env", "NOBODY_SET_THIS"], /NOBODY_SET_THIS is not set/],
    [["connect", "hubspot", "--token-env", "T", "--base-url", "ftp://x"], /must be an http or https address/],
  ])("%j", async (args, sentence) => {
    const run = await runNorma(args, { dataDir: connected, env: { T: "secret" } });
    expectSentence(run, { code: 2, sentence });
  });

  it("a configuration that cannot be used", async () => {
    const run = await runNorma(["tenants"], { dataDir: connected, env: { DATABASE_URL: "nonsense" } });
    expectSentence(run, { code: 2, sentence: /DATABASE_URL must be an address/ });
  });
});

describe("a server that misbehaves ends a command with exit code 1 and one sentence", () => {
  it("while connecting, and at the start of a night", async () => {
    const names = Object.keys(misbehaviours) as Misbehaviour[];
    const connecting = names.map((what) => withServer(what, (url) => connectTo(url, copyOf("misbehaving"))));
    const syncing = runNorma(["sync", "--as-of", night], { dataDir: copyOf("gone") });
    for (const run of await Promise.all(connecting)) {
      expectSentence(run, { code: 1, sentence: /127\.0\.0\.1/ });
      expect(run.stdout).toBe("");
      expect(run.stderr).not.toContain(token);
    }
    expectSentence(await syncing, { code: 1, sentence: /pull failed\. No connection to http/ });
  }, 180_000);
});

async function withCrm<T>(options: SandboxOptions, act: (crm: Sandbox) => Promise<T>): Promise<T> {
  const crm = await startSandbox({ port, ...options });
  try {
    return await act(crm);
  } finally {
    await crm.close();
  }
}

function connectTo(url: string, dataDir: string): Promise<NormaRun> {
  const connect = ["connect", "hubspot", "--token-env", "T", "--base-url", url];
  return runNorma(connect, { dataDir, env: { T: token } });
}

function copyOf(name: string): string {
  const dataDir = mkdtempSync(join(folder, `${name}-`));
  cpSync(connected, dataDir, { recursive: true });
  return dataDir;
}

/** The last line of stdout is the night's summary, with all that scripts rely on. */
function expectSummary(run: NormaRun): void {
  expect(run.stderr).not.toMatch(/failed|Error|\n {4}at /);
  const lines = run.stdout.trimEnd().split("\n");
  expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({
    tenant,
    run: expect.any(String),
    pulled: { deals: expect.any(Number), activities: expect.any(Number) },
    findings: { flagged: expect.any(Number) },
    written: { properties: expect.any(Number), tasks: expect.any(Number) },
    calls: { search: expect.any(Number) },
    seconds: expect.any(Number),
  });
}

/** The last line of stderr is a sentence for people; no stack trace anywhere. */
function expectSentence(run: NormaRun, { code, sentence }: { code: number; sentence: RegExp }): void {
  expect(run).toMatchObject({ code, stderr: expect.stringMatching(sentence) });
  expect(run.stderr + run.stdout).not.toMatch(/\n? {4}at |node:internal|Error:/);
}

/** What a dry run would write, in the words of the CRM. */
function plannedFields(run: NormaRun): Record<string, Record<string, string>> {
  const planned = jsonLines(run).filter(({ would }) => would === "write-fields");
  return Object.fromEntries(
    planned.map(({ deal, fields }) => [
      String(deal),
      Object.fromEntries(
        Object.entries(fields as object)
          .filter(([, value]) => value !== null)
          .map(([name, value]) => [toPropertyName(name), String(value)]),
      ),
    ]),
  );
}

function plannedTasks(run: NormaRun) {
  const planned = jsonLines(run).filter(({ would }) => would === "create-task");
  return planned
    .map(({ dealId, subject, ownerId }) => ({ dealIds: [dealId], subject, ownerId }))
    .toSorted((a, b) => (String(a.dealIds) < String(b.dealIds) ? -1 : 1));
}

function toPropertyName(name: string): string {
  return `norma_${name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
}
