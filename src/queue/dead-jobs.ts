import type { Job } from "bullmq";
import { AppError, type ErrorCode } from "../domain/errors.ts";
import type { Moment } from "../domain/time.ts";
import { isOwnFailure, readFailure } from "./failure.ts";
import { maxDeadPerQueue } from "./job-options.ts";
import { enqueueNight } from "./night.ts";
import type { QueueDeps } from "./queues.ts";
import { type JobName, jobNames, payloads, toJobId } from "./steps.ts";

/** A job that failed for good. */
export interface DeadJob {
  readonly id: string;
  readonly step: JobName;
  readonly tenantId: string;
  /** Null for a sweep, which has no run yet. */
  readonly runId: string | null;
  readonly code: ErrorCode;
  readonly sentence: string;
  readonly at: Moment;
  /** Tries made. */
  readonly attempts: number;
}

/** Newest first. Not those that failed only because an earlier step had, and not those of a night tried again since. */
export async function listDead(deps: QueueDeps): Promise<readonly DeadJob[]> {
  const dead: DeadJob[] = [];
  for (const step of jobNames) {
    for (const job of await deps.queues[step].getFailed(0, maxDeadPerQueue - 1)) {
      if ((await isReason(job)) && !(await isTriedAgain(deps, step, job))) dead.push(toDeadJob(step, job));
    }
  }
  return dead.toSorted((a, b) => b.at - a.at);
}

/**
 * Tries again what died. A sweep is run again as it is. A step of a night begins the night's next attempt, because the
 * steps after it have failed with it; handlers skip what is done.
 */
export async function retryDead(deps: QueueDeps, id: string): Promise<void> {
  const { step, job } = await findDead(deps, id);
  if (step === "sweep") {
    await job.retry("failed", { resetAttemptsMade: true, resetAttemptsStarted: true });
    return;
  }
  const { tenantId, runId, attempt } = payloads[step].parse(job.data);
  await enqueueNight(deps, { tenantId, runId, attempt: attempt + 1 });
}

async function findDead(deps: QueueDeps, id: string): Promise<{ step: JobName; job: Job }> {
  const colon = id.indexOf(":");
  const step = jobNames.find((name) => name === id.slice(0, colon));
  const job = step === undefined ? undefined : await deps.queues[step].getJob(id.slice(colon + 1));
  const isDead = step !== undefined && job !== undefined && (await job.isFailed());
  if (!isDead || (await isTriedAgain(deps, step, job))) {
    throw new AppError("input-invalid", { details: { problem: `There is no dead job ${id}` } });
  }
  return { step, job };
}

async function isTriedAgain({ queues }: QueueDeps, step: JobName, job: Job): Promise<boolean> {
  if (step === "sweep") return false;
  const night = payloads[step].parse(job.data);
  const nextId = toJobId({ ...night, attempt: night.attempt + 1 }, "digest");
  return (await queues.digest.getJob(nextId)) !== undefined;
}

async function isReason(job: Job): Promise<boolean> {
  if (isOwnFailure(job.failedReason)) return true;
  const { failed = 0 } = await job.getDependenciesCount({ failed: true });
  return failed === 0;
}

function toDeadJob(step: JobName, job: Job): DeadJob {
  const { tenantId, runId = null } = { runId: undefined, ...payloads[step].parse(job.data) };
  const { code, sentence } = readFailure(job.failedReason);
  const at = job.finishedOn ?? job.timestamp;
  return { id: `${step}:${job.id}`, step, tenantId, runId, code, sentence, at, attempts: job.attemptsMade };
}
