import type { Env } from "../../config/env.ts";
import { countDeletedActivities, takeOutDeleted } from "../store/deleted-activities.ts";
import { loadTenant } from "../store/tenants.ts";
import { countVanishedDeals, letVanishedDealsGo } from "../store/vanished-deals.ts";
import { printJson } from "./print.ts";
import { withStore } from "./with-store.ts";

export interface VanishedOptions {
  readonly tenantId: string;
  /** Somebody says that they are deleted. */
  readonly isLetGo: boolean;
}

/**
 * Prints one JSON line: how many open deals the CRM shows neither as live nor as deleted, of how many, and when the first was last seen; and
 * how many activities it shows as deleted that count on, because too many are gone at once. Let go, all of them count as deleted from the next
 * night on; what is shown again counts again. Throws tenant-unknown.
 */
export async function vanished(env: Env, { tenantId, isLetGo }: VanishedOptions): Promise<void> {
  await withStore(env, async (store) => {
    await loadTenant(store, tenantId);
    await store.inTenant(tenantId, async (db) => {
      const { since, ...deals } = await countVanishedDeals(db);
      const now = Date.now();
      const letGo = isLetGo ? await letVanishedDealsGo(db, { seenBefore: Infinity, at: now }) : 0;
      const lastSeen = since === null ? null : new Date(since).toISOString();
      const deleted = await countDeletedActivities(db, 0);
      const takenOut = isLetGo
        ? await takeOutDeleted(
            db,
            deleted.map(({ kind }) => kind),
          )
        : 0;
      printJson({
        tenant: tenantId,
        deals: { ...deals, since: lastSeen, letGo },
        activities: {
          deleted: Object.fromEntries(deleted.map(({ kind, lost }) => [kind, lost])),
          letGo: takenOut,
        },
      });
    });
  });
}
