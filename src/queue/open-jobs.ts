import { type Log, silentLog } from "../domain/log.ts";
import type { Moment } from "../domain/time.ts";
import type { JobsBackend } from "./connection.ts";
import { type DeadJob, listDead, retryDead } from "./dead-jobs.ts";
import { openEmbeddedBackend } from "./embedded-backend.ts";
import { type JobsHealth, pingJobs } from "./health.ts";
import { defaultRetrySettings, type RetrySettings } from "./job-options.ts";
import { enqueueNight, enqueueShards } from "./night.ts";
import type { NightEnd } from "./night-end.ts";
import { createNightEvents } from "./night-events.ts";
import { openPostgresBackend } from "./postgres-backend.ts";
import { closeQueues, openQueues } from "./queues.ts";
import { openRedisBackend } from "./redis-backend.ts";
import { loadNextNight, type NightSchedule, scheduleNight, unscheduleNight } from "./schedule.ts";
import type { NightRef, QueuedNight } from "./steps.ts";
import { type WaitOptions, waitForNight } from "./wait-for-night.ts";
import { type Concurrency, type Handlers, startWorkers, type Workers } from "./workers.ts";

export interface JobsSettings {
  readonly redisUrl: string | null;
  readonly databaseUrl: string | null;
  /** The embedded queue lives in its folder `queue`; null: in memory. The caller holds the folder's lock. */
  readonly dataDir: string | null;
  readonly retries?: RetrySettings;
  readonly log?: Log;
}

/** The queue. Every act of it may be repeated: enqueueing and scheduling the same thing twice is doing it once. */
export interface Jobs {
  /** Puts a night's steps into the queue. Without an attempt: joins the latest, or begins the next if that failed. */
  enqueueNight(ref: NightRef): Promise<QueuedNight>;
  /** Called by the handler of learn: adds `shards` analyse jobs that write-back waits for. */
  enqueueShards(ref: NightRef, shards: number): Promise<void>;
  /** Once a process. A queue without a handler is left to other processes. */
  startWorkers(handlers: Handlers, options?: { concurrency?: Concurrency }): Promise<void>;
  /** Until the night has ended, wherever its workers run. An abort of the signal throws `interrupted`. */
  waitForNight(ref: NightRef, options?: WaitOptions): Promise<NightEnd>;
  scheduleNight(schedule: NightSchedule): Promise<void>;
  unscheduleNight(tenantId: string): Promise<void>;
  /** When the tenant's next sweep is due; null when none is scheduled. */
  loadNextNight(tenantId: string): Promise<Moment | null>;
  listDead(): Promise<readonly DeadJob[]>;
  /** Throws `input-invalid` when no dead job has this id. */
  retryDead(id: string): Promise<void>;
  pingJobs(): Promise<JobsHealth>;
  /** Lets running jobs end for `graceMs` (10 s), then aborts them; they go back into the queue. A second call waits for the first. */
  close(options?: { graceMs?: number }): Promise<void>;
}

const defaultGraceMs = 10_000;

/** Opens the queue: on Redis when there is an address, else on a Postgres server, else embedded. */
export async function openJobs(settings: JobsSettings): Promise<Jobs> {
  const { retries = defaultRetrySettings, log = silentLog } = settings;
  const backend = await openBackend(settings, log);
  const deps = openQueues(backend, { retries, log });
  const events = createNightEvents(deps);
  const workers: Workers[] = [];
  let closing: Promise<void> | null = null;

  // Workers first: their last words go through the queues.
  async function closeAll(graceMs: number): Promise<void> {
    await Promise.all(workers.map((each) => each.close(graceMs)));
    await events.close();
    await closeQueues(deps);
    await backend.close();
  }

  return {
    enqueueNight: (ref) => enqueueNight(deps, ref),
    enqueueShards: (ref, shards) => enqueueShards(deps, ref, shards),
    async startWorkers(handlers, { concurrency = {} } = {}) {
      workers.push(await startWorkers(deps, handlers, concurrency));
    },
    waitForNight: (ref, options = {}) => waitForNight(deps, events, { ref, options }),
    scheduleNight: (schedule) => scheduleNight(deps, schedule),
    unscheduleNight: (tenantId) => unscheduleNight(deps, tenantId),
    loadNextNight: (tenantId) => loadNextNight(deps, tenantId),
    listDead: () => listDead(deps),
    retryDead: (id) => retryDead(deps, id),
    pingJobs: () => pingJobs(deps),
    close({ graceMs = defaultGraceMs } = {}) {
      closing ??= closeAll(graceMs);
      return closing;
    },
  };
}

async function openBackend(settings: JobsSettings, log: Log): Promise<JobsBackend> {
  if (settings.redisUrl !== null) return await openRedisBackend(settings.redisUrl, log);
  if (settings.databaseUrl !== null) return await openPostgresBackend(settings.databaseUrl, log);
  return await openEmbeddedBackend(settings.dataDir);
}
