import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { product } from "../../config/product.ts";
import type { Runtime } from "../../src/cli/runtime.ts";
import type { FaultInput } from "../../src/crm/sandbox/faults.ts";
import type { SandboxOptions } from "../../src/crm/sandbox/options.ts";
import type { AccountId } from "../../src/crm/sandbox/request-log.ts";
import type { SandboxPortal } from "../../src/crm/sandbox/sandbox.ts";
import { type Sandbox, startSandbox } from "../../src/crm/sandbox/start-sandbox.ts";
import type { Tenant } from "../../src/domain/tenant.ts";
import { msPerDay } from "../../src/domain/time.ts";
import { putFreshStores } from "../support/fresh-stores.ts";
import type { Shown } from "./crm-under-night.ts";
import { openNorma, runWholeNight } from "./norma-in-process.ts";
import type { TrueDeal } from "./stored-tenant.ts";

/** One account of the CRM that is tested. */
interface TroubledAccount {
  readonly id: AccountId;
  readonly listDeals: SandboxPortal["listDeals"];
  readonly connect: (norma: Runtime) => Promise<Tenant>;
  readonly look: () => Shown;
  /** Past all of the adapter's code. */
  readonly listTrueDeals: () => Promise<readonly TrueDeal[]>;
  /** The latest modification of every live activity by its id in the store. */
  readonly listTrueActivities: () => Promise<ReadonlyMap<string, number>>;
}

interface Troubles {
  /** By name; `none` is what the others are compared with. */
  readonly faults: Readonly<Record<"none", readonly FaultInput[]>> &
    Readonly<Record<string, readonly FaultInput[]>>;
  /** Accounts in the order of the names, each with the same company. */
  readonly options: SandboxOptions;
  readonly openAccount: (crm: Sandbox, index: number) => TroubledAccount;
  /** Those in spite of which the first night itself writes everything. */
  readonly withstood: readonly string[];
  /** Those that keep the first night's writing from being kept. */
  readonly dropping: readonly string[];
}

/**
 * The same company in several accounts, each in trouble of its own for one night; then a day passes, people work, and a
 * quiet night follows. All nights run in one process.
 */
