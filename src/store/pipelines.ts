import type { Pipeline, Stage } from "../domain/deal.ts";
import type { TenantDb } from "./open-store.ts";
import { saveRows } from "./save-rows.ts";

/** Stages are never removed: spells of the past still need their labels and places. */
export async function savePipelines(db: TenantDb, pipelines: readonly Pipeline[]): Promise<void> {
  const rows = pipelines.flatMap((pipeline) =>
    pipeline.stages.map((stage) => ({
      pipeline_id: pipeline.id,
      pipeline_label: pipeline.label,
      id: stage.id,
      label: stage.label,
      position: stage.position,
      outcome: stage.outcome,
    })),
  );
  await saveRows(db, { into: "stages", key: ["pipeline_id", "id"], rows });
}

export async function loadPipelines(db: TenantDb): Promise<readonly Pipeline[]> {
  const rows = await db
    .selectFrom("stages")
    .selectAll()
    .orderBy("pipeline_id")
    .orderBy("position")
    .orderBy("id")
    .execute();
  const pipelines = new Map<string, { id: string; label: string; stages: Stage[] }>();
  for (const row of rows) {
    const pipeline = pipelines.get(row.pipeline_id) ?? {
      id: row.pipeline_id,
      label: row.pipeline_label,
      stages: [],
    };
    pipelines.set(pipeline.id, pipeline);
    pipeline.stages.push({ id: row.id, label: row.label, position: row.position, outcome: row.outcome });
  }
  return [...pipelines.values()];
}
