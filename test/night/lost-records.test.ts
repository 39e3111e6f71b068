import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { product } from "../../config/product.ts";
import type { Runtime } from "../../src/cli/runtime.ts";
import type { FaultInput } from "../../src/crm/sandbox/faults.ts";
import type { PortalOptions } from "../../src/crm/sandbox/options.ts";
import type { SandboxPortal } from "../../src/crm/sandbox/sandbox.ts";
import { type Sandbox, startSandbox } from "../../src/crm/sandbox/start-sandbox.ts";
import { msPerDay } from "../../src/domain/time.ts";
import { connectPortal, openNorma, runWholeNight } from "./norma-in-process.ts";
import { listTrueActivities, listTrueDeals } from "./stored-tenant.ts";

/*
 * The same company in several accounts, each in trouble of its own for one night; then a day passes, people work, and a
 * quiet night follows. All nights run in one process.
 */
const searching = ["search", "object-list"];
const oftenBusy = { chance: 0.06, times: null, retryAfterSeconds: 0.02 } as const;

interface Trouble {
  readonly options?: Partial<PortalOptions>;
  readonly faults: readonly FaultInput[];
}

const troubles = {
  none: { faults: [] },
  "edits while paging, short pages and an index that lags behind": {
    options: { indexLagMs: 2_500 },
    faults: [
      { do: "edits", edits: 5, on: ["search"], times: null },
      { do: "short-page", rows: 0, on: searching, times: null, chance: 0.2 },
      { do: "short-page", rows: 7, on: searching, times: 40, chance: 0.4 },
    ],
  },
  "throttling, failures, cut connections and tokens that expire": {
    faults: [
      { do: "busy", ...oftenBusy },
      { do: "error", status: 503, ...oftenBusy },
      { do: "error", status: 502, ...oftenBusy },
      { do: "reset", chance: 0.1, times: 4 },
      { do: "truncate", chance: 0.1, times: 4 },
      ...[3, 15, 30, 60].map((after) => ({ do: "expire-token", after }) as const),
    ],
  },
  "writes whose answers are lost": {
    faults: [
      { do: "lose-answer", path: "/tasks/batch/create" },
      { do: "lose-answer", path: "/deals/batch/update" },
      { do: "lose-answer", on: ["property"] },
    ],
  },
  "writes that are accepted and dropped": {
    faults: [
      { do: "drop-write", path: "/tasks/batch/create" },
      { do: "drop-write", path: "/deals/batch/update" },
    ],
  },
} as const satisfies Record<string, Trouble>;
type TroubleName = keyof typeof troubles;
const names = Object.keys(troubles) as TroubleName[];

const folder = mkdtempSync(join(tmpdir(), "norma-lost-"));
/** Calls of the first night: what fails or is cut short is asked for again. */
const calls = new Map<TroubleName, number>();
const tenantIds = new Map<TroubleName, string>();
const afterFirst = new Map<TroubleName, ReturnType<Sandbox["snapshot"]>>();
let crm: Sandbox;
let norma: Runtime;
/** What was modified before the first night's window is not read. */
let readSince = 0;

beforeAll(async () => {
  crm = await startSandbox({
    limits: null,
    portals: names.map((name, index) => ({ portalId: 51_000_001 + index, ...optionsOf(troubles[name]) })),
  });
  norma = await openNorma(folder, { client: crm.client });
  const asOf = crm.now();
  readSince = asOf - product.pull.activityBackfillDays * msPerDay;
  const tenants = new Map<TroubleName, Awaited<ReturnType<typeof connectPortal>>>();
  for (const name of names) {
    const portal = portalOf(name);
    const tenant = await connectPortal(norma, crm, { portal, isOAuth: true });
    tenants.set(name, tenant);
    tenantIds.set(name, tenant.id);
    // Written a moment ago: a lagging index does not show it yet.
    crm.addNote(openDealsOf(name)[0] ?? "", "Call back on Monday.", portal.portalId);
    const { portalId } = portal;
    crm.faults.add(...troubles[name].faults.map((fault) => ({ ...fault, portalId })));
    await runWholeNight(norma, tenant, asOf);
    calls.set(name, crm.requests.counts(portalId).total);
    afterFirst.set(name, crm.snapshot(portalId));
    crm.faults.clear();
  }
  crm.advance(msPerDay);
  for (const name of names) workFor(name);
  crm.advance(10_000);
  const nextNight = crm.now();
  for (const [name, tenant] of tenants) {
    await runWholeNight(norma, tenant, nextNight).catch((cause) => {
      throw new Error(`the night after ${name}`, { cause });
    });
  }
}, 240_000);

