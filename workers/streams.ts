import type { PullWindow } from "../src/crm/port.ts";
import { type ErrorCode, isAppError } from "../src/domain/errors.ts";
import { type Moment, msPerDay, msPerMinute } from "../src/domain/time.ts";
import {
  type Checkpoint,
  loadCheckpoint,
  loadLatestModified,
  saveCheckpoint,
} from "../src/store/checkpoints.ts";
import type { TenantDb } from "../src/store/open-store.ts";
import { loadRun } from "../src/store/runs.ts";
import type { Step } from "./night.ts";

const streamNames = ["deals", "activities"] as const;
export type StreamName = (typeof streamNames)[number];

const endOfStream = "end";

/** One reading of a stream, perhaps begun by an earlier night. */
export interface Reading extends PullWindow {
  readonly stream: StreamName;
  readonly begun: Begun;
}

interface Begun {
  readonly runId: string;
  readonly at: Moment;
}

/** What streams need of a step. */
export type StreamStep = Pick<Step, "now" | "inTenant"> & {
  readonly run: Pick<Step["run"], "id">;
  readonly deps: { readonly product: Pick<Step["deps"]["product"], "pull"> };
};

/**
 * What is to be read tonight, or `done` when this night read it already. The lower bound is the last night's watermark less the overlap;
 * there is no upper bound, so a record edited meanwhile is read rather than skipped. A first reading that an earlier night
 * began and did not end (it failed, or its process died for long) is gone on with; what changed since then is read after it.
 */
export async function openStream(
  step: StreamStep,
  stream: StreamName,
  backfillDays: number,
): Promise<Reading | "done"> {
  return await step.inTenant(async (db) => {
    const checkpoint = await loadCheckpoint(db, stream);
    const isOwn = checkpoint?.runId === step.run.id;
    if (isOwn && checkpoint.cursor === endOfStream) return "done";
    const modifiedSince = toModifiedSince(step, checkpoint?.watermark ?? null, backfillDays);
    const own = { cursor: isOwn ? checkpoint.cursor : null, begun: { runId: step.run.id, at: step.now } };
    const earlier = isOwn || checkpoint === null ? null : await findEarlier(db, step, checkpoint);
    return { stream, modifiedSince, ...(earlier ?? own) };
  });
}

/** The first reading that broke off at the checkpoint. Later ones are as quickly begun anew. */
async function findEarlier(
  db: TenantDb,
  { now, deps }: StreamStep,
  { runId, cursor, watermark }: Checkpoint,
): Promise<Pick<Reading, "cursor" | "begun"> | null> {
  if (watermark !== null || runId === null || cursor === null) return null;
  const { asOf } = await loadRun(db, runId);
  const isFresh = asOf <= now && now - asOf < deps.product.pull.goOnWithinDays * msPerDay;
  return isFresh && cursor !== endOfStream ? { cursor, begun: { runId, at: asOf } } : null;
}

/** Where reading begins of what was read up to `watermark`; null: never. */
export function toModifiedSince(
  { now, deps }: Pick<StreamStep, "now" | "deps">,
  watermark: Moment | null,
  backfillDays: number,
): Moment {
  return watermark === null
    ? now - backfillDays * msPerDay
    : watermark - deps.product.pull.overlapMinutes * msPerMinute;
}

/** The place stays that of the night which began the reading, because everything after that night's beginning may be unread. */
export async function savePlace(db: TenantDb, { stream, begun }: Reading, cursor: string): Promise<void> {
  const { watermark } = (await loadCheckpoint(db, stream)) ?? { watermark: null };
  await saveCheckpoint(db, { stream, runId: begun.runId, cursor, watermark });
}

/**
 * Ends a reading. The new watermark is the latest modification seen, but never past the moment that counted as now when the reading
 * began: a CRM whose clock is behind ours, or a record dated in the future, must not hide later edits. A reading that this night
 * itself began is the night's last one.
 */
export async function closeStream(step: StreamStep, { stream, begun }: Reading): Promise<void> {
  await step.inTenant(async (db) => {
    const latest = await loadLatestModified(db, stream);
    const watermark = latest === null ? null : Math.min(latest, begun.at);
    const cursor = begun.runId === step.run.id ? endOfStream : null;
    await saveCheckpoint(db, { stream, runId: step.run.id, cursor, watermark });
  });
}

/** The CRM may have refused the place itself, or we may have made a mistake with it: going on from it would fail every night. */
const causesInPlace: readonly ErrorCode[] = ["crm-refused", "bug-found"];

/** After a failure whose cause may be the place where reading went on, the next night begins anew; after any other it goes on from there. */
export async function forgetPlacesAfter(step: StreamStep, error: unknown): Promise<void> {
  if (!isAppError(error) || !causesInPlace.includes(error.code)) return;
  await step.inTenant(async (db) => {
    for (const stream of streamNames) {
      const checkpoint = await loadCheckpoint(db, stream);
      if (checkpoint === null || checkpoint.cursor === endOfStream) continue;
      await saveCheckpoint(db, { ...checkpoint, runId: null, cursor: null });
    }
  });
}
