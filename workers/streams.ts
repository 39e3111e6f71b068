import type { PullWindow } from "../src/crm/port.ts";
import { type Moment, msPerDay, msPerMinute } from "../src/domain/time.ts";
import { loadCheckpoint, loadLatestModified, saveCheckpoint } from "../src/store/checkpoints.ts";
import type { TenantDb } from "../src/store/open-store.ts";
import type { Step } from "./night.ts";

export type StreamName = "deals" | "activities";

const endOfStream = "end";

/**
 * The window of tonight's reading, or `done` when this night read it already. The lower bound is the last night's
 * watermark less the overlap; there is no upper bound, so a record edited meanwhile is read rather than skipped.
 */
export async function openStream(
  step: Step,
  stream: StreamName,
  backfillDays: number,
): Promise<PullWindow | "done"> {
  const checkpoint = await step.inTenant((db) => loadCheckpoint(db, stream));
  const isResumed = checkpoint?.runId === step.run.id;
  if (isResumed && checkpoint.cursor === endOfStream) return "done";
  const modifiedSince = toModifiedSince(step, checkpoint?.watermark ?? null, backfillDays);
  return { modifiedSince, cursor: isResumed ? checkpoint.cursor : null };
}

/** Where reading begins of what was read up to `watermark`; null: never. */
export function toModifiedSince({ now, deps }: Step, watermark: Moment | null, backfillDays: number): Moment {
  return watermark === null
    ? now - backfillDays * msPerDay
    : watermark - deps.product.pull.overlapMinutes * msPerMinute;
}

export async function savePlace(
  db: TenantDb,
  step: Step,
  { stream, cursor }: { stream: StreamName; cursor: string },
): Promise<void> {
  const { watermark } = (await loadCheckpoint(db, stream)) ?? { watermark: null };
  await saveCheckpoint(db, { stream, runId: step.run.id, cursor, watermark });
}

/**
 * Ends the stream for this night. The new watermark is the latest modification seen, but never past the moment that
 * counted as now: a CRM whose clock is behind ours, or a record dated in the future, must not hide later edits.
 */
export async function closeStream(step: Step, stream: StreamName): Promise<void> {
  await step.inTenant(async (db) => {
    const latest = await loadLatestModified(db, stream);
    const watermark = latest === null ? null : earlier(latest, step.now);
    await saveCheckpoint(db, { stream, runId: step.run.id, cursor: endOfStream, watermark });
  });
}

function earlier(a: Moment, b: Moment): Moment {
  return Math.min(a, b);
}