export function describeLostRecords({ faults, options, openAccount, withstood, dropping }: Troubles): void {
  const names = Object.keys(faults);
  const folder = mkdtempSync(join(tmpdir(), "norma-lost-"));
  /** Calls of the first night: what fails or is cut short is asked for again. */
  const calls = new Map<string, number>();
  const accounts = new Map<string, TroubledAccount>();
  const tenants = new Map<string, Tenant>();
  const afterFirst = new Map<string, Shown>();
  let crm: Sandbox;
  let norma: Runtime;
  /** What was modified before the first night's window is not read. */
  let readSince = 0;

  beforeAll(async () => {
    crm = await startSandbox(options);
    await putFreshStores(folder);
    norma = await openNorma(folder, { client: crm.client });
    const asOf = crm.now();
    readSince = asOf - product.pull.activityBackfillDays * msPerDay;
    for (const [index, name] of names.entries()) {
      const account = openAccount(crm, index);
      accounts.set(name, account);
      const tenant = await account.connect(norma);
      tenants.set(name, tenant);
      // Written a moment ago: a lagging index does not show it yet.
      crm.addNote(openDealsOf(name)[0] ?? "", "Call back on Monday.", account.id);
      crm.faults.add(...(faults[name] ?? []).map((fault) => ({ ...fault, portalId: account.id })));
      await runWholeNight(norma, tenant, asOf);
      calls.set(name, crm.requests.counts(account.id).total);
      afterFirst.set(name, account.look());
      crm.faults.clear();
    }
    crm.advance(msPerDay);
    for (const name of names) work(crm, accountOf(name));
    crm.advance(10_000);
    const nextNight = crm.now();
    for (const [name, tenant] of tenants) {
      await runWholeNight(norma, tenant, nextNight).catch((cause) => {
        throw new Error(`the night after ${name}`, { cause });
      });
    }
  }, 480_000);

  afterAll(async () => {
    await norma.close();
    await crm.close();
    rmSync(folder, { recursive: true, force: true });
  });

  describe.each(names)("after a night with %s and the night after it", (name) => {
    it("every deal is stored as it stands in the CRM", async () => {
      const truth = new Map((await accountOf(name).listTrueDeals()).map((deal) => [deal.id, deal]));
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
      const all = await accountOf(name).listTrueActivities();
      const truth = new Map([...all].filter(([, modifiedAt]) => modifiedAt >= readSince));
      const rows = await norma.store.inTenant(tenantIdOf(name), (db) =>
        db.selectFrom("activities").select(["id", "modified_at", "source"]).execute(),
      );
      const stored = new Map(rows.map((row) => [row.id, row]));
      const missing = [...truth.keys()].filter((id) => !stored.has(id));
      const ownTasks = accountOf(name).look().tasks.length;
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
      const { tasks, deals, all } = accountOf(name).look();
      // A deal into which another was merged keeps the tasks of both.
      const keys = tasks.map(({ dealIds, subject }) => `${dealIds.join()} ${subject}`);
      expect(new Set(keys).size).toBe(keys.length);
      const undisturbed = accountOf("none").look();
      if (!dropping.includes(name)) return expect(all).toEqual(undisturbed.all);
      // Written a night later, what was dropped leaves less room under that night's cap for others.
      const open = openDealsOf(name).filter((id) => id in (afterFirst.get("none")?.deals ?? {}));
      const stillFlagged = open.filter((id) => undisturbed.deals[id]?.["flag"] !== "moving");
      expect(stillFlagged.length).toBeGreaterThan(10);
      expect(stillFlagged.map((id) => deals[id])).toEqual(stillFlagged.map((id) => undisturbed.deals[id]));
    });
  });

  it.each(withstood)("the first night itself writes everything in spite of %s", (name) => {
    expect(calls.get(name)).toBeGreaterThan(calls.get("none") ?? 99);
    expect(afterFirst.get(name)).toEqual(afterFirst.get("none"));
  });

  if (dropping.length > 0) {
    it.each(dropping)("the fields are missing after the first night of %s", (name) => {
      expect(afterFirst.get(name)?.deals).toEqual({});
    });
  }

  function accountOf(name: string): TroubledAccount {
    const account = accounts.get(name);
    if (account === undefined) throw new Error(`the simulator has no account for ${name}`);
    return account;
  }

  function tenantIdOf(name: string): string {
    return tenants.get(name)?.id ?? "";
  }

  function openDealsOf(name: string): string[] {
    return openIdsOf(accountOf(name));
  }
}

function openIdsOf(account: TroubledAccount): string[] {
  const deals = account.listDeals();
  return deals.filter(({ isOpen }) => isOpen).map(({ id }) => id);
}

/** A day in which deals move, change hands, are lost, merged and archived, and others begin. */
function work(crm: Sandbox, account: TroubledAccount): void {
  const { id } = account;
  const [moved = "", priced = "", handed = "", lost = "", archived = "", winner = "", loser = ""] =
    openIdsOf(account);
  crm.moveDeal(moved, otherStage(account, { than: moved, isOpen: true }), id);
  crm.addCall(moved, { text: "They want a smaller pilot.", isAnswered: true }, id);
  crm.setDeal(priced, { amount: 4_711, closeDate: "2027-01-31" }, id);
  crm.setDeal(handed, { ownerId: "71520013" }, id);
  crm.moveDeal(lost, otherStage(account, { than: lost, isOpen: false }), id);
  crm.archiveDeal(archived, id);
  crm.mergeDeals(winner, loser, id);
  crm.edit({ do: "open-deal", ownerId: "71520011", name: "Begun today", amount: 9_000 }, id);
}

/** A stage of the same pipeline, open or closed. */
function otherStage(account: TroubledAccount, wanted: { than: string; isOpen: boolean }): string {
  const deals = account.listDeals();
  const own = deals.find(({ id }) => id === wanted.than);
  const other = deals.find(
    (deal) =>
      deal.isOpen === wanted.isOpen && deal.pipelineId === own?.pipelineId && deal.stageId !== own.stageId,
  );
  if (other === undefined) throw new Error(`no other stage than that of deal ${wanted.than}`);
  return other.stageId;
}
