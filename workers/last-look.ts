import type { WritePlan } from "../src/analysis/write-plan.ts";
import type { Crm } from "../src/crm/port.ts";
import { loadAnalysableDealIds } from "../src/store/deal-facts.ts";
import { loadIdsNeedingHistory } from "../src/store/deal-histories.ts";
import { analyseDeals } from "./analyse.ts";
import type { Step } from "./night.ts";
import { pullDealHistories, readTruth } from "./pull-deals.ts";

/**
 * Reads the deals that are about to be written to once more, from the database: the search index lags, and people work
 * while a night runs. What changed is judged anew, so that no deal is flagged that has just moved. One call per hundred
 * deals, none when nothing is to be written. False when there was nothing to look at.
 */
export async function lookAgain(step: Step, crm: Crm, plan: WritePlan): Promise<boolean> {
  const dealIds = new Set([...plan.fieldUpdates, ...plan.tasks].map(({ dealId }) => dealId));
  if (dealIds.size === 0) return false;
  await readTruth(step, crm, [...dealIds]);
  const changed = new Set(await step.inTenant(loadIdsNeedingHistory));
  if (changed.size === 0) return true;
  await pullDealHistories(step, crm);
  const open = await step.inTenant(loadAnalysableDealIds);
  const changedOpen = open.filter((dealId) => changed.has(dealId));
  await analyseDeals(step, changedOpen, "deals that changed meanwhile");
  return true;
}
