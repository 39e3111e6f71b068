import type { Env } from "../../config/env.ts";
import { findAllTasks } from "../../workers/send-tasks.ts";
import { deleteTenant, loadTenant } from "../store/tenants.ts";
import { printJson, say } from "./print.ts";
import { openRuntime } from "./runtime.ts";

export interface DisconnectOptions {
  readonly tenantId: string;
  /** Also take Norma's fields and tasks out of the CRM; must happen first, while the token still works. */
  readonly isEverythingRemoved: boolean;
}

/** Forgets an account. When the CRM cannot be cleaned, nothing is forgotten, so that it can be tried again. */
export async function disconnect(
  env: Env,
  { tenantId, isEverythingRemoved }: DisconnectOptions,
): Promise<void> {
  const runtime = await openRuntime(env);
  const { store, jobs, deps } = runtime;
  try {
    const tenant = await loadTenant(store, tenantId);
    const removed = { tasksRemoved: 0, fieldsRemoved: 0, left: [] as readonly string[] };
    if (isEverythingRemoved) {
      const crm = await deps.openCrm(tenant, Date.now());
      const taskIds = await store.inTenant(tenantId, (db) => findAllTasks(db, crm));
      Object.assign(removed, await crm.removeEverything(taskIds));
      for (const sentence of removed.left) say(sentence);
    }
    await jobs.unscheduleNight(tenantId);
    await deleteTenant(store, tenantId);
    printJson({ tenant: tenantId, disconnected: true, ...removed });
  } finally {
    await runtime.close();
  }
}
