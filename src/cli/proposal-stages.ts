import type { Env } from "../../config/env.ts";
import { product } from "../../config/product.ts";
import type { Pipeline, Stage } from "../domain/deal.ts";
import { AppError } from "../domain/errors.ts";
import { msPerDay } from "../domain/time.ts";
import type { TenantDb } from "../store/open-store.ts";
import { loadPipelines } from "../store/pipelines.ts";
import {
  deriveProposals,
  loadProposalStages,
  type ProposalStage,
  saveProposalStages,
} from "../store/proposal-stages.ts";
import { loadTenant } from "../store/tenants.ts";
import { printJson, say } from "./print.ts";
import { withStore } from "./with-store.ts";

export interface ProposalStagesOptions {
  readonly tenantId: string;
  /** Names or ids of stages that take the place of those chosen before; null leaves them. */
  readonly stages: readonly string[] | null;
}

/**
 * Prints one JSON line a stage in which deals are open, whether entering it counts as a proposal sent, and at last how many proposals are
 * counted so. A choice takes effect at once, for the past too. Throws tenant-unknown, and input-invalid for a stage that is not there or
 * that ends a deal; then nothing is changed.
 */
export async function proposalStages(env: Env, { tenantId, stages }: ProposalStagesOptions): Promise<void> {
  await withStore(env, async (store) => {
    await loadTenant(store, tenantId);
    await store.inTenant(tenantId, async (db) => {
      const pipelines = await loadPipelines(db);
      if (pipelines.length === 0) return say("No stages are known yet. A night reads them: `norma sync`.");
      if (stages !== null) await saveProposalStages(db, findStages(pipelines, stages));
      await printStages(db, pipelines);
    });
  });
}

async function printStages(db: TenantDb, pipelines: readonly Pipeline[]): Promise<void> {
  const chosen = await loadProposalStages(db);
  for (const { pipeline, stage } of openStages(pipelines)) {
    const isProposal = chosen.some(
      ({ pipelineId, stageId }) => pipelineId === pipeline.id && stageId === stage.id,
    );
    printJson({ pipeline: pipeline.label, stage: stage.id, label: stage.label, proposal: isProposal });
  }
  const since = Date.now() - product.pull.activityBackfillDays * msPerDay;
  printJson({ proposals: await deriveProposals(db, since) });
}

interface Place {
  readonly pipeline: Pipeline;
  readonly stage: Stage;
}

function openStages(pipelines: readonly Pipeline[]): readonly Place[] {
  return pipelines.flatMap((pipeline) =>
    pipeline.stages.filter(({ outcome }) => outcome === "open").map((stage) => ({ pipeline, stage })),
  );
}

/**
 * Stages by id or label, in every pipeline that has one so named; `Pipeline / Stage` names the one of a pipeline. Throws input-invalid
 * for a name that no stage has in which deals are open.
 */
export function findStages(
  pipelines: readonly Pipeline[],
  names: readonly string[],
): readonly ProposalStage[] {
  const places = openStages(pipelines);
  return names.flatMap((name) => {
    const found = places.filter((place) => isNamed(place, name.trim().toLowerCase()));
    if (found.length === 0) throw refuse(places, name);
    return found.map(({ pipeline, stage }) => ({ pipelineId: pipeline.id, stageId: stage.id }));
  });
}

function isNamed({ pipeline, stage }: Place, wanted: string): boolean {
  const own = [stage.id, stage.label];
  const names = [
    ...own,
    ...own.flatMap((name) => [pipeline.label, pipeline.id].map((of) => `${of} / ${name}`)),
  ];
  return names.some((name) => name.toLowerCase() === wanted);
}

function refuse(places: readonly Place[], name: string): AppError {
  const known = places.map(({ pipeline, stage }) => `"${pipeline.label} / ${stage.label}"`).join(", ");
  const problem = `No stage in which deals are open is called "${name}". There are ${known}`;
  return new AppError("input-invalid", { details: { problem } });
}
