import { type JobEvents, type JobsBackend, QueueEvents } from "./connection.ts";
import { logErrors, prefix, type QueueDeps } from "./queues.ts";
import { type NightStep, nightSteps } from "./steps.ts";

export interface NightListener {
  readonly onProgress: (step: NightStep, jobId: string, progress: unknown) => void;
  /** A job is done or has failed for good. */
  readonly onEnd: (jobId: string) => void;
}

/** The news of all steps' jobs, from whatever process works on them. Opened with the first listener. */
export interface NightEvents {
  /** From now on; call what it returns to stop. */
  listen(listener: NightListener): Promise<() => void>;
  close(): Promise<void>;
}

/** Milliseconds a reader waits for news before it looks by itself. */
const blockingTimeoutMs = 2_000;

export function createNightEvents(deps: QueueDeps): NightEvents {
  const listeners = new Set<NightListener>();
  let opening: Promise<readonly JobEvents[]> | null = null;
  return {
    async listen(listener) {
      listeners.add(listener);
      opening ??= Promise.all(nightSteps.map((step) => openReader(deps, step, listeners)));
      await opening;
      return () => listeners.delete(listener);
    },
    async close() {
      const readers = (await opening?.catch(() => [])) ?? [];
      await Promise.all(readers.map((reader) => reader.close()));
    },
  };
}

async function openReader(
  { backend, log }: QueueDeps,
  step: NightStep,
  listeners: ReadonlySet<NightListener>,
): Promise<JobEvents> {
  const reader = logErrors(
    new QueueEvents(step, await toReaderOptions(backend, step)),
    log.child({ queue: step }),
  );
  reader.on("progress", ({ jobId, data }) => {
    for (const listener of listeners) listener.onProgress(step, jobId, data);
  });
  const tellEnd = ({ jobId }: { jobId: string }) => {
    for (const listener of listeners) listener.onEnd(jobId);
  };
  reader.on("completed", tellEnd);
  reader.on("failed", tellEnd);
  await reader.waitUntilReady();
  return reader;
}

async function toReaderOptions(backend: JobsBackend, step: NightStep) {
  return {
    connection: backend.connection,
    prefix,
    blockingTimeout: blockingTimeoutMs,
    lastEventId: await backend.readLatestEventId(step),
  };
}
