import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { NightEnd } from "../../src/cli/run-night.ts";
import type { SandboxPortal } from "../../src/crm/sandbox/sandbox.ts";
import { type Sandbox, startSandbox } from "../../src/crm/sandbox/start-sandbox.ts";
import type { Tenant } from "../../src/domain/tenant.ts";
import { putFreshStores } from "../support/fresh-stores.ts";
import { connectPortal, openNorma, runWholeNight } from "./norma-in-process.ts";
import { jsonLines, runNorma } from "./norma-process.ts";
import { countRowsByTenant } from "./stored-tenant.ts";

/*
 * Three accounts in one process. `alone` and `beside` hold the same company; the night of the first runs by itself, that
 * of the second together with `throttled`, another company whose CRM hardly lets anything through.
 */
const folder = mkdtempSync(join(tmpdir(), "norma-tenants-"));
await putFreshStores(folder);
const portalIds = { alone: 51_000_001, beside: 51_000_002, throttled: 51_000_003 } as const;
type Who = keyof typeof portalIds;
const everybody = Object.keys(portalIds) as Who[];

let crm: Sandbox;
const tenants = new Map<Who, Tenant>();
const ends = new Map<Who, Extract<NightEnd, { kind: "done" }>>();
const storedDeals = new Map<Who, string[]>();
let rows: Record<string, Record<string, number>>;

beforeAll(async () => {
  crm = await startSandbox({
    limits: null,
    portals: [
      { portalId: portalIds.alone, name: "alone" },
      { portalId: portalIds.beside, name: "beside" },
      {
        portalId: portalIds.throttled,
        name: "throttled",
        seed: 2,
        limits: {
          general: { calls: 80, perMs: 5_000 },
          search: { calls: 9, perMs: 1_000 },
          association: { calls: 45, perMs: 5_000 },
        },
      },
    ],
    faults: [{ do: "busy", portalId: portalIds.throttled, chance: 0.1, times: null, retryAfterSeconds: 1 }],
  });
  const norma = await openNorma(folder);
  try {
    for (const who of everybody) {
      tenants.set(who, await connectPortal(norma, crm, { portal: portalOf(who) }));
    }
    const asOf = crm.now();
    const night = async (who: Who) => void ends.set(who, await runWholeNight(norma, tenantOf(who), asOf));
    await night("alone");
    await Promise.all([night("throttled"), night("beside")]);
    for (const who of everybody) {
      const deals = await norma.store.inTenant(tenantOf(who).id, (db) =>
        db.selectFrom("deals").select(["id", "name"]).orderBy("id").execute(),
      );
      storedDeals.set(who, deals.map(toLine));
    }
    rows = await countRowsByTenant(norma.store);
  } finally {
    await norma.close();
  }
}, 240_000);

afterAll(async () => {
  await crm.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("a throttled account", () => {
  it("is throttled indeed and its night still ends well", () => {
    expect(crm.requests.counts(portalIds.throttled).answered429).toBeGreaterThan(10);
    expect(endOf("throttled").run).toMatchObject({ state: "finished", problem: null });
    expect(Object.keys(crm.snapshot(portalIds.throttled).deals).length).toBeGreaterThan(10);
  });

  it("does not slow down its neighbour", () => {
    // The same company, so the same work. Three times the time and five seconds are for the core they share.
    expect(endOf("beside").seconds).toBeLessThan(3 * endOf("alone").seconds + 5);
    expect(endOf("throttled").seconds).toBeGreaterThan(endOf("beside").seconds);
    // Calls that left at their pace may arrive in a bunch on a busy machine.
    expect(crm.requests.counts(portalIds.beside).answered429).toBeLessThan(3);
  });
});

describe("no data crosses", () => {
  it("the store holds each account's own deals and nobody else's", () => {
    for (const who of everybody) {
      const own = portalOf(who).listDeals();
      const stored = storedDeals.get(who) ?? [];
      const open = own.filter(({ isOpen }) => isOpen).map(toLine);
      expect(open.length).toBeGreaterThan(50);
      expect(open.filter((line) => !stored.includes(line))).toEqual([]);
      expect(stored.filter((line) => !own.map(toLine).includes(line))).toEqual([]);
    }
  });

  it("accounts of the same company have as many rows in every table", () => {
    const [alone, beside] = [tenantOf("alone").id, tenantOf("beside").id];
    const ids = new Set(everybody.map((who) => tenantOf(who).id));
    expect(Object.keys(rows)).toEqual(expect.arrayContaining(["deals", "activities", "findings", "writes"]));
    for (const [table, counts] of Object.entries(rows)) {
      expect([table, counts[beside]]).toEqual([table, counts[alone]]);
      expect(Object.keys(counts).filter((id) => !ids.has(id))).toEqual([]);
    }
  });

  it("each CRM got its own writes only", () => {
    expect(crm.snapshot(portalIds.beside)).toEqual(crm.snapshot(portalIds.alone));
    const owners = new Map(
      portalOf("throttled")
        .listDeals()
        .map((deal) => [deal.id, deal.ownerId]),
    );
    const { tasks, deals } = crm.snapshot(portalIds.throttled);
    for (const { dealIds, ownerId } of tasks) expect(dealIds.map((id) => owners.get(id))).toEqual([ownerId]);
    const { written } = endOf("throttled").run.counts;
    expect(written).toMatchObject({ tasks: tasks.length, deals: Object.keys(deals).length });
  });
});

it("an account that fails, fails alone: a sentence, exit code 1, and the others' summaries", async () => {
  crm.faults.clear();
  crm.faults.add({ do: "expire-token", portalId: portalIds.throttled, times: null });
  crm.advance(24 * 3_600_000);
  const before = crm.snapshot(portalIds.throttled);
  const run = await runNorma(["sync", "--json", "--as-of", new Date(crm.now()).toISOString()], {
    dataDir: folder,
  });
  expect(run.code).toBe(1);
  expect(run.stderr).toMatch(/no longer accepts Norma's token/);
  expect(run.stderr).not.toMatch(/\n {4}at /);
  expect(new Set(jsonLines(run).map((line) => line["tenant"]))).toEqual(
    new Set([tenantOf("alone").id, tenantOf("beside").id]),
  );
  expect(crm.snapshot(portalIds.throttled)).toEqual(before);
}, 240_000);

function toLine({ id, name }: { id: string; name: string }): string {
  return `${id} ${name}`;
}

function portalOf(who: Who): SandboxPortal {
  const portal = crm.portals.find(({ portalId }) => portalId === portalIds[who]);
  if (portal === undefined) throw new Error(`the simulator has no portal ${who}`);
  return portal;
}

function tenantOf(who: Who): Tenant {
  const tenant = tenants.get(who);
  if (tenant === undefined) throw new Error(`${who} is not connected`);
  return tenant;
}

function endOf(who: Who): Extract<NightEnd, { kind: "done" }> {
  const end = ends.get(who);
  if (end === undefined) throw new Error(`${who} had no night`);
  return end;
}
