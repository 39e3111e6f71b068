import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { type PgPool, runMigrations } from "bullmq";
import { AppError } from "../domain/errors.ts";
import { msPerMinute } from "../domain/time.ts";
import type { JobsBackend } from "./connection.ts";
import { createPglitePool } from "./pglite-pool.ts";
import { jobsSchema, readLatestEventIdFrom } from "./postgres-backend.ts";

/** Opens the queue's own PGlite in `<dataDir>/queue`, or in memory. The caller holds the data folder's lock. */
export async function openEmbeddedBackend(dataDir: string | null): Promise<JobsBackend> {
  const where = dataDir === null ? "in memory" : join(dataDir, "queue");
  try {
    const pool = await openPool(dataDir === null ? null : where);
    return {
      name: "embedded",
      where,
      connection: { kind: "postgres", pool },
      // No other process can hold a job, and a dead one's locks are released on opening. So the lock only has to
      // outlast the longest pause of this very event loop: nothing may make a job run twice at once here.
      lockMs: 10 * msPerMinute,
      stalledCheckMs: msPerMinute,
      readLatestEventId: (queueName) => readLatestEventIdFrom(pool, queueName),
      close: () => pool.end(),
    };
  } catch (cause) {
    const problem = Error.isError(cause) ? cause.message : String(cause);
    throw new AppError("queue-unavailable", { details: { where, problem }, cause });
  }
}

/** A queue of some hundred jobs needs little of the 128 MB that Postgres would set aside on every start. */
const startParams = [...PGlite.defaultStartParams, "-c", "shared_buffers=8MB"];

async function openPool(folder: string | null): Promise<PgPool> {
  if (folder !== null) mkdirSync(folder, { recursive: true });
  const db = await PGlite.create({ ...(folder === null ? {} : { dataDir: folder }), startParams });
  try {
    const pool = await createPglitePool(db, jobsSchema);
    const client = await pool.connect();
    await runMigrations(client, jobsSchema);
    client.release();
    await releaseOrphans(pool);
    return pool;
  } catch (error) {
    await db.close();
    throw error;
  }
}

/**
 * Jobs that are active now belonged to a process that died: nobody else can have this database open. Their locks end
 * here, and the first look for stalled jobs, when the workers start, puts them back in the queue and counts the stall.
 */
async function releaseOrphans(pool: PgPool): Promise<void> {
  await pool.query("UPDATE job SET locked_until_ms = 0, stalled_marked = true WHERE state = 'active'");
  await pool.query("DELETE FROM meta WHERE field = 'stalled-check'");
}
