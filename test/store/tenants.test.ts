import { describe, expect, it } from "@jest/globals";
import { type RawBuilder, sql } from "kysely";
import { product } from "../../config/product.ts";
import type { Account } from "../../src/crm/port.ts";
import { silentLog } from "../../src/domain/log.ts";
import type { Credentials, Tenant } from "../../src/domain/tenant.ts";
import { saveActivities } from "../../src/store/activities.ts";
import { loadCheckpoint, saveCheckpoint } from "../../src/store/checkpoints.ts";
import type { TenantDb } from "../../src/store/open-store.ts";
import { openKeyring } from "../../src/store/secrets.ts";
import {
  deleteTenant,
  findTenantByAccount,
  loadCredentials,
  loadTenant,
  loadTenants,
  saveCredentials,
  saveTenant,
  saveTenantStatus,
} from "../../src/store/tenants.ts";
import { followAccount } from "../../workers/follow-account.ts";
import { anActivityRecord, aTenant, daysAgo } from "./builders.ts";
import { storeKinds, useStore } from "./store-under-test.ts";

const oauth: Credentials = {
  kind: "oauth",
  accessToken: "access",
  refreshToken: "refresh",
  expiresAt: 1_774_000_000_123,
};

describe.each(storeKinds)("tenants, %s store", (kind) => {
  const under = useStore(kind);

  async function openVault() {
    return { store: under().store, keyring: await openKeyring({ keyHex: null, dataDir: null }) };
  }

  it("gives a tenant back as it was saved, and replaces it under the same id", async () => {
    const vault = await openVault();
    const tenant = aTenant({ id: "t_1", accountId: "1", connectedAt: daysAgo(1) });
    await saveTenant(vault, tenant, oauth);
    await saveTenant(vault, { ...tenant, name: "Renamed", currency: null }, oauth);
    expect(await loadTenant(vault.store, "t_1")).toEqual({ ...tenant, name: "Renamed", currency: null });
    expect((await loadTenants(vault.store)).filter(({ id }) => id === "t_1")).toHaveLength(1);
  });

  it("finds the tenant of an account only at the same address", async () => {
    const vault = await openVault();
    const tenant = aTenant({ id: "t_2", accountId: "2" });
    await saveTenant(vault, tenant, oauth);
    const { crm, accountId, baseUrl } = tenant;
    expect(await findTenantByAccount(vault.store, { crm, accountId, baseUrl })).toEqual(tenant);
    expect(
      await findTenantByAccount(vault.store, { crm, accountId, baseUrl: "http://127.0.0.1:1" }),
    ).toBeNull();
  });

  it("names a tenant that is not there", async () => {
    await expect(loadTenant(under().store, "t_none")).rejects.toMatchObject({ code: "tenant-unknown" });
    await expect(loadCredentials(await openVault(), "t_none")).rejects.toMatchObject({
      code: "tenant-unknown",
    });
  });

  it("keeps credentials encrypted, and opens them with the same key only", async () => {
    const vault = await openVault();
    await saveTenant(vault, aTenant({ id: "t_3", accountId: "3" }), { kind: "static", token: "first" });
    await saveCredentials(vault, "t_3", oauth);
    expect(await loadCredentials(vault, "t_3")).toEqual(oauth);
    const row = await vault.store.asOwner((db) =>
      db.selectFrom("tenants").select("credentials").where("id", "=", "t_3").executeTakeFirstOrThrow(),
    );
    expect(row.credentials).not.toContain("refresh");
    await expect(loadCredentials(await openVault(), "t_3")).rejects.toMatchObject({
      code: "secret-unreadable",
    });
  });

  it("pauses and wakes a tenant without touching its credentials", async () => {
    const vault = await openVault();
    await saveTenant(vault, aTenant({ id: "t_4", accountId: "4" }), oauth);
    await saveTenantStatus(vault.store, "t_4", "paused");
    expect(await loadTenant(vault.store, "t_4")).toMatchObject({ status: "paused" });
    expect(await loadCredentials(vault, "t_4")).toEqual(oauth);
  });

  describe("an admin's change of the company's settings", () => {
    async function follow(before: Partial<Tenant>, told: Partial<Account>) {
      const vault = await openVault();
      const tenant = aTenant({ id: "t_7", accountId: "7", ...before });
      await saveTenant(vault, tenant, oauth);
      const { store } = vault;
      const inTenant = <T>(act: (db: TenantDb) => Promise<T>) => store.inTenant("t_7", act);
      await inTenant((db) =>
        saveCheckpoint(db, { stream: "deals", runId: null, cursor: null, watermark: daysAgo(1) }),
      );
      const scheduled: string[] = [];
      const scheduleNight = async (night: { timeZone: string }) => void scheduled.push(night.timeZone);
      const step = { tenant, inTenant, deps: { store, product, log: silentLog, jobs: { scheduleNight } } };
      const account = { ...tenant, ...told };
      const { tenant: followed } = await followAccount(step, { readAccount: async () => account });
      expect(await loadTenant(store, "t_7")).toEqual(followed);
      expect(await loadCredentials(vault, "t_7")).toEqual(oauth);
      const { timeZone, currency } = followed;
      const areDealsRead = (await inTenant((db) => loadCheckpoint(db, "deals"))) !== null;
      return { timeZone, currency, scheduled, areDealsRead };
    }
    const known = { timeZone: "Europe/Warsaw", currency: "PLN" };

    it("moves the hour of its nights to the new time zone", async () => {
      const timeZone = "America/New_York";
      const moved = { timeZone, currency: "PLN", scheduled: [timeZone], areDealsRead: true };
      expect(await follow(known, { timeZone })).toEqual(moved);
    });

    it("is no change where the account tells nothing", async () => {
      const told = { timeZone: null, currency: null };
      expect(await follow(known, told)).toEqual({ ...known, scheduled: [], areDealsRead: true });
    });

    it.each([
      ["salesforce", false],
      ["hubspot", true],
    ] as const)("has ended deals read anew where amounts are converted here: on %s", async (crm, isRead) => {
      const changed = { timeZone: "Europe/Warsaw", currency: "EUR", scheduled: [], areDealsRead: isRead };
      expect(await follow({ ...known, crm }, { currency: "EUR" })).toEqual(changed);
    });
  });

  it("deletes a tenant from every table, and nobody else", async () => {
    const vault = await openVault();
    await saveTenant(vault, aTenant({ id: "t_5", accountId: "5" }), oauth);
    const tables = await listTables(vault.store.asOwner);
    for (const id of ["t_5", "t_6"]) await vault.store.inTenant(id, (db) => fillAll(db, tables));
    await deleteTenant(vault.store, "t_5");
    await deleteTenant(vault.store, "t_5");
    for (const { table } of tables) {
      expect([table, await vault.store.inTenant("t_5", (db) => countRows(db, table))]).toEqual([table, 0]);
      expect([table, await vault.store.inTenant("t_6", (db) => countRows(db, table))]).toEqual([table, 1]);
    }
    await expect(loadTenant(vault.store, "t_5")).rejects.toMatchObject({ code: "tenant-unknown" });
  });

  it("shows and gives no tenant another's rows, in any table there is", async () => {
    const { store } = under();
    const tables = await listTables(store.asOwner);
    expect(tables.length).toBeGreaterThanOrEqual(19);
    await store.inTenant("t_a", (db) => fillAll(db, tables));
    for (const { table, columns } of tables) {
      const seen = await store.inTenant("t_b", async (db) => ({
        table,
        rows: await countRows(db, table),
        updated: (await sql`update ${sql.table(table)} set tenant_id = tenant_id returning 1`.execute(db))
          .rows.length,
        deleted: (await sql`delete from ${sql.table(table)} returning 1`.execute(db)).rows.length,
      }));
      expect(seen).toEqual({ table, rows: 0, updated: 0, deleted: 0 });
      const forged = store.inTenant("t_b", (db) => fill(db, { table, columns }, "t_a"));
      await expect(forged).rejects.toMatchObject({ code: "42501" });
      expect([table, await store.inTenant("t_a", (db) => countRows(db, table))]).toEqual([table, 1]);
      expect([table, await store.inTenant("", (db) => countRows(db, table))]).toEqual([table, 0]);
    }
  });

  it("has no table without a tenant but the list of tenants and of migrations", async () => {
    const { rows } = await under().store.asOwner((db) =>
      sql<{ name: string; isForced: boolean }>`select relname as name, relforcerowsecurity as "isForced"
        from pg_class where relnamespace = 'norma'::regnamespace and relkind = 'r' order by 1`.execute(db),
    );
    expect(rows.filter(({ isForced }) => !isForced).map(({ name }) => name)).toEqual([
      "migrations",
      "tenants",
    ]);
  });

  it("lets a tenant's transaction read its own account, but no credentials and no other account", async () => {
    const { store } = under();
    const names = await store.inTenant("t_a", (db) => db.selectFrom("tenants").select("id").execute());
    expect(names).toEqual([{ id: "t_a" }]);
    const secret = store.inTenant("t_a", (db) => db.selectFrom("tenants").select("credentials").execute());
    await expect(secret).rejects.toMatchObject({ code: "42501" });
    const change = store.inTenant("t_a", (db) => db.updateTable("tenants").set({ name: "x" }).execute());
    await expect(change).rejects.toMatchObject({ code: "42501" });
  });

  it("keeps tenants apart when many transactions are asked for at once, also after one has failed", async () => {
    const { store } = under();
    const tenantOf = sql<{
      tenant: string;
      role: string;
    }>`select own_tenant() as tenant, current_user as role`;
    const answers = await Promise.all(
      Array.from({ length: 24 }, async (_, index) => {
        const id = `t_many_${index % 3}`;
        return await store
          .inTenant(id, async (db) => {
            const before = await tenantOf.execute(db);
            await new Promise((resolve) => setTimeout(resolve, index % 4));
            if (index % 5 === 0) throw new Error("given up");
            const after = await tenantOf.execute(db);
            return [...before.rows, ...after.rows].every(
              (row) => row.tenant === id && row.role === "norma_tenant",
            );
          })
          .catch(() => "failed");
      }),
    );
    expect(answers).toEqual(Array.from({ length: 24 }, (_, index) => (index % 5 === 0 ? "failed" : true)));
    const owner = await store.asOwner((db) =>
      sql<{ tenant: string | null }>`select norma.own_tenant() as tenant`.execute(db),
    );
    expect(owner.rows).toEqual([{ tenant: null }]);
  });

  it("plans for a tenant that is newer than the figures as for an average one, never as for an empty one", async () => {
    const { store } = under();
    const records = Array.from({ length: 2_000 }, (_, index) => anActivityRecord({ id: `call:${index}` }));
    await store.inTenant("t_known", (db) => saveActivities(db, records));
    await store.asOwner((db) => sql`analyze activities`.execute(db));
    const { rows } = await store.inTenant("t_newer", (db) =>
      sql<{ "QUERY PLAN": string }>`explain select * from activities`.execute(db),
    );
    const expected = Math.max(...rows.map((row) => Number(/rows=(\d+)/.exec(row["QUERY PLAN"])?.[1] ?? 0)));
    expect(expected).toBeGreaterThan(500);
  });

  it("undoes everything of a transaction that fails", async () => {
    const { store } = under();
    const failing = store.inTenant("t_undo", async (db) => {
      await db.insertInto("reps").values({ id: "x", name: "x", is_active: true, team_ids: [] }).execute();
      throw new Error("given up");
    });
    await expect(failing).rejects.toThrow("given up");
    expect(await store.inTenant("t_undo", (db) => countRows(db, "reps"))).toBe(0);
  });
});

