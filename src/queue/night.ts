import type { FlowJob } from "bullmq";
import { AppError } from "../domain/errors.ts";
import { toJobOptions } from "./job-options.ts";
import { loadNightEnd, readShardIds } from "./night-end.ts";
import type { QueueDeps } from "./queues.ts";
import { type NightRef, type NightStep, payloads, type QueuedNight, toJobId, toShardId } from "./steps.ts";

type FlowStep = Exclude<NightStep, "analyse">;

/** From the last step to the first: each waits for the one after it in this list. */
const flowSteps: readonly FlowStep[] = ["digest", "write-back", "learn", "pull"];

/**
 * Puts a night into the queue: pull, then learn, then write-back, then digest. Enqueueing the same attempt again changes
 * nothing; another attempt is a new flow. Without an attempt: joins the latest one, or begins the next if that failed.
 */
export async function enqueueNight(deps: QueueDeps, ref: NightRef): Promise<QueuedNight> {
  const night = payloads.digest.parse({ ...ref, attempt: ref.attempt ?? (await chooseAttempt(deps, ref)) });
  const isKnown = (await deps.queues.digest.getJob(toJobId(night, "digest"))) !== undefined;
  if (!isKnown) await deps.flows.add(toFlow(deps, night));
  return night;
}

/**
 * Adds the night's analyse jobs as further children of its write-back, which then waits for them too. To be called
 * while learn runs: write-back has not begun. Safe to repeat.
 */
export async function enqueueShards(deps: QueueDeps, ref: NightRef, shards: number): Promise<void> {
  const night = await findNight(deps, ref);
  const writeBack = await deps.queues["write-back"].getJob(toJobId(night, "write-back"));
  if (writeBack?.id === undefined) throw toMissing(night);
  const parent = { id: writeBack.id, queue: deps.queues["write-back"].qualifiedName };
  const jobs = Array.from({ length: shards }, (_, shard) => ({
    name: "analyse",
    data: payloads.analyse.parse({ ...night, shard, shards }),
    opts: {
      ...toJobOptions(deps.retries),
      jobId: toShardId(night, shard),
      parent,
      failParentOnFailure: true,
    },
  }));
  await deps.queues.analyse.addBulk(jobs);
}

/** The night as it was enqueued; the latest attempt when `ref` names none. */
export async function findNight(deps: QueueDeps, ref: NightRef): Promise<QueuedNight> {
  const attempt = ref.attempt ?? (await countAttempts(deps, ref));
  const night = { tenantId: ref.tenantId, runId: ref.runId, attempt };
  if ((await deps.queues.digest.getJob(toJobId(night, "digest"))) === undefined) throw toMissing(night);
  return night;
}

/** The jobs that the night has so far: its steps', and its shards' once learn has added them. */
export async function listNightJobs(
  { queues }: QueueDeps,
  night: QueuedNight,
): Promise<readonly { readonly step: NightStep; readonly jobId: string }[]> {
  const steps = flowSteps.toReversed().map((step) => ({ step, jobId: toJobId(night, step) }));
  const writeBack = await queues["write-back"].getJob(toJobId(night, "write-back"));
  const { processed = {}, unprocessed = [] } =
    (await writeBack?.getDependencies({ processed: { count: 1_000 }, unprocessed: { count: 1_000 } })) ?? {};
  const shards = readShardIds([...Object.keys(processed), ...unprocessed]);
  return [...steps, ...shards.map((jobId) => ({ step: "analyse" as const, jobId }))];
}

/** Attempts of a run are counted from 1 without gaps. Those finished more than some days ago may be gone. */
async function countAttempts({ queues }: QueueDeps, ref: NightRef): Promise<number> {
  let attempts = 0;
  const isThere = async (attempt: number) =>
    (await queues.digest.getJob(toJobId({ ...ref, attempt }, "digest"))) !== undefined;
  while (await isThere(attempts + 1)) attempts += 1;
  return attempts;
}

async function chooseAttempt(deps: QueueDeps, ref: NightRef): Promise<number> {
  const latest = await countAttempts(deps, ref);
  if (latest === 0) return 1;
  // Not the state of digest alone: it fails some moments after the step that is the reason, or only when workers run.
  const end = await loadNightEnd(deps, { ...ref, attempt: latest });
  return end?.kind === "failed" ? latest + 1 : latest;
}

function toFlow(deps: QueueDeps, night: QueuedNight): FlowJob {
  const [root, ...others] = flowSteps.map((step) => toFlowJob(deps, night, step));
  if (root === undefined) throw toMissing(night);
  let parent = root;
  for (const job of others) {
    const child = { ...job, opts: { ...job.opts, failParentOnFailure: true } };
    parent.children = [child];
    parent = child;
  }
  return root;
}

function toFlowJob({ retries }: QueueDeps, night: QueuedNight, step: FlowStep): FlowJob {
  return {
    name: step,
    queueName: step,
    data: night,
    opts: { ...toJobOptions(retries), jobId: toJobId(night, step) },
  };
}

function toMissing(night: QueuedNight): AppError {
  const problem = `the night ${night.runId} of tenant ${night.tenantId} is not in the queue`;
  return new AppError("bug-found", { details: { problem } });
}
