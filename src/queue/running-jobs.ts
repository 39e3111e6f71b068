/** The jobs that run in this process now, and the way to end them. */
export interface RunningJobs {
  readonly isClosing: () => boolean;
  /** Runs a job with a signal of its own. Settles as `act` does. */
  run(jobId: string, act: (signal: AbortSignal) => Promise<void>): Promise<void>;
  /** Tells one job to stop, because it is no longer ours. */
  abort(jobId: string): void;
  /**
   * Waits for the jobs for `graceMs`, then aborts them and waits for `abortGraceMs`. False when some would not end. Jobs
   * that begin after the call are refused by `isClosing`.
   */
  end(graceMs: number, abortGraceMs: number): Promise<boolean>;
}

export function createRunningJobs(): RunningJobs {
  const jobs = new Map<string, { done: Promise<unknown>; controller: AbortController }>();
  let isClosing = false;
  return {
    isClosing: () => isClosing,
    async run(jobId, act) {
      const controller = new AbortController();
      const acting = act(controller.signal);
      const job = { done: acting.catch(() => undefined), controller };
      jobs.set(jobId, job);
      try {
        await acting;
      } finally {
        if (jobs.get(jobId) === job) jobs.delete(jobId);
      }
    },
    abort: (jobId) => jobs.get(jobId)?.controller.abort(),
    async end(graceMs, abortGraceMs) {
      isClosing = true;
      if (await settleWithin(graceMs, [...jobs.values()])) return true;
      for (const { controller } of jobs.values()) controller.abort();
      return await settleWithin(abortGraceMs, [...jobs.values()]);
    },
  };
}

async function settleWithin(ms: number, jobs: readonly { done: Promise<unknown> }[]): Promise<boolean> {
  const { promise: timeIsUp, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), ms);
  const allDone = Promise.all(jobs.map(({ done }) => done)).then(() => true);
  const isInTime = await Promise.race([allDone, timeIsUp]);
  clearTimeout(timer);
  return isInTime;
}