interface Table {
  readonly table: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** Every table that has a tenant, from the catalogue: a new one is tested without anybody thinking of it. */
async function listTables(
  asOwner: <T>(act: (db: TenantDb) => Promise<T>) => Promise<T>,
): Promise<readonly Table[]> {
  const { rows } = await asOwner((db) =>
    sql<Table>`select table_name::text as table,
        json_agg(json_build_object('name', column_name, 'type', data_type)) as columns
      from information_schema.columns where table_schema = 'norma' and table_name not in ('migrations', 'tenants')
      group by table_name order by table_name`.execute(db),
  );
  return rows;
}

async function fillAll(db: TenantDb, tables: readonly Table[]): Promise<void> {
  for (const table of tables) await fill(db, table);
}

/** One row with any values. */
async function fill(db: TenantDb, { table, columns }: Table, tenantId?: string): Promise<void> {
  const given = columns.filter(({ name }) => name !== "tenant_id" || tenantId !== undefined);
  const values = given.map(({ name, type }) => (name === "tenant_id" ? sql`${tenantId}` : anyValue(type)));
  await sql`insert into ${sql.table(table)} (${sql.join(given.map(({ name }) => sql.ref(name)))})
    values (${sql.join(values)})`.execute(db);
}

function anyValue(type: string): RawBuilder<unknown> {
  const values: Record<string, RawBuilder<unknown>> = {
    text: sql`'x'`,
    boolean: sql`true`,
    integer: sql`1`,
    "double precision": sql`1.5`,
    date: sql`'2026-03-01'`,
    "timestamp with time zone": sql`'2026-03-01T00:00:00Z'`,
    jsonb: sql`'{}'`,
    ARRAY: sql`'{x}'`,
  };
  const value = values[type];
  if (value === undefined) throw new Error(`no value for a column of type ${type}`);
  return value;
}

async function countRows(db: TenantDb, table: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(
    db,
  );
  return rows[0]?.count ?? -1;
}
