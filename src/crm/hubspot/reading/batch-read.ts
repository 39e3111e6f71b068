import { z } from "zod";
import { inChunks } from "../../../domain/chunks.ts";
import { AppError } from "../../../domain/errors.ts";
import { callFor, type Portal } from "../portal.ts";
import type { HubSpotRecord } from "../records.ts";
import { findUndecided, maxAsked, partialErrorsSchema } from "./partial-answer.ts";
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

const answerSchema = z.object({ results: z.array(z.unknown()), errors: partialErrorsSchema });

export interface BatchAnswer {
  readonly records: readonly HubSpotRecord[];
  /** Ids that HubSpot failed to read, several times over: neither there nor gone. */
  readonly undecided: readonly string[];
}

/**
 * Records by id, straight from the database rather than the search index. Ids that do not exist are simply absent; the
 * id of a merged record brings its survivor under the survivor's id.
 */
export async function readBatches(portal: Portal, wanted: BatchRead): Promise<BatchAnswer> {
  const withHistory = wanted.history !== undefined && wanted.history.length > 0;
  const records: HubSpotRecord[] = [];
  let ids: readonly string[] = [...new Set(wanted.ids)];
  for (let asked = 0; asked < maxAsked && ids.length > 0; asked += 1) {
    const chunks = [...inChunks(ids, withHistory ? historyBatchSize : batchSize)];
    const answers = await Promise.all(chunks.map((chunk) => readBatch(portal, wanted, chunk)));
    records.push(...answers.flatMap((answer) => answer.records));
    ids = answers.flatMap(({ undecided }) => undecided);
  }
  if (ids.length > 0) {
    portal.log.warn({ type: wanted.type, ids: ids.length }, "the CRM failed to read some records of a batch");
  }
  return { records, undecided: ids };
}

/** As readBatches, for who cannot do with a part: what is taken for missing here would be made a second time. Throws crm-broken. */
export async function readAllBatches(portal: Portal, wanted: BatchRead): Promise<readonly HubSpotRecord[]> {
  const { records, undecided } = await readBatches(portal, wanted);
  if (undecided.length === 0) return records;
  const { baseUrl, account } = portal;
  throw new AppError("crm-broken", { details: { baseUrl, account, act: wanted.act, status: 207 } });
}

async function readBatch(portal: Portal, wanted: BatchRead, ids: readonly string[]): Promise<BatchAnswer> {
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
  const { records, ids: answered } = readRows(portal, answer.results, wanted.type);
  return { records, undecided: findUndecided(ids, new Set(answered), answer.errors) };
}
