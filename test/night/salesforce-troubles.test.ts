import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { readEnv } from "../../config/env.ts";
import { product } from "../../config/product.ts";
import { createCrms } from "../../src/cli/open-crms.ts";
import { type NightEnd, runNight } from "../../src/cli/run-night.ts";
import { openRuntime, type Runtime } from "../../src/cli/runtime.ts";
import { parseManifest } from "../../src/crm/manifest.ts";
import type { RequestSeen } from "../../src/crm/sandbox/options.ts";
import type { SandboxOrg } from "../../src/crm/sandbox/sandbox.ts";
import { type Sandbox, startSandbox } from "../../src/crm/sandbox/start-sandbox.ts";
import type { Tenant } from "../../src/domain/tenant.ts";
import { startNightWorkers } from "../../workers/start-workers.ts";
import { putFreshStores } from "../support/fresh-stores.ts";
import { soqlOf } from "./crm-under-night.ts";
import { connectOrg } from "./norma-in-process.ts";

/*
 * The same company in several orgs, each in trouble of its own for one night; the trouble is mended, and another process has the
 * next night. What the CRM then shows must not tell which org had which trouble.
 */
const orgIds = {
  calm: "00DSb0000000001MAA",
  /** Read by jobs of the Bulk API from a hundred rows on. */
  bulk: "00DSb0000000002MAA",
  /** Down for maintenance, and after that without Norma's fields. */
  mended: "00DSb0000000003MAA",
  /** The calls of the day end in the middle of the night. */
  spent: "00DSb0000000004MAA",
  /** Somebody holds two deals, and a validation rule protects a third. */
  guarded: "00DSb0000000005MAA",
  /** People move all deals that would be flagged, right after they were read. */
  busy: "00DSb0000000006MAA",
} as const;
type Who = keyof typeof orgIds;
const everybody = Object.keys(orgIds) as Who[];

const hidden = ["Opportunity.Norma_Flag__c", "Opportunity.Norma_Ask__c"];
const folder = mkdtempSync(join(tmpdir(), "norma-troubles-"));
await putFreshStores(folder);
const tenants = new Map<Who, Tenant>();
const firstEnds = new Map<string, NightEnd>();
const nextEnds = new Map<Who, NightEnd>();
const afterFirst = new Map<Who, ReturnType<Sandbox["orgSnapshot"]>>();
let crm: Sandbox;
/** Deals that are flagged where nothing is in the way. */
let flagged: readonly string[] = [];

beforeAll(async () => {
  crm = await startSandbox({
    orgs: everybody.map((who) => ({ orgId: orgIds[who], name: who })),
    onRequest: moveWhatWasRead,
  });
  const asOf = crm.now();
  await withNorma(async (norma) => {
    for (const who of everybody) tenants.set(who, await connectOrg(norma, crm, orgOf(who)));
    const first = async (who: Who, label: string = who) =>
      void firstEnds.set(label, await runOne(norma, who, asOf));
    await first("calm");
    flagged = Object.keys(snapshotOf("calm").deals);
    const [held = "", released = "", ruled = ""] = chosen();
    crm.lockDeal(held, 1_000, orgIds.guarded);
    crm.lockDeal(released, 2, orgIds.guarded);
    crm.refuseDeal(ruled, "The amount comes first.", orgIds.guarded);
    crm.setOrg({ dailyCalls: 1_000, usedCalls: 785 }, orgIds.spent);
    crm.faults.add({ do: "html", on: ["query"], after: 5, times: null, portalId: orgIds.mended });
    const mended = async () => {
      await first("mended", "maintenance");
      crm.faults.clear();
      crm.setOrg({ hiddenFields: hidden }, orgIds.mended);
    };
    await Promise.all([mended(), first("bulk"), first("spent"), first("guarded"), first("busy")]);
  });
  for (const who of everybody) afterFirst.set(who, snapshotOf(who));
  await withNorma(async (norma) => {
    firstEnds.set("mended", await runOne(norma, "mended", asOf));
    afterFirst.set("mended", snapshotOf("mended"));
  });
  crm.setOrg({ hiddenFields: [] }, orgIds.mended);
  crm.setOrg({ usedCalls: 0, dailyCalls: 100_000 }, orgIds.spent);
  const [held = "", , ruled = ""] = chosen();
  crm.lockDeal(held, 0, orgIds.guarded);
  crm.refuseDeal(ruled, null, orgIds.guarded);
  await withNorma(async (norma) => {
    const next = async (who: Who) => void nextEnds.set(who, await runOne(norma, who, asOf));
    await Promise.all([next("mended"), next("spent"), next("guarded")]);
  });
}, 480_000);

