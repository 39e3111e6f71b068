import type { Crm, DealRecord } from "../src/crm/port.ts";
import { inChunks } from "../src/domain/chunks.ts";
import { loadIdsNeedingHistory, saveHistories } from "../src/store/deal-histories.ts";
import { loadUnseenOpenDealIds, markDealsGone, saveDeals, saveDealsAsTruth } from "../src/store/deals.ts";
import { saveNextSteps } from "../src/store/follow-ups.ts";
import { addCounts } from "../src/store/runs.ts";
import { markDealsVanished } from "../src/store/vanished-deals.ts";
import type { Step } from "./night.ts";
import { keepDescriptions, keepFormerDescriptions, readDescriptions } from "./pull-descriptions.ts";
import { closeStream, openStream, type Reading, savePlace } from "./streams.ts";
import { settleVanishedDeals } from "./vanished-deals.ts";

/** All open deals and all that changed since the last night. */
export async function pullDeals(step: Step, crm: Crm): Promise<void> {
  const open = () => openStream(step, "deals", step.deps.product.pull.dealBackfillDays);
  for (let reading = await open(); reading !== "done"; reading = await open()) {
    await readDeals(step, crm, reading);
    await closeStream(step, reading);
  }
}

async function readDeals(step: Step, crm: Crm, reading: Reading): Promise<void> {
  const { timeZone } = step.tenant;
  let done = 0;
  for await (const page of crm.readDeals(reading)) {
    step.signal.throwIfAborted();
    const conflicting = await step.inTenant(async (db) => {
      const descriptions = await readDescriptions(db, { records: page.records, timeZone, isTruth: false });
      const saved = await saveDeals(db, page.records, step.run.id);
      const doubtful = new Set(saved.conflictingIds);
      await saveNextSteps(
        db,
        page.records.filter(({ deal }) => !doubtful.has(deal.id)),
      );
      await keepDescriptions(db, descriptions);
      const gone = (page.goneIds ?? []).map((dealId) => ({ dealId, mergedIntoId: null }));
      await markDealsGone(db, gone, step.now);
      await addCounts(db, step.run.id, {
        pulled: { deals: page.records.length },
        volume: { "deals seen": page.records.length },
      });
      return saved.conflictingIds;
    });
    // Before the place is saved: a page counts as read only when its doubtful deals are settled too.
    if (conflicting.length > 0) await readTruth(step, crm, conflicting);
    await step.inTenant((db) => savePlace(db, reading, page.cursor));
    done += page.records.length;
    await step.report({ label: "deals", done, total: null });
  }
}

/** Looks up open deals that the search did not show: archived, merged, kept from us, or just not yet in a lagging index. */
export async function reconcileDeals(step: Step, crm: Crm): Promise<void> {
  await readTruth(step, crm, await step.inTenant((db) => loadUnseenOpenDealIds(db, step.run.id)));
  await settleVanishedDeals(step);
}

/** What happened to deals that are new or whose stage, amount, close date or owner changed. */
export async function pullDealHistories(step: Step, crm: Crm): Promise<void> {
  const dealIds = await step.inTenant(loadIdsNeedingHistory);
  let done = 0;
  for (const chunk of inChunks(dealIds, 500)) {
    step.signal.throwIfAborted();
    const histories = await crm.readDealHistories(chunk);
    await step.inTenant(async (db) => {
      await saveHistories(db, histories);
      await keepFormerDescriptions(db, histories, step.tenant.timeZone);
      await addCounts(db, step.run.id, { volume: { histories: chunk.length } });
    });
    done += chunk.length;
    await step.report({ label: "histories of deals", done, total: dealIds.length });
  }
}

/** The deals as they stand in the CRM's database. */
export async function readTruth(step: Step, crm: Crm, dealIds: readonly string[]): Promise<void> {
  for (const chunk of inChunks(dealIds, 1_000)) {
    step.signal.throwIfAborted();
    const { found, gone, vanished } = await crm.readDealsById(chunk);
    await step.inTenant(async (db) => {
      const records = withoutDuplicates(found);
      const { timeZone } = step.tenant;
      const descriptions = await readDescriptions(db, { records, timeZone, isTruth: true });
      await saveDealsAsTruth(db, records, step.run.id);
      await saveNextSteps(db, records);
      await keepDescriptions(db, descriptions);
      await markDealsGone(db, gone, step.now);
      await markDealsVanished(db, vanished, step.now);
    });
  }
}

function withoutDuplicates(records: readonly DealRecord[]): readonly DealRecord[] {
  return [...new Map(records.map((record) => [record.deal.id, record])).values()];
}
