import type { Norm } from "../domain/norm.ts";
import type { StallModel } from "../domain/stall-model.ts";
import type { TenantDb } from "./open-store.ts";
import { saveRows } from "./save-rows.ts";

/** Replaces all norms: what is no longer learned is no longer there. */
export async function saveNorms(db: TenantDb, norms: readonly Norm[]): Promise<void> {
  await db.deleteFrom("norms").execute();
  await saveRows(db, {
    into: "norms",
    key: ["rep_id", "metric", "period"],
    rows: norms.map(({ repId, ...rest }) => ({ rep_id: repId, ...pickNorm(rest) })),
  });
}

export async function loadNorms(db: TenantDb): Promise<readonly Norm[]> {
  const rows = await db
    .selectFrom("norms")
    .selectAll()
    .orderBy("rep_id")
    .orderBy("metric")
    .orderBy("period")
    .execute();
  return rows.map((row) => ({ repId: row.rep_id, ...pickNorm(row) }));
}

export async function saveStallModel(db: TenantDb, model: StallModel): Promise<void> {
  await saveRows(db, { into: "stall_models", key: [], rows: [{ model }] });
}

/** Null before the first night. */
export async function loadStallModel(db: TenantDb): Promise<StallModel | null> {
  const row = await db.selectFrom("stall_models").select("model").executeTakeFirst();
  return row?.model ?? null;
}

function pickNorm({ metric, period, expected, low, high, sample }: Omit<Norm, "repId">): Omit<Norm, "repId"> {
  return { metric, period, expected, low, high, sample };
}
