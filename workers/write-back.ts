/**
 * Job `write-back`: makes the CRM show what the night found, and nothing else. The plan is stored in the ledger in the
 * same transaction as the episodes it belongs to; each write is claimed before it is sent and settled after. A write whose
 * answer was lost is looked up in the CRM before it is tried again, so a second delivery never makes a second task.
 */
import type { WritePlan } from "../src/analysis/write-plan.ts";
import type { Crm } from "../src/crm/port.ts";
import { saveEpisodes } from "../src/store/episodes.ts";
import { cancelWrites, loadWrites, planWrites as saveWrites } from "../src/store/writes.ts";
import { lookAgain } from "./last-look.ts";
import type { NightDeps, Step, StepContext } from "./night.ts";
import { runStep, withCrm } from "./night.ts";
import { planNight, toLedgerRows } from "./plan-night.ts";
import { sendClosings, sendFieldUpdates } from "./send-fields.ts";
import { sendRepPeriods } from "./send-rep-periods.ts";
import { recoverLostTasks, recoverRefusedTasks, sendTasks } from "./send-tasks.ts";
import { refreshTaskStates } from "./task-states.ts";

export async function writeBack(deps: NightDeps, context: StepContext): Promise<void> {
  await runStep(deps, "write-back", {
    context,
    act: async (step) => {
      if (step.run.isDryRun) return;
      // Of two deliveries of this job only one may send; the other comes back later and finds the step done.
      await deps.store.whileHolding(step.tenant.id, () => withCrm(step, (crm) => writeAll(step, crm)));
    },
  });
}

async function writeAll(step: Step, crm: Crm): Promise<void> {
  await recoverLostTasks(step, crm);
  await recoverRefusedTasks(step, crm);
  await refreshTaskStates(step, crm);
  const plan = await planNight(step);
  await storePlan(step, (await lookAgain(step, crm, plan)) ? await planNight(step) : plan);
  const planned = await step.inTenant((db) => loadWrites(db, { states: ["planned"] }));
  if (planned.some((write) => write.kind === "deal-fields")) await crm.ensureFields();
  await sendFieldUpdates(step, crm);
  await sendTasks(step, crm);
  await sendClosings(step, crm);
  await sendRepPeriods(step, crm);
}

/**
 * One transaction: episodes, today's writes, and the end of writes that an earlier, broken-off night planned and tonight
 * no longer wants. Fields are planned anew each time because the plan is a difference against the CRM.
 */
async function storePlan(step: Step, plan: WritePlan): Promise<void> {
  const closed = new Set(plan.episodes.filter(({ state }) => state === "closed").map(({ dealId }) => dealId));
  await step.inTenant(async (db) => {
    await saveEpisodes(db, plan.episodes);
    const differences = await loadWrites(db, {
      states: ["planned", "sending"],
      kinds: ["deal-fields", "task-close"],
    });
    const tasks = await loadWrites(db, { states: ["planned"], kinds: ["task-create"] });
    const unwanted = [...differences, ...tasks.filter(({ dealId }) => closed.has(dealId))];
    await cancelWrites(
      db,
      unwanted.map(({ key }) => key),
    );
    await saveWrites(db, toLedgerRows(step, plan));
  });
}
