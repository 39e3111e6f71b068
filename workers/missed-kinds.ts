/**
 * Kinds of activity that a night could not read, for want of a scope or because the CRM refused them that night, are behind the
 * others. Each has a checkpoint of its own: up to when it was read. Once it can be read, the window goes back that far.
 */
import { type ActivityKind, activityKinds } from "../src/domain/activity.ts";
import type { Moment } from "../src/domain/time.ts";
import { deleteCheckpoint, loadCheckpoint, saveCheckpoint } from "../src/store/checkpoints.ts";
import type { TenantDb } from "../src/store/open-store.ts";
import { loadRun } from "../src/store/runs.ts";
import type { Step } from "./night.ts";
import { toModifiedSince } from "./streams.ts";

/** Kinds that earlier nights missed. */
export async function loadMissedKinds(step: Step): Promise<readonly ActivityKind[]> {
  const missed = await step.inTenant(loadMissed);
  return missed.map(({ kind }) => kind);
}

/** Since when those of them must be read that can be read tonight; null when there are none. */
export async function findMissedSince(step: Step, backfillDays: number): Promise<Moment | null> {
  return await step.inTenant(async (db) => {
    const unmeasured = await loadUnmeasured(db, step);
    const moments = (await loadMissed(db))
      .filter(({ kind }) => !unmeasured.has(kind))
      .map(({ watermark }) => toModifiedSince(step, watermark, backfillDays));
    return moments.length === 0 ? null : Math.min(...moments);
  });
}

async function loadMissed(db: TenantDb) {
  const missed: { readonly kind: ActivityKind; readonly watermark: Moment | null }[] = [];
  for (const kind of activityKinds) {
    const checkpoint = await loadCheckpoint(db, toStream(kind));
    if (checkpoint !== null) missed.push({ kind, watermark: checkpoint.watermark });
  }
  return missed;
}

/** Notes at the end of the reading which kinds were missed, and forgets those that were read. */
export async function noteMissedKinds(step: Step): Promise<void> {
  await step.inTenant(async (db) => {
    const unmeasured = await loadUnmeasured(db, step);
    const shared = await loadCheckpoint(db, "activities");
    for (const kind of activityKinds) {
      const stream = toStream(kind);
      if (!unmeasured.has(kind)) await deleteCheckpoint(db, stream);
      else if ((await loadCheckpoint(db, stream)) === null) {
        await saveCheckpoint(db, { stream, runId: null, cursor: null, watermark: shared?.watermark ?? null });
      }
    }
  });
}

async function loadUnmeasured(db: TenantDb, step: Step): Promise<ReadonlySet<ActivityKind>> {
  const { unmeasured } = (await loadRun(db, step.run.id)).counts;
  return new Set(activityKinds.filter((kind) => unmeasured[kind] !== undefined));
}

function toStream(kind: ActivityKind): string {
  return `activities:${kind}`;
}
