import { type Kysely, sql } from "kysely";
import { AppError } from "../domain/errors.ts";
import type { Database } from "./schema.ts";

type Hold = <T>(tenantId: string, act: () => Promise<T>) => Promise<T>;

/** One holder a tenant: within this process by a set of ids, across processes by a lock of the server's session. */
export function createTenantHold(kysely: Kysely<Database>, isServer: boolean): Hold {
  const held = new Set<string>();
  return async (tenantId, act) => {
    if (held.has(tenantId)) throw toBusy(tenantId);
    held.add(tenantId);
    try {
      // The embedded store has one session and one process; holding the session would keep `act` from using it.
      return isServer ? await holdOnServer(kysely, tenantId, act) : await act();
    } finally {
      held.delete(tenantId);
    }
  };
}

/** The lock lives as long as the connection, so that of a killed process is free at once. */
async function holdOnServer<T>(
  kysely: Kysely<Database>,
  tenantId: string,
  act: () => Promise<T>,
): Promise<T> {
  return await kysely.connection().execute(async (connection) => {
    const key = sql`hashtextextended(${`norma ${tenantId}`}, 0)`;
    const { rows } = await sql<{ locked: boolean }>`select pg_try_advisory_lock(${key}) as locked`.execute(
      connection,
    );
    if (rows[0]?.locked !== true) throw toBusy(tenantId);
    try {
      return await act();
    } finally {
      await sql`select pg_advisory_unlock(${key})`.execute(connection);
    }
  });
}

function toBusy(tenantId: string): AppError {
  return new AppError("tenant-busy", { details: { tenant: tenantId } });
}
