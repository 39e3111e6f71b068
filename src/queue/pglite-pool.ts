import { EventEmitter } from "node:events";
import type { PGlite } from "@electric-sql/pglite";
import type { PgPool, PgPoolClient, PgQueryResult } from "bullmq";
import { createPgliteClient } from "./pglite-client.ts";
import { openPgliteSession } from "./pglite-session.ts";

/** What a `pg.Pool` says in its place, and what BullMQ looks for. */
const endedMessage = "Cannot use a pool after calling end on the pool";

/**
 * A pool shaped like pg's around one PGlite, which has one session only. `query` is a turn of its own in that session,
 * `connect` gives a client. Errors are PGlite's own and carry Postgres' `code` and `detail`. `end` waits for the turn
 * that runs and closes the database.
 */
export async function createPglitePool(db: PGlite, searchPath: string): Promise<PgPool> {
  const session = await openPgliteSession(db, searchPath);
  let isEnded = false;

  async function connect(): Promise<PgPoolClient> {
    if (isEnded) throw new Error(endedMessage);
    return createPgliteClient(session);
  }

  return Object.assign(new EventEmitter().setMaxListeners(0), {
    // There is no socket that could drop unnoticed, which is what BullMQ asks this for.
    options: { keepAlive: true },
    connect,
    async query(text: string, params?: readonly unknown[]): Promise<PgQueryResult> {
      const client = await connect();
      try {
        return await client.query(text, params);
      } finally {
        client.release();
      }
    },
    async end(): Promise<void> {
      if (isEnded) throw new Error("Called end on pool more than once");
      isEnded = true;
      const endTurn = await session.take();
      await session.close();
      endTurn();
    },
  });
}
