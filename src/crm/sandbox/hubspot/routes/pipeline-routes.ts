import type { PipelineRecord, StageRecord } from "../portal.ts";
import { notFound } from "../refusals.ts";
import { type Answer, type Call, ok, paramOf, type Route, typeOf } from "../route.ts";

const pipeline = {
  method: "get",
  kind: "pipeline",
  scopes: () => ["crm.objects.deals.read"],
  isWrite: false,
} as const;

export const pipelineRoutes: readonly Route[] = [
  { ...pipeline, path: "/crm/pipelines/:version/:type", handle: listPipelines },
  { ...pipeline, path: "/crm/pipelines/:version/:type/:id", handle: readPipeline },
  { ...pipeline, path: "/crm/pipelines/:version/:type/:id/stages", handle: listStages },
];

function listPipelines(call: Call): Answer {
  if (typeOf(call) !== "deals") return ok({ results: [] });
  return ok({ results: call.portal.pipelines.map(toPipelineWire) });
}

function readPipeline(call: Call): Answer {
  return ok(toPipelineWire(findPipeline(call)));
}

function listStages(call: Call): Answer {
  return ok({ results: findPipeline(call).stages.map(toStageWire) });
}

function findPipeline(call: Call): PipelineRecord {
  const found = call.portal.pipelines.find(({ id }) => id === paramOf(call, "id"));
  if (found === undefined) throw notFound();
  return found;
}

function toPipelineWire({ id, label, displayOrder, stages }: PipelineRecord) {
  return { id, label, displayOrder, stages: stages.map(toStageWire), ...stamps, archived: false };
}

/** Both values of `metadata` are strings, also the truth value. */
function toStageWire({ id, label, displayOrder, isClosed, probability, isArchived }: StageRecord) {
  return {
    id,
    label,
    displayOrder,
    metadata: { isClosed: String(isClosed), probability },
    ...stamps,
    archived: isArchived,
    writePermissions: "CRM_PERMISSIONS_ENFORCEMENT",
  };
}

const stamps = { createdAt: "1970-01-01T00:00:00Z", updatedAt: "1970-01-01T00:00:00Z" };
