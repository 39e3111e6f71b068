import { Redis } from "ioredis";
import { AppError } from "../domain/errors.ts";
import type { Log } from "../domain/log.ts";
import type { JobsBackend } from "./connection.ts";
import { toPlace } from "./place.ts";

const connectTimeoutMs = 10_000;
/** Tries of one command while Redis is away, before whoever enqueues gets an error: about two seconds. */
const maxTries = 8;

/** Opens the queue on a Redis server. Redis must run with `maxmemory-policy noeviction`, or jobs may vanish. */
export async function openRedisBackend(redisUrl: string, log: Log): Promise<JobsBackend> {
  const where = toPlace(redisUrl);
  await probe(redisUrl, where);
  const producer = new Redis(redisUrl, { connectTimeout: connectTimeoutMs, maxRetriesPerRequest: maxTries });
  const consumer = new Redis(redisUrl, { connectTimeout: connectTimeoutMs, maxRetriesPerRequest: null });
  for (const client of [producer, consumer]) {
    client.setMaxListeners(0);
    client.on("error", (error: Error) =>
      log.warn({ problem: error.message }, "the queue's connection failed"),
    );
  }
  return {
    name: "redis",
    where,
    connection: { kind: "redis", producer, consumer },
    lockMs: 30_000,
    stalledCheckMs: 10_000,
    readLatestEventId: async () => "$",
    async close() {
      await Promise.all([producer.quit(), consumer.quit()]);
    },
  };
}

/** One try that fails, instead of a connection that is tried for ever. */
async function probe(redisUrl: string, where: string): Promise<void> {
  const client = new Redis(redisUrl, {
    lazyConnect: true,
    connectTimeout: connectTimeoutMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // The reason arrives as an event; the rejection only says that the connection is closed.
  let reason: Error | null = null;
  client.on("error", (error: Error) => {
    reason = error;
  });
  try {
    await client.connect();
    await client.ping();
  } catch (cause) {
    const problem = toProblem(reason ?? cause);
    throw new AppError("queue-unavailable", { details: { where, problem }, cause });
  } finally {
    // On a socket that is closed already, ioredis would wait two seconds for it to close.
    if (client.status !== "end") client.disconnect();
  }
}

function toProblem(error: unknown): string {
  if (!Error.isError(error)) return String(error);
  return error.message || ("code" in error ? String(error.code) : error.name);
}
