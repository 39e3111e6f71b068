import type { Env } from "../../config/env.ts";
import { printJson, say } from "./print.ts";
import { openRuntime } from "./runtime.ts";

/** Prints one JSON line a job that failed for good. */
export async function listDead(env: Env): Promise<void> {
  const runtime = await openRuntime(env);
  try {
    const dead = await runtime.jobs.listDead();
    if (dead.length === 0) say("No job has failed for good.");
    for (const job of dead) printJson({ ...job, at: new Date(job.at).toISOString() });
  } finally {
    await runtime.close();
  }
}

/** Puts a dead job back into the queue; a worker or the next sync takes it up. */
export async function retryDead(env: Env, id: string): Promise<void> {
  const runtime = await openRuntime(env);
  try {
    await runtime.jobs.retryDead(id);
    printJson({ id, retried: true });
  } finally {
    await runtime.close();
  }
}
