import type { Moment } from "../domain/time.ts";
import type { TenantDb } from "./open-store.ts";
import { saveRows } from "./save-rows.ts";
import { toTimestampOrNull } from "./values.ts";

/** How far a stream of the CRM has been read. */
export interface Checkpoint {
  readonly stream: string;
  /** The run in which the reading began that the cursor is of; null: none is under way. */
  readonly runId: string | null;
  /** Opaque, made by the adapter; null before the first page. */
  readonly cursor: string | null;
  /** Modification moment up to which everything was read; null before the first complete read. */
  readonly watermark: Moment | null;
}

export async function loadCheckpoint(db: TenantDb, stream: string): Promise<Checkpoint | null> {
  const row = await db.selectFrom("checkpoints").selectAll().where("stream", "=", stream).executeTakeFirst();
  if (row === undefined) return null;
  return { stream: row.stream, runId: row.run_id, cursor: row.cursor, watermark: row.watermark };
}

export async function saveCheckpoint(db: TenantDb, checkpoint: Checkpoint): Promise<void> {
  const row = {
    stream: checkpoint.stream,
    run_id: checkpoint.runId,
    cursor: checkpoint.cursor,
    watermark: toTimestampOrNull(checkpoint.watermark),
  };
  await saveRows(db, { into: "checkpoints", key: ["stream"], rows: [row] });
}

export async function deleteCheckpoint(db: TenantDb, stream: string): Promise<void> {
  await db.deleteFrom("checkpoints").where("stream", "=", stream).execute();
}

/** The latest modification among what is stored, null when nothing is. */
export async function loadLatestModified(
  db: TenantDb,
  stream: "deals" | "activities",
): Promise<Moment | null> {
  const row = await db
    .selectFrom(stream)
    .select(({ fn }) => fn.max("modified_at").as("latest"))
    .executeTakeFirst();
  return row?.latest ?? null;
}
