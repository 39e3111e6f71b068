import { randomBytes } from "node:crypto";
import { type Selectable, sql } from "kysely";
import { z } from "zod";
import { AppError } from "../domain/errors.ts";
import type { Credentials, Tenant } from "../domain/tenant.ts";
import type { Store } from "./open-store.ts";
import type { Database } from "./schema.ts";
import type { Keyring } from "./secrets.ts";
import { toTimestamp } from "./values.ts";

/** The store together with the key that opens its secrets. */
export interface Vault {
  readonly store: Store;
  readonly keyring: Keyring;
}

const credentialsSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("static"), token: z.string() }),
  z.object({
    kind: z.literal("oauth"),
    accessToken: z.string(),
    refreshToken: z.string(),
    expiresAt: z.number(),
    instanceUrl: z.string().exactOptional(),
  }),
  z.object({
    kind: z.literal("jwt"),
    clientId: z.string(),
    username: z.string(),
    privateKey: z.string(),
    accessToken: z.string(),
    instanceUrl: z.string(),
    expiresAt: z.number(),
  }),
]);

const columns = [
  "id",
  "crm",
  "account_id",
  "name",
  "time_zone",
  "language",
  "currency",
  "base_url",
  "status",
  "connected_at",
] as const;

/** A fresh id for an account that is not connected yet; 80 random bits. */
export function createTenantId(): string {
  return `t_${randomBytes(10).toString("hex")}`;
}

/** Adds the tenant, or replaces what is stored under its id. */
export async function saveTenant(
  { store, keyring }: Vault,
  tenant: Tenant,
  credentials: Credentials,
): Promise<void> {
  const row = { ...toRow(tenant), credentials: keyring.seal(tenant.id, JSON.stringify(credentials)) };
  await store.asOwner((db) =>
    db
      .insertInto("tenants")
      .values(row)
      .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
      .execute(),
  );
}

export async function loadTenants(store: Store): Promise<readonly Tenant[]> {
  const rows = await store.asOwner((db) =>
    db.selectFrom("tenants").select(columns).orderBy("connected_at").orderBy("id").execute(),
  );
  return rows.map(toTenant);
}

/** Throws tenant-unknown. */
export async function loadTenant(store: Store, tenantId: string): Promise<Tenant> {
  const row = await store.asOwner((db) =>
    db.selectFrom("tenants").select(columns).where("id", "=", tenantId).executeTakeFirst(),
  );
  if (row === undefined) throw new AppError("tenant-unknown", { details: { tenant: tenantId } });
  return toTenant(row);
}

/** The tenant of an account that is or was connected, so that connecting it again keeps its id and its facts. */
export async function findTenantByAccount(
  store: Store,
  account: Pick<Tenant, "crm" | "accountId" | "baseUrl">,
): Promise<Tenant | null> {
  const row = await store.asOwner((db) =>
    db
      .selectFrom("tenants")
      .select(columns)
      .where("crm", "=", account.crm)
      .where("account_id", "=", account.accountId)
      .where("base_url", "=", account.baseUrl)
      .executeTakeFirst(),
  );
  return row === undefined ? null : toTenant(row);
}

/** Throws tenant-unknown, or secret-unreadable when the key is another one. */
export async function loadCredentials({ store, keyring }: Vault, tenantId: string): Promise<Credentials> {
  const row = await store.asOwner((db) =>
    db.selectFrom("tenants").select(["name", "credentials"]).where("id", "=", tenantId).executeTakeFirst(),
  );
  if (row === undefined) throw new AppError("tenant-unknown", { details: { tenant: tenantId } });
  const text = keyring.open(tenantId, row.credentials);
  if (text === null) {
    throw new AppError("secret-unreadable", { details: { account: row.name, where: keyring.where } });
  }
  return credentialsSchema.parse(JSON.parse(text));
}

export async function saveCredentials(
  { store, keyring }: Vault,
  tenantId: string,
  credentials: Credentials,
): Promise<void> {
  const sealed = keyring.seal(tenantId, JSON.stringify(credentials));
  await store.asOwner((db) =>
    db.updateTable("tenants").set({ credentials: sealed }).where("id", "=", tenantId).execute(),
  );
}

/** Whether nights start by themselves; facts and credentials stay as they are. */
export async function saveTenantStatus(
  store: Store,
  tenantId: string,
  status: Tenant["status"],
): Promise<void> {
  await store.asOwner((db) => db.updateTable("tenants").set({ status }).where("id", "=", tenantId).execute());
}

/** What the account says of itself by now. */
export async function saveTenantAccount(
  store: Store,
  tenantId: string,
  { name, timeZone, currency }: Pick<Tenant, "name" | "timeZone" | "currency">,
): Promise<void> {
  await store.asOwner((db) =>
    db
      .updateTable("tenants")
      .set({ name, time_zone: timeZone, currency })
      .where("id", "=", tenantId)
      .execute(),
  );
}

/** Removes all rows of the tenant from every table. Safe to repeat: the tenant itself goes last. */
export async function deleteTenant(store: Store, tenantId: string): Promise<void> {
  await store.inTenant(tenantId, async (db) => {
    // Read from the catalogue, so that a table of a later migration is not forgotten.
    const { rows } = await sql<{
      name: string;
    }>`select table_name::text as name from information_schema.columns
      where table_schema = 'norma' and column_name = 'tenant_id'`.execute(db);
    for (const { name } of rows) await sql`delete from ${sql.table(name)}`.execute(db);
  });
  await store.asOwner((db) => db.deleteFrom("tenants").where("id", "=", tenantId).execute());
}

function toRow(tenant: Tenant) {
  return {
    id: tenant.id,
    crm: tenant.crm,
    account_id: tenant.accountId,
    name: tenant.name,
    time_zone: tenant.timeZone,
    language: tenant.language,
    currency: tenant.currency,
    base_url: tenant.baseUrl,
    status: tenant.status,
    connected_at: toTimestamp(tenant.connectedAt),
  };
}

function toTenant(row: Pick<Selectable<Database["tenants"]>, (typeof columns)[number]>): Tenant {
  return {
    id: row.id,
    crm: row.crm,
    accountId: row.account_id,
    name: row.name,
    timeZone: row.time_zone,
    language: row.language,
    currency: row.currency,
    baseUrl: row.base_url,
    status: row.status,
    connectedAt: row.connected_at,
  };
}
