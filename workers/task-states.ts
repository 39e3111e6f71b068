import type { Crm } from "../src/crm/port.ts";
import { loadOpenTasks, markTasksClosed } from "../src/store/writes.ts";
import type { Step } from "./night.ts";

/** Learns what became of our open tasks: who did or deleted one is not given it again. All were seen after they were made. */
export async function refreshTaskStates(step: Step, crm: Crm): Promise<void> {
  const tasks = await step.inTenant(loadOpenTasks);
  if (tasks.length === 0) return;
  const states = await crm.readTaskStates(tasks.map(({ taskId }) => taskId));
  const ended = tasks.map(({ taskId }) => taskId).filter((taskId) => states.get(taskId) !== "open");
  await step.inTenant((db) => markTasksClosed(db, ended));
}
