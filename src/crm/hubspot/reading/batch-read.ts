import { z } from "zod";
import { inChunks } from "../../../domain/chunks.ts";
import { callFor, type Portal } from "../portal.ts";
import type { HubSpotRecord } from "../records.ts";
import { readRows } from "./search.ts";

/** HubSpot's largest batch, and the smaller one once histories are asked for. */
const batchSize = 100;
const historyBatchSize = 50;

interface BatchRead {
  readonly type: string;
  readonly ids: readonly string[];
  readonly properties: readonly string[];
  readonly history?: readonly string[];
  readonly isArchived?: boolean;
  readonly act: string;
}

const answerSchema = z.object({ results: z.array(z.unknown()) });

/**
 * Records by id, straight from the database rather than the search index. Ids that do not exist are simply absent; the
 * id of a merged record brings its survivor under the survivor's id.
 */
export async function readBatches(portal: Portal, wanted: BatchRead): Promise<readonly HubSpotRecord[]> {
  const withHistory = wanted.history !== undefined && wanted.history.length > 0;
  const chunks = [...inChunks([...new Set(wanted.ids)], withHistory ? historyBatchSize : batchSize)];
  const pages = await Promise.all(chunks.map((ids) => readBatch(portal, wanted, ids)));
  return pages.flat();
}

async function readBatch(
  portal: Portal,
  wanted: BatchRead,
  ids: readonly string[],
): Promise<readonly HubSpotRecord[]> {
  const answer = await callFor(
    portal,
    {
      method: "POST",
      path: portal.paths.objects(wanted.type, "batch/read"),
      ...(wanted.isArchived === true ? { query: { archived: "true" } } : {}),
      body: {
        inputs: ids.map((id) => ({ id })),
        properties: wanted.properties,
        propertiesWithHistory: wanted.history ?? [],
      },
      kind: wanted.history === undefined ? "batch-read" : "history",
      act: wanted.act,
    },
    answerSchema,
  );
  return readRows(portal, answer.results, wanted.type).records;
}