afterAll(async () => {
  await norma.close();
  await crm.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A day in which deals move, change hands, are lost, merged and archived, and others begin. */
function workFor(name: TroubleName): void {
  const { portalId } = portalOf(name);
  const [moved = "", priced = "", handed = "", lost = "", archived = "", winner = "", loser = ""] =
    openDealsOf(name);
  crm.moveDeal(moved, otherStage(name, { than: moved, isOpen: true }), portalId);
  crm.addCall(moved, { text: "They want a smaller pilot.", isAnswered: true }, portalId);
  crm.setDeal(priced, { amount: 4_711, closeDate: "2027-01-31" }, portalId);
  crm.setDeal(handed, { ownerId: "71520013" }, portalId);
  crm.moveDeal(lost, otherStage(name, { than: lost, isOpen: false }), portalId);
  crm.archiveDeal(archived, portalId);
  crm.mergeDeals(winner, loser, portalId);
  crm.edit({ do: "open-deal", ownerId: "71520011", name: "Begun today", amount: 9_000 }, portalId);
}

/** A stage of the same pipeline, open or closed. */
function otherStage(name: TroubleName, wanted: { than: string; isOpen: boolean }): string {
  const deals = portalOf(name).listDeals();
  const own = deals.find(({ id }) => id === wanted.than);
  const other = deals.find(
    (deal) =>
      deal.isOpen === wanted.isOpen && deal.pipelineId === own?.pipelineId && deal.stageId !== own.stageId,
  );
  if (other === undefined) throw new Error(`no other stage than that of deal ${wanted.than}`);
  return other.stageId;
}

describe.each(names)("after a night with %s and the night after it", (name) => {
  it("every deal is stored as it stands in the CRM", async () => {
    const truth = new Map((await listTrueDeals(crm, portalOf(name))).map((deal) => [deal.id, deal]));
    const stored = await norma.store.inTenant(tenantIdOf(name), (db) =>
      db
        .selectFrom("deals")
        .select(["id", "stage_id", "owner_id", "amount", "close_date", "outcome", "gone_at"])
        .orderBy("id")
        .execute(),
    );
    const live = stored.filter(({ gone_at }) => gone_at === null);
    expect(
      live.map(({ id, stage_id, owner_id, amount, close_date }) => {
        return { id, stageId: stage_id, ownerId: owner_id, amount, closeDate: close_date };
      }),
    ).toEqual(live.map(({ id }) => truth.get(id)));
    const openIds = openDealsOf(name);
    expect(openIds.length).toBeGreaterThan(50);
    const storedOpen = live.filter(({ outcome }) => outcome === "open").map(({ id }) => id);
    expect(storedOpen.toSorted()).toEqual(openIds.toSorted());
  });

  it("every activity is there, in its latest version", async () => {
    const all = await listTrueActivities(crm, portalOf(name));
    const truth = new Map([...all].filter(([, modifiedAt]) => modifiedAt >= readSince));
    const rows = await norma.store.inTenant(tenantIdOf(name), (db) =>
      db.selectFrom("activities").select(["id", "modified_at", "source"]).execute(),
    );
    const stored = new Map(rows.map((row) => [row.id, row]));
    const missing = [...truth.keys()].filter((id) => !stored.has(id));
    const ownTasks = crm.snapshot(portalOf(name).portalId).tasks.length;
    // The tasks that Norma made in the second night are not read before the third.
    expect(missing.filter((id) => !id.startsWith("task:"))).toEqual([]);
    expect(missing.length).toBeLessThanOrEqual(ownTasks);
    const stale = [...truth].filter(
      ([id, at]) =>
        stored.get(id)?.source !== "norma" && stored.has(id) && stored.get(id)?.modified_at !== at,
    );
    expect(stale).toEqual([]);
    expect(truth.size).toBeGreaterThan(4_000);
  });

  it("the CRM has no task twice, and shows what it would show without the trouble", () => {
    const { tasks, deals, properties } = crm.snapshot(portalOf(name).portalId);
    const keys = tasks.map(({ dealIds, subject }) => `${dealIds.join()} ${subject}`);
    expect(new Set(keys).size).toBe(keys.length);
    const undisturbed = crm.snapshot(portalOf("none").portalId);
    expect(properties).toEqual(undisturbed.properties);
    if (name === "writes that are accepted and dropped") {
      // Written a night later, what was dropped leaves less room under that night's cap for others.
      const open = openDealsOf(name).filter((id) => id in (afterFirst.get("none")?.deals ?? {}));
      const stillFlagged = open.filter((id) => undisturbed.deals[id]?.["norma_flag"] !== "moving");
      expect(stillFlagged.length).toBeGreaterThan(10);
      expect(stillFlagged.map((id) => deals[id])).toEqual(stillFlagged.map((id) => undisturbed.deals[id]));
    } else expect({ tasks, deals }).toEqual({ tasks: undisturbed.tasks, deals: undisturbed.deals });
  });
});

it.each([
  "throttling, failures, cut connections and tokens that expire",
  "writes whose answers are lost",
] as const)("the first night itself writes everything in spite of %s", (name) => {
  expect(calls.get(name)).toBeGreaterThan(calls.get("none") ?? 99);
  expect(afterFirst.get(name)).toEqual(afterFirst.get("none"));
});

it("the fields that were dropped are missing after the first night", () => {
  const { deals } = afterFirst.get("writes that are accepted and dropped") ?? {};
  expect(deals).toEqual({});
});

function optionsOf({ options = {} }: Trouble): Partial<PortalOptions> {
  return options;
}

function portalOf(name: TroubleName): SandboxPortal {
  const portal = crm.portals[names.indexOf(name)];
  if (portal === undefined) throw new Error(`the simulator has no portal for ${name}`);
  return portal;
}

function tenantIdOf(name: TroubleName): string {
  return tenantIds.get(name) ?? "";
}

function openDealsOf(name: TroubleName): string[] {
  return portalOf(name)
    .listDeals()
    .filter(({ isOpen }) => isOpen)
    .map(({ id }) => id);
}
