import { type Failure, readFailure } from "./failure.ts";
import type { QueueDeps } from "./queues.ts";
import { type NightStep, type QueuedNight, toJobId } from "./steps.ts";

export type NightEnd =
  | { readonly kind: "done" }
  | ({ readonly kind: "failed"; readonly step: NightStep } & Failure);

/** How the night ended; null while it goes on. Of the steps that failed, the first is the reason for the others. */
export async function loadNightEnd(deps: QueueDeps, night: QueuedNight): Promise<NightEnd | null> {
  const state = await deps.queues.digest.getJobState(toJobId(night, "digest"));
  if (state === "completed") return { kind: "done" };
  for (const step of ["pull", "learn"] as const) {
    const end = await loadStepFailure(deps, step, toJobId(night, step));
    if (end !== null) return end;
  }
  for (const jobId of await loadFailedShards(deps, night)) {
    const end = await loadStepFailure(deps, "analyse", jobId);
    if (end !== null) return end;
  }
  for (const step of ["write-back", "digest"] as const) {
    const end = await loadStepFailure(deps, step, toJobId(night, step));
    if (end !== null) return end;
  }
  return null;
}

async function loadStepFailure(
  { queues }: QueueDeps,
  step: NightStep,
  jobId: string,
): Promise<NightEnd | null> {
  const job = await queues[step].getJob(jobId);
  // A job that waits for its next try carries the reason of its last one too.
  if (job?.failedReason === undefined || !(await job.isFailed())) return null;
  return { kind: "failed", step, ...readFailure(job.failedReason) };
}

async function loadFailedShards({ queues }: QueueDeps, night: QueuedNight): Promise<string[]> {
  const writeBack = await queues["write-back"].getJob(toJobId(night, "write-back"));
  const { failed = [] } = (await writeBack?.getDependencies({ failed: { count: 1_000 } })) ?? {};
  return readShardIds(failed);
}

/** The ids of the analyse jobs among the keys of write-back's children. */
export function readShardIds(childKeys: readonly string[]): string[] {
  // A child's key is its queue's name and its id with a colon between; our ids have none.
  return childKeys.map((key) => key.slice(key.lastIndexOf(":") + 1)).filter((id) => id.includes("/analyse/"));
}
