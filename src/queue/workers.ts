import { type Job, WaitingError } from "bullmq";
import type { Log } from "../domain/log.ts";
import { type JobWorker, Worker } from "./connection.ts";
import { computeBackoff, isOwnFailure, readFailure, toJobError } from "./failure.ts";
import { repeatNightly } from "./next-night.ts";
import { logErrors, prefix, type QueueDeps } from "./queues.ts";
import { createRunningJobs, type RunningJobs } from "./running-jobs.ts";
import { type JobName, jobNames, type Payloads, payloads } from "./steps.ts";

export interface JobContext<Name extends JobName> {
  readonly data: Payloads[Name];
  /** Which try of this job this is, from 1. */
  readonly attempt: number;
  /** Tells whoever waits for the night how far the step is. */
  readonly report: (progress: number | object) => Promise<void>;
  /** Aborted when the process stops and the grace period is over, or when the job was given to another worker. */
  readonly signal: AbortSignal;
}

export type Handlers = {
  readonly [Name in JobName]?: (context: JobContext<Name>) => Promise<void>;
};

export type Concurrency = Readonly<Partial<Record<JobName, number>>>;

export interface Workers {
  /** Takes no more jobs, waits `graceMs` for the running ones, then aborts them: those go back into the queue. */
  close(graceMs: number): Promise<void>;
}

/** A job whose worker dies is run again this often; one that kills its process each time must end somewhere. */
const maxStalledCount = 10;

/** After an abort a handler has this long to come to an end, milliseconds. */
const abortGraceMs = 5_000;

/** Jobs at once in this process. Steps that wait for a CRM may be many, those that compute share one core. */
const defaultConcurrency: Readonly<Record<JobName, number>> = {
  sweep: 2,
  pull: 8,
  learn: 2,
  analyse: 2,
  "write-back": 8,
  digest: 4,
};

type Process = (job: Job, signal: AbortSignal) => Promise<void>;

/** Starts a worker for each queue that has a handler. */
export async function startWorkers(
  deps: QueueDeps,
  handlers: Handlers,
  concurrency: Concurrency,
): Promise<Workers> {
  const running = createRunningJobs();
  const workers: JobWorker[] = [];
  for (const name of jobNames) {
    const process = toProcess(name, handlers[name]);
    if (process === null) continue;
    workers.push(openWorker(deps, name, { process, running, concurrency: concurrency[name] }));
  }
  await Promise.all(workers.map((worker) => worker.waitUntilReady()));
  return { close: (graceMs) => closeWorkers(workers, { running, graceMs, log: deps.log }) };
}

function toProcess<Name extends JobName>(name: Name, handler: Handlers[Name]): Process | null {
  if (handler === undefined) return null;
  return async (job, signal) => {
    const data = payloads[name].parse(job.data);
    const report = (progress: number | object) => job.updateProgress(progress);
    await handler({ data, attempt: job.attemptsMade + 1, report, signal });
  };
}

function openWorker(
  { backend, retries, log }: QueueDeps,
  name: JobName,
  options: { process: Process; running: RunningJobs; concurrency: number | undefined },
): JobWorker {
  const { process, running, concurrency = defaultConcurrency[name] } = options;
  const jobLog = log.child({ queue: name });
  const worker: JobWorker = new Worker<unknown, unknown, string>(
    name,
    (job, token) => runJob(job, token, { process, running, patienceMs: retries.patienceMs, log: jobLog }),
    {
      connection: backend.connection,
      prefix,
      concurrency,
      lockDuration: backend.lockMs,
      stalledInterval: backend.stalledCheckMs,
      maxStalledCount,
      settings: {
        repeatStrategy: repeatNightly,
        backoffStrategy: (attemptsMade, _type, error) => computeBackoff(attemptsMade, error, retries.backoff),
      },
    },
  );
  worker.on("stalled", (jobId) => jobLog.warn({ jobId }, "a job's worker is gone; the job is run again"));
  worker.on("failed", (job) => {
    if (job?.finishedOn === undefined || !isOwnFailure(job.failedReason)) return;
    jobLog.warn({ jobId: job.id, ...readFailure(job.failedReason) }, "a job failed for good");
  });
  worker.on("lockRenewalFailed", (jobIds) => {
    for (const jobId of jobIds) running.abort(jobId);
  });
  return logErrors(worker, jobLog);
}

async function runJob(
  job: Job,
  token: string | undefined,
  {
    process,
    running,
    patienceMs,
    log,
  }: { process: Process; running: RunningJobs; patienceMs: number; log: Log },
): Promise<void> {
  if (running.isClosing()) return await handBack(job, token);
  try {
    await running.run(job.id ?? "", (signal) => process(job, signal));
  } catch (error) {
    // What was interrupted because this process stops has not failed: no try is counted, and nobody waits.
    if (running.isClosing()) return await handBack(job, token);
    const jobError = toJobError(error, patienceMs);
    log.info({ jobId: job.id, attempt: job.attemptsMade + 1, error }, "a job did not succeed");
    throw jobError;
  }
}

async function handBack(job: Job, token: string | undefined): Promise<never> {
  await job.moveToWait(token);
  throw new WaitingError();
}

async function closeWorkers(
  workers: readonly JobWorker[],
  { running, graceMs, log }: { running: RunningJobs; graceMs: number; log: Log },
): Promise<void> {
  await Promise.all(workers.map((worker) => worker.pause(true)));
  const areAllDone = await running.end(graceMs, abortGraceMs);
  if (!areAllDone) log.error({}, "a job did not stop when it was told to; it is left behind");
  await Promise.all(workers.map((worker) => worker.close(!areAllDone)));
}
