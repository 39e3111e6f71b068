/**
 * Job `pull`: brings the store up to the CRM. Every page is stored together with the place where reading goes on, so a
 * killed or failed job loses one page at the most. Deals come before activities, because texts are kept of open deals only.
 * Running it again on an unchanged CRM changes nothing.
 */
import type { Crm } from "../src/crm/port.ts";
import { msPerDay } from "../src/domain/time.ts";
import { deriveProposals, loadProposalStages } from "../src/store/proposal-stages.ts";
import { settleDeletedActivities } from "./deleted-activities.ts";
import { followAccount } from "./follow-account.ts";
import type { NightDeps, StepContext } from "./night.ts";
import { runStep, type Step, withCrm } from "./night.ts";
import { pullActivities, relinkQuietDeals } from "./pull-activities.ts";
import { pullDealHistories, pullDeals, reconcileDeals } from "./pull-deals.ts";
import { pullDealContacts, pullPeopleAndPipelines } from "./pull-people.ts";
import { forgetPlacesAfter } from "./streams.ts";

export async function pull(deps: NightDeps, context: StepContext): Promise<void> {
  await runStep(deps, "pull", { context, act: pullOrForget });
}

async function pullOrForget(step: Step): Promise<void> {
  try {
    await withCrm(step, (crm) => pullAll(step, crm));
  } catch (error) {
    await forgetPlacesAfter(step, error);
    throw error;
  }
}

async function pullAll(opened: Step, crm: Crm): Promise<void> {
  const step = await followAccount(opened, crm);
  await pullPeopleAndPipelines(step, crm);
  await pullDeals(step, crm);
  // Before the activities: deals that are shown again say how far back these must be read.
  await reconcileDeals(step, crm);
  await Promise.all([
    pullActivities(step, crm),
    pullDealHistories(step, crm).then(() => pullDealContacts(step, crm)),
  ]);
  await settleDeletedActivities(step, crm);
  await relinkQuietDeals(step, crm);
  await countStagesAsProposals(step);
}

/** Where an admin chose stages that stand for a proposal sent; after everything, because histories and quotes tell which. */
async function countStagesAsProposals({ deps, now, inTenant }: Step): Promise<void> {
  const since = now - deps.product.pull.activityBackfillDays * msPerDay;
  await inTenant(async (db) => {
    if ((await loadProposalStages(db)).length > 0) await deriveProposals(db, since);
  });
}
