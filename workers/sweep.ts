/**
 * Job `sweep`: starts the night of one tenant, at the hour its scheduler names. A night that a dead process left behind is
 * taken up again rather than begun twice.
 */
import type { Moment } from "../src/domain/time.ts";
import { msPerHour } from "../src/domain/time.ts";
import { failRun, findUnfinishedRun, lockRuns, startRun } from "../src/store/runs.ts";
import { loadTenant } from "../src/store/tenants.ts";
import type { NightDeps, NightRef } from "./night.ts";

export async function sweep(
  deps: NightDeps,
  { tenantId, now }: { tenantId: string; now: Moment },
): Promise<void> {
  const tenant = await loadTenant(deps.store, tenantId);
  if (tenant.status === "paused") return;
  await startNight(deps, { tenantId, asOf: null, isDryRun: false, now });
}

export interface NightRequest {
  readonly tenantId: string;
  /** The moment that counts as now; null: the present, or that of the unfinished night that is resumed. */
  readonly asOf: Moment | null;
  readonly isDryRun: boolean;
  readonly now: Moment;
}

/** Enqueues a night and returns where to wait for it. */
export async function startNight(deps: NightDeps, request: NightRequest): Promise<NightRef> {
  const runId = await deps.store.inTenant(request.tenantId, async (db) => {
    await lockRuns(db);
    const unfinished = await findUnfinishedRun(db);
    if (unfinished !== null) {
      const isFresh = request.now - unfinished.startedAt < deps.product.night.resumeWithinHours * msPerHour;
      const isSame =
        unfinished.isDryRun === request.isDryRun && (request.asOf ?? unfinished.asOf) === unfinished.asOf;
      if (isFresh && isSame) return unfinished.id;
      await failRun(db, unfinished.id, "A newer night took its place.");
    }
    const started = await startRun(db, { asOf: request.asOf ?? request.now, isDryRun: request.isDryRun });
    return started.id;
  });
  const ref = { tenantId: request.tenantId, runId };
  await deps.jobs.enqueueNight(ref);
  return ref;
}
