import type { Env } from "../../config/env.ts";
import { lastFinishedRun } from "../store/runs.ts";
import { loadTenants } from "../store/tenants.ts";
import { printJson, say } from "./print.ts";
import { withStore } from "./with-store.ts";

/** Prints one JSON line a tenant. */
export async function listTenants(env: Env): Promise<void> {
  await withStore(env, async (store) => {
    const tenants = await loadTenants(store);
    if (tenants.length === 0)
      say("No account is connected. Connect one with `norma connect hubspot --token-env NAME`.");
    for (const { id, crm, accountId, name, status, timeZone, baseUrl } of tenants) {
      const last = await store.inTenant(id, lastFinishedRun);
      const lastNight = last === null ? null : new Date(last.asOf).toISOString();
      printJson({ tenant: id, crm, account: accountId, name, status, timeZone, baseUrl, lastNight });
    }
  });
}
