import type { JobsOptions } from "bullmq";
import type { BackoffSettings } from "./failure.ts";

/** How patient the queue is. */
export interface RetrySettings {
  /** Tries of a job, the first included. */
  readonly attempts: number;
  readonly backoff: BackoffSettings;
  /** A failure that asks for a longer wait than this ends the job; milliseconds. */
  readonly patienceMs: number;
}

/**
 * Eight tries with waits of up to 5, 10, 20 … 320 seconds outlast most outages of a CRM within ten minutes; the calls
 * inside a try have their own, quicker retries.
 */
export const defaultRetrySettings: RetrySettings = {
  attempts: 8,
  backoff: { baseMs: 5_000, maxMs: 600_000 },
  patienceMs: Infinity,
};

const secondsPerDay = 86_400;

/** Options of every job. Done jobs stay a day, so that whoever waits for them, or enqueues them again, finds them. */
export function toJobOptions({ attempts }: RetrySettings): JobsOptions {
  return {
    attempts,
    backoff: { type: "custom" },
    removeOnComplete: { age: secondsPerDay },
    removeOnFail: { age: 30 * secondsPerDay, count: maxDeadPerQueue },
  };
}

/** Dead jobs kept, and listed, of each queue. */
export const maxDeadPerQueue = 1_000;
