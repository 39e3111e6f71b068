import type { Norm } from "../domain/norm.ts";
import type { SilenceLimit, StageClock } from "../domain/stall.ts";
import type { TenantDb } from "./open-store.ts";
import { saveRows } from "./save-rows.ts";

/** Replaces all norms: what is no longer learned is no longer there. So do the other two with theirs. */
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

export async function saveStageClocks(db: TenantDb, clocks: readonly StageClock[]): Promise<void> {
  await db.deleteFrom("stage_clocks").execute();
  await saveRows(db, {
    into: "stage_clocks",
    key: ["pipeline_id", "stage_id"],
    rows: clocks.map((clock) => ({
      pipeline_id: clock.pipelineId,
      stage_id: clock.stageId,
      usual_days: clock.usualDays,
      limit_days: clock.limitDays,
      sample: clock.sample,
      basis: clock.basis,
    })),
  });
}

export async function loadStageClocks(db: TenantDb): Promise<readonly StageClock[]> {
  const rows = await db
    .selectFrom("stage_clocks")
    .selectAll()
    .orderBy("pipeline_id")
    .orderBy("stage_id")
    .execute();
  return rows.map((row) => ({
    pipelineId: row.pipeline_id,
    stageId: row.stage_id,
    usualDays: row.usual_days,
    limitDays: row.limit_days,
    sample: row.sample,
    basis: row.basis,
  }));
}

export async function saveSilenceLimits(db: TenantDb, limits: readonly SilenceLimit[]): Promise<void> {
  await db.deleteFrom("silence_limits").execute();
  await saveRows(db, {
    into: "silence_limits",
    key: ["pipeline_id"],
    rows: limits.map((limit) => ({
      pipeline_id: limit.pipelineId,
      usual_days: limit.usualDays,
      limit_days: limit.limitDays,
      sample: limit.sample,
      basis: limit.basis,
    })),
  });
}

export async function loadSilenceLimits(db: TenantDb): Promise<readonly SilenceLimit[]> {
  const rows = await db.selectFrom("silence_limits").selectAll().orderBy("pipeline_id").execute();
  return rows.map((row) => ({
    pipelineId: row.pipeline_id,
    usualDays: row.usual_days,
    limitDays: row.limit_days,
    sample: row.sample,
    basis: row.basis,
  }));
}

function pickNorm({ metric, period, expected, low, high, sample }: Omit<Norm, "repId">): Omit<Norm, "repId"> {
  return { metric, period, expected, low, high, sample };
}
