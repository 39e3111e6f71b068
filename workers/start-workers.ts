import { analyse } from "./analyse.ts";
import { digest } from "./digest.ts";
import { learn } from "./learn.ts";
import type { NightDeps } from "./night.ts";
import { pull } from "./pull.ts";
import { sweep } from "./sweep.ts";
import { writeBack } from "./write-back.ts";

/** Starts the handlers of all steps; they run until the queue is closed. */
export async function startNightWorkers(deps: NightDeps): Promise<void> {
  await deps.jobs.startWorkers({
    sweep: ({ data }) => sweep(deps, { tenantId: data.tenantId, now: Date.now() }),
    pull: (context) => pull(deps, context),
    learn: (context) => learn(deps, context),
    analyse: (context) => analyse(deps, context),
    "write-back": (context) => writeBack(deps, context),
    digest: (context) => digest(deps, context),
  });
}
