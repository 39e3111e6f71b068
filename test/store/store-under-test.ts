import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "@jest/globals";
import { openStore, type Store, type TenantDb } from "../../src/store/open-store.ts";
import { openKeyring } from "../../src/store/secrets.ts";
import { saveTenant } from "../../src/store/tenants.ts";
import { putFreshStores } from "../support/fresh-stores.ts";
import { startPostgresServer, whyNoPostgres } from "../support/postgres-server.ts";
import type { TestServer } from "../support/test-server.ts";
import { aTenant } from "./builders.ts";

export type StoreKind = "embedded" | "server";

/** The same tests run on both kinds of database; on the server only where one can be started. */
export const storeKinds: readonly StoreKind[] = listKinds();

export interface StoreUnderTest {
  readonly store: Store;
  /** Null for the embedded store. */
  readonly databaseUrl: string | null;
  /** A transaction of a tenant that nothing was stored for yet. */
  readonly inNew: <T>(act: (db: TenantDb) => Promise<T>) => Promise<T>;
}

/** One store for the tests of a `describe`, with tenants `t_a` and `t_b`. */
export function useStore(kind: StoreKind): () => StoreUnderTest {
  let server: TestServer | null = null;
  let opened: StoreUnderTest | null = null;
  let tenants = 0;
  const dataDir = mkdtempSync(join(tmpdir(), "norma-store-"));
  beforeAll(async () => {
    if (kind === "embedded") await putFreshStores(dataDir);
    server = kind === "server" ? await startPostgresServer() : null;
    const databaseUrl = server?.kind === "running" ? server.url : null;
    const store = await openStore({ dataDir, databaseUrl });
    const keyring = await openKeyring({ keyHex: null, dataDir: null });
    for (const id of ["t_a", "t_b"]) {
      await saveTenant({ store, keyring }, aTenant({ id, accountId: id }), {
        kind: "static",
        token: `token of ${id}`,
      });
    }
    opened = {
      store,
      databaseUrl,
      inNew: (act) => {
        tenants += 1;
        return store.inTenant(`t_new_${tenants}`, act);
      },
    };
  }, 120_000);
  afterAll(async () => {
    await opened?.store.close();
    if (server?.kind === "running") await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return () => {
    if (opened === null) throw new Error("the store is opened before the first test");
    return opened;
  };
}

function listKinds(): readonly StoreKind[] {
  const reason = whyNoPostgres();
  if (reason === null) return ["embedded", "server"];
  console.warn(`The store is not tested on a Postgres server: ${reason}.`);
  return ["embedded"];
}
