import type { Crm, WriteResult } from "../src/crm/port.ts";
import { inChunks } from "../src/domain/chunks.ts";
import type { DealFields } from "../src/domain/flag.ts";
import { markFieldsWritten } from "../src/store/deals.ts";
import { loadWrites, markSending, settleWrites, type Write } from "../src/store/writes.ts";
import type { Step } from "./night.ts";

/** HubSpot's batch is 100 and Salesforce's 200; a chunk of five batches keeps the ledger's own cost small. */
const chunkSize = 500;

/** Writing a field twice is harmless, so a lost answer only means that the next night's difference holds it again. */
export async function sendFieldUpdates(step: Step, crm: Crm): Promise<void> {
  await sendAll(step, "deal-fields", async (writes) => {
    const updates = writes.map((write) => ({ dealId: write.dealId, fields: toFields(write) }));
    const results = await crm.writeDealFields(updates);
    const keyOfDeal = new Map(writes.map((write) => [write.dealId, write.key]));
    return results.map((result) => ({ ...result, key: keyOfDeal.get(result.key) ?? result.key }));
  });
}

export async function sendClosings(step: Step, crm: Crm): Promise<void> {
  await sendAll(step, "task-close", async (writes) => {
    const keyOfTask = new Map(writes.map((write) => [write.payload["taskId"], write.key]));
    const results = await crm.closeTasks([...keyOfTask.keys()].map(String));
    return results.map((result) => ({ ...result, key: keyOfTask.get(result.key) ?? result.key }));
  });
}

async function sendAll(
  step: Step,
  kind: "deal-fields" | "task-close",
  send: (writes: readonly Write[]) => Promise<readonly WriteResult[]>,
): Promise<void> {
  const planned = await step.inTenant((db) => loadWrites(db, { states: ["planned"], kinds: [kind] }));
  let done = 0;
  for (const chunk of inChunks(planned, chunkSize)) {
    step.signal.throwIfAborted();
    const claimed = await step.inTenant((db) =>
      markSending(
        db,
        chunk.map(({ key }) => key),
        step.run.id,
      ),
    );
    const writes = chunk.filter(({ key }) => claimed.includes(key));
    if (writes.length > 0) await settle(step, writes, await send(writes));
    done += chunk.length;
    await step.report({
      label: kind === "deal-fields" ? "properties" : "tasks closed",
      done,
      total: planned.length,
    });
  }
}

async function settle(step: Step, writes: readonly Write[], results: readonly WriteResult[]): Promise<void> {
  const byKey = new Map(writes.map((write) => [write.key, write]));
  await step.inTenant(async (db) => {
    await settleWrites(db, results);
    const written = results.flatMap((result) => {
      const write = byKey.get(result.key);
      if (result.kind !== "written" || write?.kind !== "deal-fields") return [];
      return [{ dealId: write.dealId, fields: toFields(write), modifiedAt: result.modifiedAt }];
    });
    await markFieldsWritten(db, written);
  });
}

function toFields(write: Write): Partial<DealFields> {
  return (write.payload["fields"] ?? {}) as Partial<DealFields>;
}
