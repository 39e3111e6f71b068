import { Kysely, sql, type Transaction } from "kysely";
import { unavailable } from "./backend.ts";
import { openEmbedded } from "./embedded.ts";
import { migrate } from "./migrate.ts";
import type { Database } from "./schema.ts";
import { openServer } from "./server.ts";
import { createTenantHold } from "./tenant-hold.ts";

/** The database as one transaction of one tenant sees it. */
export type TenantDb = Transaction<Database>;

export interface Store {
  /**
   * One transaction that sees and writes rows of this tenant only. The embedded store has a single session: other
   * transactions wait until this one ends, and one opened inside another would wait for ever. No calls to a CRM in it.
   */
  readonly inTenant: <T>(tenantId: string, act: (db: TenantDb) => Promise<T>) => Promise<T>;
  /** One transaction with the owner's rights: the table of tenants and migrations, nothing else. */
  readonly asOwner: <T>(act: (db: TenantDb) => Promise<T>) => Promise<T>;
  /**
   * Runs `act` while no other process or job holds the tenant; throws tenant-busy otherwise. A holder that dies lets go.
   * For acts whose two copies would harm each other, such as sending planned writes.
   */
  whileHolding<T>(tenantId: string, act: () => Promise<T>): Promise<T>;
  /** Clears out replaced rows and renews the planner's figures where no server does it. Once a night. */
  readonly tidy: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface StoreSettings {
  /** The embedded store lives in `<dataDir>/store`; null keeps it in memory. */
  readonly dataDir: string | null;
  /** A Postgres server; null uses the embedded store. */
  readonly databaseUrl: string | null;
}

/** Opens the store and brings its tables up to date. Throws store-unavailable. */
export async function openStore({ dataDir, databaseUrl }: StoreSettings): Promise<Store> {
  const backend = databaseUrl === null ? await openEmbedded(dataDir) : openServer(databaseUrl);
  const kysely = new Kysely<Database>({ dialect: backend.dialect });
  try {
    await migrate(kysely);
    await backend.ready();
  } catch (cause) {
    await kysely.destroy().catch(() => undefined);
    throw unavailable(backend.where, cause);
  }
  return toStore(kysely, backend.isServer);
}

function toStore(kysely: Kysely<Database>, isServer: boolean): Store {
  const hold = createTenantHold(kysely, isServer);
  return {
    inTenant: (tenantId, act) =>
      kysely.transaction().execute(async (db) => {
        // All three end with the transaction, so a pooled or shared session never keeps a tenant.
        await sql`select set_config('search_path', 'norma', true), set_config('role', 'norma_tenant', true),
          set_config('norma.tenant_id', ${tenantId}, true)`.execute(db);
        return act(db);
      }),
    asOwner: (act) =>
      kysely.transaction().execute(async (db) => {
        await sql`select set_config('search_path', 'norma', true)`.execute(db);
        return act(db);
      }),
    whileHolding: (tenantId, act) => hold(tenantId, act),
    tidy: async () => {
      if (!isServer) await sql`vacuum (analyze)`.execute(kysely);
    },
    close: () => kysely.destroy(),
  };
}
