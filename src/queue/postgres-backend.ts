import { isPgPool, type PgPool, runMigrations } from "bullmq";
import { Pool } from "pg";
import { AppError } from "../domain/errors.ts";
import type { Log } from "../domain/log.ts";
import type { JobsBackend } from "./connection.ts";
import { toPlace } from "./place.ts";

/** The schema BullMQ expects of a pool that it did not open itself. */
export const jobsSchema = "bullmq";

/**
 * Connections of one process: each worker and each reader of events keeps one for itself (six of either), the rest run
 * the statements. One pool for all of them, because a pool for each part would ask for about fifty connections.
 */
const maxConnections = 20;
const connectTimeoutMs = 10_000;

/** Opens the queue on a Postgres server, in schema `bullmq`; safe when several processes start at once. */
export async function openPostgresBackend(databaseUrl: string, log: Log): Promise<JobsBackend> {
  const pool = openPool(databaseUrl, log);
  const where = toPlace(databaseUrl);
  try {
    await migrate(pool);
  } catch (cause) {
    await pool.end();
    const problem = Error.isError(cause) ? cause.message : String(cause);
    throw new AppError("queue-unavailable", { details: { where, problem }, cause });
  }
  return {
    name: "postgres",
    where,
    connection: { kind: "postgres", pool },
    lockMs: 30_000,
    stalledCheckMs: 10_000,
    readLatestEventId: (queueName) => readLatestEventIdFrom(pool, queueName),
    close: () => pool.end(),
  };
}

/** `$`, "from now on", would lose what happens between two looks before the first event; an id does not. */
export async function readLatestEventIdFrom(pool: PgPool, queueName: string): Promise<string> {
  const { rows } = await pool.query("SELECT coalesce(max(id), 0)::text AS id FROM event WHERE queue = $1", [
    queueName,
  ]);
  return rows[0].id;
}

async function migrate(pool: PgPool): Promise<void> {
  const client = await pool.connect();
  try {
    await runMigrations(client, jobsSchema);
  } finally {
    client.release();
  }
}

function openPool(databaseUrl: string, log: Log): PgPool {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: maxConnections,
    keepAlive: true,
    connectionTimeoutMillis: connectTimeoutMs,
    options: `-c search_path=${jobsSchema}`,
  });
  pool.setMaxListeners(0);
  pool.on("error", (error) => log.warn({ problem: error.message }, "an idle connection was lost"));
  return toPgPool(pool);
}

/** pg's and BullMQ's types of the same pool differ in how they spell listeners; BullMQ's own guard settles it. */
function toPgPool(pool: unknown): PgPool {
  if (!isPgPool(pool))
    throw new AppError("bug-found", { details: { problem: "BullMQ does not know pg's pool" } });
  return pool;
}
