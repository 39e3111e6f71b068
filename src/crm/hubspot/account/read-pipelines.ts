import { z } from "zod";
import type { DealOutcome, Pipeline, Stage } from "../../../domain/deal.ts";
import { callFor, type Portal } from "../portal.ts";
import { anythingSchema, idSchema, toNumber, toText } from "../records.ts";

const stageSchema = z.object({
  id: idSchema,
  label: z.string().catch(""),
  displayOrder: z.number().catch(0),
  metadata: z.object({ isClosed: anythingSchema, probability: anythingSchema }).nullish().catch(null),
});
const pipelinesSchema = z.object({
  results: z.array(z.object({ id: idSchema, label: z.string().catch(""), stages: z.array(stageSchema) })),
});

/** Asked for anew: a night begins with it. */
export function readPipelines(portal: Portal): Promise<readonly Pipeline[]> {
  return portal.memory.pipelines.renew(() => fetchPipelines(portal));
}

/** Those of tonight: deals are read in many chunks, and their stages' outcomes do not change meanwhile. */
export function knowPipelines(portal: Portal): Promise<readonly Pipeline[]> {
  return portal.memory.pipelines.get(() => fetchPipelines(portal));
}

async function fetchPipelines(portal: Portal): Promise<readonly Pipeline[]> {
  const answer = await callFor(
    portal,
    { method: "GET", path: portal.paths.pipelines, kind: "pipeline", act: "reading pipelines" },
    pipelinesSchema,
  );
  return answer.results.map(({ id, label, stages }) => ({
    id,
    label: label || id,
    stages: stages.map(toStage).toSorted((a, b) => a.position - b.position),
  }));
}

function toStage({ id, label, displayOrder, metadata }: z.infer<typeof stageSchema>): Stage {
  return { id, label: label || id, position: displayOrder, outcome: toOutcome(metadata) };
}

/** `isClosed` and `probability` come as text; older portals give the probability alone, 1 for won and 0 for lost. */
function toOutcome(metadata: z.infer<typeof stageSchema>["metadata"]): DealOutcome {
  const isClosed = toText(metadata?.isClosed);
  const probability = toNumber(toText(metadata?.probability));
  if (isClosed === "false") return "open";
  if (probability === 1) return "won";
  if (isClosed === "true" || probability === 0) return "lost";
  return "open";
}
