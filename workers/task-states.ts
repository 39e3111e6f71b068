import type { Crm } from "../src/crm/port.ts";
import { forgetTasks } from "../src/store/plan-facts.ts";
import { loadOpenTasks, markTasksClosed } from "../src/store/writes.ts";
import type { Step } from "./night.ts";

/** Learns what became of our open tasks: who did or deleted one is not given it again; one that never arrived is. */
export async function refreshTaskStates(step: Step, crm: Crm): Promise<void> {
  const tasks = await step.inTenant(loadOpenTasks);
  if (tasks.length === 0) return;
  const states = await crm.readTaskStates(tasks.map(({ taskId }) => taskId));
  const ended: string[] = [];
  const missing: string[] = [];
  for (const [taskId, state] of states) {
    if (state === "done" || state === "deleted") ended.push(taskId);
    if (state === "missing") missing.push(taskId);
  }
  await step.inTenant(async (db) => {
    await markTasksClosed(db, ended);
    await forgetTasks(db, missing);
  });
}
