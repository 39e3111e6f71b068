import { AppError } from "../domain/errors.ts";
import { findNight, listNightJobs } from "./night.ts";
import { loadNightEnd, type NightEnd } from "./night-end.ts";
import type { NightEvents } from "./night-events.ts";
import type { QueueDeps } from "./queues.ts";
import { isOfNight, type NightRef, type NightStep, type QueuedNight, readShard } from "./steps.ts";

export interface NightProgress {
  readonly step: NightStep;
  /** Which of the night's analyse jobs; null for the other steps. */
  readonly shard: number | null;
  /** What the step's handler reported. */
  readonly progress: unknown;
}

export interface WaitOptions {
  /** Hears at least the latest progress of every step and shard. */
  readonly onProgress?: (progress: NightProgress) => void;
  /** Ends the waiting with `interrupted`; the night itself goes on. */
  readonly signal?: AbortSignal;
}

/** Events carry the news. This is how long one that went missing, e.g. while Redis was away, can delay it. */
const secondLookMs = 5_000;

/** Resolves when the night has ended, wherever its workers run. */
export async function waitForNight(
  deps: QueueDeps,
  events: NightEvents,
  { ref, options }: { ref: NightRef; options: WaitOptions },
): Promise<NightEnd> {
  const night = await findNight(deps, ref);
  const bell = createBell();
  const tell = toTeller(options.onProgress);
  const stopListening = await events.listen({
    onProgress: (step, jobId, progress) => {
      if (isOfNight(jobId, night)) tell(step, jobId, progress);
    },
    onEnd: (jobId) => {
      if (isOfNight(jobId, night)) bell.ring();
    },
  });
  options.signal?.addEventListener("abort", bell.ring);
  try {
    await tellProgressSoFar(deps, night, tell);
    const end = await lookUntilEnd(deps, night, { bell, signal: options.signal });
    await tellProgressSoFar(deps, night, tell);
    return end;
  } finally {
    options.signal?.removeEventListener("abort", bell.ring);
    stopListening();
  }
}

type Tell = (step: NightStep, jobId: string, progress: unknown) => void;

/** Says the same of a job only once in a row. */
function toTeller(onProgress: WaitOptions["onProgress"]): Tell {
  const latest = new Map<string, string>();
  return (step, jobId, progress) => {
    const said = JSON.stringify(progress);
    if (latest.get(jobId) === said) return;
    latest.set(jobId, said);
    onProgress?.({ step, shard: readShard(jobId), progress });
  };
}

/**
 * The latest that each step reported. Events alone do not tell it: a night begins to run while its caller still hears of
 * its place, and on Postgres an event that commits after one with a higher id is never read.
 */
async function tellProgressSoFar(deps: QueueDeps, night: QueuedNight, tell: Tell): Promise<void> {
  for (const { step, jobId } of await listNightJobs(deps, night)) {
    const job = await deps.queues[step].getJob(jobId);
    // BullMQ's own value for a job that has reported nothing is 0.
    if (typeof job?.progress === "object") tell(step, jobId, job.progress);
  }
}

async function lookUntilEnd(
  deps: QueueDeps,
  night: QueuedNight,
  { bell, signal }: { bell: Bell; signal: AbortSignal | undefined },
): Promise<NightEnd> {
  for (;;) {
    if (signal?.aborted === true) throw new AppError("interrupted");
    const end = await loadNightEnd(deps, night);
    if (end !== null) return end;
    await bell.wait(secondLookMs);
  }
}

interface Bell {
  readonly ring: () => void;
  /** Until it rings, at once if it rang since the last wait, or until the time is up. */
  wait(timeoutMs: number): Promise<void>;
}

function createBell(): Bell {
  let next = Promise.withResolvers<void>();
  return {
    ring: () => next.resolve(),
    async wait(timeoutMs) {
      const timer = setTimeout(next.resolve, timeoutMs);
      await next.promise;
      clearTimeout(timer);
      next = Promise.withResolvers();
    },
  };
}
