import { z } from "zod";

/** The steps of a night in their order; `analyse` runs in shards. */
export const nightSteps = ["pull", "learn", "analyse", "write-back", "digest"] as const;
export type NightStep = (typeof nightSteps)[number];

/** One queue a name. */
export const jobNames = ["sweep", ...nightSteps] as const;
export type JobName = (typeof jobNames)[number];

/** An id as part of a job's id: BullMQ keeps ":" for itself, "/" parts ours. */
const idPart = z.string().regex(/^[^:/\s]+$/, "must not contain colons, slashes or spaces");

const sweepData = z.object({ tenantId: idPart });
const nightData = z.object({
  tenantId: idPart,
  runId: idPart,
  /** How many times this run was enqueued, from 1. Each is a flow of its own. */
  attempt: z.int().min(1),
});
const shardData = nightData.extend({ shard: z.int().min(0), shards: z.int().min(1) });

export interface Payloads {
  readonly sweep: z.infer<typeof sweepData>;
  readonly pull: QueuedNight;
  readonly learn: QueuedNight;
  readonly analyse: z.infer<typeof shardData>;
  readonly "write-back": QueuedNight;
  readonly digest: QueuedNight;
}

/** Payloads are ids only, never records. */
export const payloads: { readonly [Name in JobName]: z.ZodType<Payloads[Name]> } = {
  sweep: sweepData,
  pull: nightData,
  learn: nightData,
  analyse: shardData,
  "write-back": nightData,
  digest: nightData,
};

/** A night that is in the queue. */
export type QueuedNight = z.infer<typeof nightData>;

/** A night, whichever attempt of it is the latest when none is given. */
export interface NightRef {
  readonly tenantId: string;
  readonly runId: string;
  readonly attempt?: number;
}

/** The same for the same night and step, which makes enqueueing idempotent. */
export function toJobId(night: QueuedNight, step: Exclude<NightStep, "analyse">): string {
  return `${toPrefix(night)}${step}`;
}

export function toShardId(night: QueuedNight, shard: number): string {
  return `${toPrefix(night)}analyse/${shard}`;
}

/** True for the jobs of this night and no other. */
export function isOfNight(jobId: string, night: QueuedNight): boolean {
  return jobId.startsWith(toPrefix(night));
}

/** The shard a job's id names; null for jobs without shards. */
export function readShard(jobId: string): number | null {
  const [, , , step, shard] = jobId.split("/");
  return step === "analyse" ? Number(shard) : null;
}

function toPrefix({ tenantId, runId, attempt }: QueuedNight): string {
  return `${tenantId}/${runId}/${attempt}/`;
}
