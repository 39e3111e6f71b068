import type { Crm, TaskDraft, WantedTask, WriteResult } from "../src/crm/port.ts";
import { inChunks } from "../src/domain/chunks.ts";
import { msPerMinute } from "../src/domain/time.ts";
import { loadOpenEpisodes } from "../src/store/episodes.ts";
import type { TenantDb } from "../src/store/open-store.ts";
import {
  loadAllTaskIds,
  loadWrites,
  markSending,
  replanWrites,
  settleWrites,
  type Write,
} from "../src/store/writes.ts";
import type { Step } from "./night.ts";

const chunkSize = 100;

/**
 * A request that timed out here may still be carried out there. Looking for the task before that can have happened
 * would find nothing and make a second one, so lost answers rest for a moment first.
 */
const settleMs = 3_000;

/** Sends planned tasks; what got no clear answer is looked up and, if it truly is not there, sent once more. */
export async function sendTasks(step: Step, crm: Crm): Promise<void> {
  const unseen = await sendPlanned(step, crm);
  const lost = await step.inTenant((db) => loadWrites(db, { states: ["unknown"], kinds: ["task-create"] }));
  if (lost.length > 0) {
    await recoverLostTasks(step, crm);
    unseen.push(...(await sendPlanned(step, crm)));
  }
  // Not at once: the next night has certainty, and a second task would be worse than a late one.
  await step.inTenant((db) => settleWrites(db, unseen));
}

/** Finds the tasks of writes that were being sent when a process died or an answer was lost. */
export async function recoverLostTasks(step: Step, crm: Crm): Promise<void> {
  const lost = await step.inTenant((db) =>
    loadWrites(db, { states: ["sending", "unknown"], kinds: ["task-create"] }),
  );
  if (lost.length === 0) return;
  await rest(settleMs, step.signal);
  const found = await settleFound(step, crm, lost);
  await step.inTenant((db) =>
    replanWrites(
      db,
      lost.map(({ key }) => key).filter((key) => !found.has(key)),
    ),
  );
}

/**
 * A refused task may have been sent before it was refused, and that answer lost: one that stands in the CRM after all is not made
 * again. Only stalls that still last are looked at.
 */
export async function recoverRefusedTasks(step: Step, crm: Crm): Promise<void> {
  const refused = await step.inTenant(async (db) => {
    const open = new Set((await loadOpenEpisodes(db)).map(({ id }) => id));
    const writes = await loadWrites(db, { states: ["refused"], kinds: ["task-create"] });
    return writes.filter(({ episodeId }) => open.has(episodeId ?? ""));
  });
  if (refused.length > 0) await settleFound(step, crm, refused);
}

async function settleFound(
  step: Step,
  crm: Crm,
  writes: readonly Write[],
): Promise<ReadonlyMap<string, string>> {
  const found = await crm.findTasks(writes.map(toWanted));
  await step.inTenant((db) =>
    settleWrites(
      db,
      [...found].map(([key, remoteId]) => ({ kind: "written", key, remoteId, modifiedAt: null })),
    ),
  );
  return found;
}

function toWanted({ key, dealId, plannedAt }: Write): WantedTask {
  // Not the last attempt: an earlier one may have come through late.
  return { key, dealId, createdSince: plannedAt - 10 * msPerMinute };
}

/** Ids of all tasks that Norma made, also of those whose answer was lost or that a killed process was sending. */
export async function findAllTasks(db: TenantDb, crm: Pick<Crm, "findTasks">): Promise<readonly string[]> {
  const sent = (await loadWrites(db, { kinds: ["task-create"] })).filter(({ attempts }) => attempts > 0);
  const unclear = sent.filter(({ state }) => state !== "written");
  const found = unclear.length === 0 ? [] : (await crm.findTasks(unclear.map(toWanted))).values();
  return [...new Set([...(await loadAllTaskIds(db)), ...found])];
}

/** Returns what the CRM took but does not show. */
async function sendPlanned(step: Step, crm: Crm): Promise<WriteResult[]> {
  const planned = await step.inTenant((db) =>
    loadWrites(db, { states: ["planned"], kinds: ["task-create"] }),
  );
  const unseen: WriteResult[] = [];
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
    const drafts = chunk.filter(({ key }) => claimed.includes(key)).map(toDraft);
    if (drafts.length > 0) {
      const results = await crm.createTasks(drafts);
      const missing = await findUnseen(crm, results);
      await step.inTenant((db) =>
        settleWrites(
          db,
          results.filter(({ key }) => !missing.has(key)),
        ),
      );
      unseen.push(...[...missing].map((key): WriteResult => ({ kind: "unknown", key, problem: "not kept" })));
    }
    done += chunk.length;
    await step.report({ label: "tasks", done, total: planned.length });
  }
  return unseen;
}

/**
 * Keys of tasks that the CRM took and did not keep. Every other one was seen, so that it was deleted by somebody when it
 * is missing later, and is not made again. One call per hundred tasks, read from the database and not from an index.
 */
async function findUnseen(crm: Crm, results: readonly WriteResult[]): Promise<ReadonlySet<string>> {
  const written = results.filter((result) => result.kind === "written");
  if (written.length === 0) return new Set();
  const states = await crm.readTaskStates(written.map(({ remoteId }) => remoteId));
  return new Set(written.filter(({ remoteId }) => states.get(remoteId) === "missing").map(({ key }) => key));
}

function toDraft(write: Write): TaskDraft {
  return write.payload["draft"] as TaskDraft;
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
  signal.throwIfAborted();
}