afterAll(async () => {
  await crm.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Norma as a new process, which remembers nothing of an org but what is stored. */
async function withNorma(act: (norma: Runtime) => Promise<void>): Promise<void> {
  const env = readEnv({ NORMA_DATA_DIR: folder, NORMA_LOG_LEVEL: "silent" });
  const norma = await openRuntime(env, { isWaitedFor: true });
  const { hubspot, salesforce, text } = product;
  const bulk = { ...salesforce.bulk, minRows: 100, rowsPerPage: 400, firstPollMs: 20 };
  const byBulk = createCrms({
    vault: norma.vault,
    manifest: parseManifest(JSON.parse(readFileSync("manifest.json", "utf8"))),
    client: null,
    pacing: hubspot,
    salesforce: { ...salesforce, bulk },
    maxTextLength: text.maxFollowUpLength,
    log: norma.log,
  });
  const openCrm: typeof norma.deps.openCrm = (tenant, now) =>
    (tenant.id === tenants.get("bulk")?.id ? byBulk : norma.crms).openFor(tenant, now);
  await startNightWorkers({ ...norma.deps, openCrm });
  try {
    await act(norma);
  } finally {
    await byBulk.close();
    await norma.close();
  }
}

async function runOne(norma: Runtime, who: Who, asOf: number): Promise<NightEnd> {
  const { signal } = new AbortController();
  const progress = { update: () => undefined, stop: () => undefined };
  return await runNight(norma, tenantOf(who), { asOf, isDryRun: false, progress, signal });
}

/** In `busy` the deals have been read when their contacts are asked for. */
function moveWhatWasRead({ portalId, body }: RequestSeen): void {
  if (portalId !== orgIds.busy || !soqlOf(body).includes("FROM OpportunityContactRole")) return;
  const deals = orgOf("busy").listDeals();
  for (const id of flagged) {
    const own = deals.find((deal) => deal.id === id);
    const other = deals.find(
      (deal) => deal.isOpen && deal.pipelineId === own?.pipelineId && deal.stageId !== own.stageId,
    );
    crm.moveDeal(id, other?.stageId ?? "", orgIds.busy);
  }
}

it("without trouble deals are flagged and tasks made, so that there is something to compare", () => {
  expect(firstEnds.get("calm")).toMatchObject({ kind: "done" });
  expect(flagged.length).toBeGreaterThan(10);
  expect(snapshotOf("calm").tasks.length).toBeGreaterThan(5);
  expect(Object.keys(snapshotOf("calm").periods).length).toBeGreaterThan(10);
});

it("a backfill by Bulk API finds and shows the same", () => {
  expect(firstEnds.get("bulk")).toMatchObject({ kind: "done" });
  expect(crm.requests.counts(orgIds.bulk).byKind["bulk"]).toBeGreaterThan(10);
  expect(snapshotOf("bulk")).toEqual(snapshotOf("calm"));
});

it("a page that says the org is away ends the night with a sentence", () => {
  expect(firstEnds.get("maintenance")).toMatchObject({
    kind: "failed",
    step: "pull",
    sentence: expect.stringMatching(/something that is not the CRM's format/),
  });
});

describe("fields that the user does not see", () => {
  it("are named in one sentence, and nothing is written by halves", () => {
    const fields = hidden.join(", ");
    expect(firstEnds.get("mended")).toMatchObject({
      kind: "failed",
      step: "write-back",
      sentence: expect.stringContaining(`does not show these fields to Norma's user: ${fields}.`),
    });
    expect(afterFirst.get("mended")).toMatchObject({ deals: {}, tasks: [], deletedTasks: 0 });
  });

  it("are written once an admin has shown them", () => expectMended("mended"));
});

describe("an org whose calls of the day are nearly used up", () => {
  it("is left alone before they are, in the middle of the night", () => {
    expect(firstEnds.get("spent")).toMatchObject({
      kind: "failed",
      sentence: expect.stringMatching(/has used 8\d\d of its 1000 API calls of the day.* stops at 80 %/),
    });
    expect(afterFirst.get("spent")).toMatchObject({ deals: {}, tasks: [] });
  });

  it("gets the rest of the night when there are calls again", () => expectMended("spent"));

  it("is not read from the beginning once more", () => {
    const readIn = (end: NightEnd | undefined) => (end?.kind === "done" ? end.run.counts.pulled : {});
    const [calm, rest] = [readIn(firstEnds.get("calm")), readIn(nextEnds.get("spent"))];
    expect(calm["activities"]).toBeGreaterThan(10_000);
    expect(rest["activities"]).toBeLessThan(0.95 * (calm["activities"] ?? 0));
    expect(rest["deals"]).toBeLessThan(0.5 * (calm["deals"] ?? 0));
  });
});

describe("deals that cannot be written", () => {
  it("wait when somebody holds them, and fail alone", () => {
    const [held = "", released = "", ruled = ""] = chosen();
    expect(firstEnds.get("guarded")).toMatchObject({
      kind: "done",
      run: { counts: { written: { refused: 1 } } },
    });
    const { [held]: _held, [ruled]: _ruled, ...others } = snapshotOf("calm").deals;
    expect(afterFirst.get("guarded")?.deals).toEqual(others);
    expect(Object.keys(others)).toContain(released);
    const calmTasks = snapshotOf("calm").tasks;
    expect(afterFirst.get("guarded")?.tasks).toEqual(calmTasks.filter(({ dealId }) => dealId !== held));
    expect(calmTasks.map(({ dealId }) => dealId)).toContain(held);
  });

  it("are written the next night", () => expectMended("guarded"));
});

it("no deal is flagged that moved after it was read", () => {
  expect(firstEnds.get("busy")).toMatchObject({ kind: "done" });
  const { deals, tasks } = snapshotOf("busy");
  expect(flagged.filter((id) => id in deals)).toEqual([]);
  expect(tasks.filter(({ dealId }) => flagged.includes(dealId))).toEqual([]);
});

function expectMended(who: Who): void {
  expect(nextEnds.get(who)).toMatchObject({ kind: "done", run: { state: "finished", problem: null } });
  expect(snapshotOf(who)).toEqual(snapshotOf("calm"));
}

/** Three of the deals that get a task besides. */
function chosen(): readonly string[] {
  return snapshotOf("calm")
    .tasks.map(({ dealId }) => dealId)
    .slice(0, 3);
}

function snapshotOf(who: Who): ReturnType<Sandbox["orgSnapshot"]> {
  return crm.orgSnapshot(orgIds[who]);
}

function orgOf(who: Who): SandboxOrg {
  const org = crm.orgs.find(({ orgId }) => orgId === orgIds[who]);
  if (org === undefined) throw new Error(`the simulator has no org ${who}`);
  return org;
}

function tenantOf(who: Who): Tenant {
  const tenant = tenants.get(who);
  if (tenant === undefined) throw new Error(`${who} is not connected`);
  return tenant;
}
