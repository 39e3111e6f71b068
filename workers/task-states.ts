import { isImplausibleLoss } from "../src/analysis/is-implausible-loss.ts";
import type { OpenTask } from "../src/analysis/write-plan.ts";
import type { Crm } from "../src/crm/port.ts";
import { loadVanishedDeals } from "../src/store/vanished-deals.ts";
import { loadOpenTasks, markTasksClosed } from "../src/store/writes.ts";
import type { Step } from "./night.ts";

/**
 * Learns what became of our open tasks: who did or deleted one is not given it again. All were seen after they were made. One that is
 * shown neither as live nor as deleted may be kept from us, as its deal or many of its kind are: then it stays as it was.
 */
export async function refreshTaskStates(step: Step, crm: Crm): Promise<void> {
  const tasks = await step.inTenant(loadOpenTasks);
  if (tasks.length === 0) return;
  const states = await crm.readTaskStates(tasks.map(({ taskId }) => taskId));
  const vanished = await step.inTenant(loadVanishedDeals);
  const isMissing = ({ taskId }: { readonly taskId: string }) =>
    (states.get(taskId) ?? "missing") === "missing";
  const lost = tasks.filter((task) => isMissing(task) && !vanished.has(task.dealId));
  const isLoss = isImplausibleLoss({ lost: lost.length, known: tasks.length }, step.deps.product.vanished);
  if (isLoss) {
    const counts = { lost: lost.length, known: tasks.length };
    step.deps.log.warn({ tenant: step.tenant.id, ...counts }, "many of our tasks are no longer shown");
  }
  const isEnded = (task: OpenTask) => {
    if (isMissing(task)) return !isLoss && !vanished.has(task.dealId);
    return states.get(task.taskId) !== "open";
  };
  const ended = tasks.filter(isEnded).map(({ taskId }) => taskId);
  await step.inTenant((db) => markTasksClosed(db, ended, step.now));
}
