import { redactSecrets } from "../domain/redact.ts";
import type { JobsBackend } from "./connection.ts";
import { listDead } from "./dead-jobs.ts";
import type { QueueDeps } from "./queues.ts";
import { jobNames } from "./steps.ts";

export type JobsHealth = {
  readonly backend: JobsBackend["name"];
  /** For people; without credentials. */
  readonly where: string;
} & (
  | {
      readonly isReachable: true;
      /** Jobs that will run: due, waiting for an earlier step, for their hour or for their next try. */
      readonly waiting: number;
      readonly active: number;
      readonly dead: number;
    }
  | { readonly isReachable: false; readonly problem: string }
);

/** A server that does not answer within this many milliseconds counts as away. */
const timeoutMs = 5_000;

/** Whether the queue answers, and what is in it. */
export async function pingJobs(deps: QueueDeps): Promise<JobsHealth> {
  const { name: backend, where } = deps.backend;
  try {
    return { backend, where, isReachable: true, ...(await withTimeout(countJobs(deps))) };
  } catch (error) {
    const problem = redactSecrets(Error.isError(error) ? error.message : String(error));
    return { backend, where, isReachable: false, problem };
  }
}

async function countJobs(deps: QueueDeps): Promise<{ waiting: number; active: number; dead: number }> {
  let waiting = 0;
  let active = 0;
  for (const name of jobNames) {
    const counts = await deps.queues[name].getJobCounts(
      "wait",
      "prioritized",
      "delayed",
      "waiting-children",
      "active",
    );
    for (const [state, count] of Object.entries(counts)) {
      if (state === "active") active += count;
      else waiting += count;
    }
  }
  return { waiting, active, dead: (await listDead(deps)).length };
}

async function withTimeout<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs / 1000} s`)), timeoutMs);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
