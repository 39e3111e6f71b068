import { openStep } from "../../workers/night.ts";
import { planNight } from "../../workers/plan-night.ts";
import type { Tenant } from "../domain/tenant.ts";
import { loadDealNames } from "../store/deals.ts";
import { print, printJson } from "./print.ts";
import type { Runtime } from "./runtime.ts";

/** Prints every write that the run would make, one line each. */
export async function printPlan(
  { deps, store }: Runtime,
  tenant: Tenant,
  { runId, isJson }: { runId: string; isJson: boolean },
): Promise<void> {
  const data = { tenantId: tenant.id, runId };
  const step = await openStep(deps, {
    data,
    report: async () => undefined,
    signal: new AbortController().signal,
  });
  const plan = await planNight(step);
  const names = await store.inTenant(tenant.id, loadDealNames);
  const nameOf = (dealId: string) => names.get(dealId) ?? dealId;
  for (const { dealId, fields } of plan.fieldUpdates) {
    if (isJson) printJson({ would: "write-fields", deal: dealId, fields });
    else print(`Would write on "${nameOf(dealId)}": ${toText(fields)}`);
  }
  for (const { episodeId: _, repeats: _repeats, ...draft } of plan.tasks) {
    if (isJson) printJson({ would: "create-task", ...draft });
    else print(`Would create a task on "${nameOf(draft.dealId)}", due ${draft.due}: ${draft.subject}`);
  }
  for (const { taskId, dealId } of plan.closings) {
    if (isJson) printJson({ would: "close-task", task: taskId, deal: dealId });
    else print(`Would close task ${taskId} on "${nameOf(dealId)}".`);
  }
  if (!isJson && plan.listed.length > 0)
    print(`${plan.listed.length} more stalled deals wait behind the nightly limit.`);
}

function toText(fields: object): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name} = ${value ?? "(empty)"}`)
    .join("; ");
}
