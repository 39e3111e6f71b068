import type { WriteResult } from "../../port.ts";
import type { Portal } from "../portal.ts";
import { readBatches } from "../reading/batch-read.ts";
import { modifiedAtOf, textOf } from "../records.ts";
import type { BatchInput, BatchWrite } from "./write-batches.ts";

/** Updates whose values the CRM shows, by key: they were carried out, whatever became of the answer. */
export async function findKept(
  portal: Portal,
  { type, act }: BatchWrite,
  batch: readonly BatchInput[],
): Promise<ReadonlyMap<string, WriteResult>> {
  const ids = batch.flatMap(({ input }) => input.id ?? []);
  const properties = [...new Set(batch.flatMap(({ input }) => Object.keys(input.properties)))];
  const { records } = await readBatches(portal, { type, ids, properties, act });
  const byId = new Map(records.map((record) => [record.id, record]));
  const kept = new Map<string, WriteResult>();
  for (const { key, input } of batch) {
    const record = byId.get(input.id ?? "");
    if (record === undefined) continue;
    const sent = Object.entries(input.properties);
    if (sent.every(([name, value]) => (textOf(record, name) ?? "") === value))
      kept.set(key, { kind: "written", key, remoteId: record.id, modifiedAt: modifiedAtOf(record) });
  }
  return kept;
}
