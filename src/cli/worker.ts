import { once } from "node:events";
import type { Env } from "../../config/env.ts";
import { product } from "../../config/product.ts";
import { startNightWorkers } from "../../workers/start-workers.ts";
import { loadTenants } from "../store/tenants.ts";
import { say } from "./print.ts";
import { openRuntime } from "./runtime.ts";

/** Works through nights as they come due until `signal` is set off. */
export async function runWorker(env: Env, signal: AbortSignal): Promise<void> {
  const runtime = await openRuntime(env);
  try {
    const tenants = await loadTenants(runtime.store);
    for (const { id, timeZone } of tenants) {
      await runtime.jobs.scheduleNight({ tenantId: id, hour: product.night.hour, timeZone });
    }
    await startNightWorkers(runtime.deps);
    say(
      `Working for ${tenants.length} ${tenants.length === 1 ? "account" : "accounts"}; nights start at ${product.night.hour}:00 local time. Stop with Ctrl-C.`,
    );
    if (!signal.aborted) await once(signal, "abort");
    say("Stopping: running steps may finish, then everything is closed.");
  } finally {
    await runtime.close();
  }
}
