import type { Jobs } from "../../src/queue/open-jobs.ts";
import type { JobName } from "../../src/queue/steps.ts";
import type { Handlers } from "../../src/queue/workers.ts";

/** Quick retries, so that a test can see a job give up. */
export const quickRetries = { attempts: 3, backoff: { baseMs: 50, maxMs: 200 }, patienceMs: Infinity };

let tenants = 0;
/** Every test has tenants of its own: the suite's tests share one server. */
export function aTenant(): string {
  tenants += 1;
  return `t_${tenants}${Math.random().toString(36).slice(2, 8)}`;
}

export function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Handlers of a whole night that only note what runs, with `overrides` for the steps a test is about. */
export function nightHandlers(jobs: Jobs, seen: string[], overrides: Handlers = {}): Handlers {
  const note = async ({ data }: { data: { tenantId: string; shard?: number } }, step: JobName) => {
    seen.push(data.shard === undefined ? step : `${step} ${data.shard}`);
  };
  return {
    pull: (context) => note(context, "pull"),
    learn: async (context) => {
      await note(context, "learn");
      await jobs.enqueueShards(context.data, 3);
    },
    analyse: (context) => note(context, "analyse"),
    "write-back": (context) => note(context, "write-back"),
    digest: (context) => note(context, "digest"),
    ...overrides,
  };
}
