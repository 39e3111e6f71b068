import type { ActivityRecord, Crm } from "../src/crm/port.ts";
import { inChunks } from "../src/domain/chunks.ts";
import { msPerDay } from "../src/domain/time.ts";
import {
  addDealLinks,
  countActivities,
  inferDealActivities,
  loadLinkedActivityIds,
  saveActivities,
} from "../src/store/activities.ts";
import { loadQuietOpenDealIds } from "../src/store/deals.ts";
import { endActivities } from "../src/store/deleted-activities.ts";
import { addCounts, addUnmeasured } from "../src/store/runs.ts";
import { findMissedSince, noteMissedKinds } from "./missed-kinds.ts";
import type { Step } from "./night.ts";
import { closeStream, openStream, type Reading, savePlace } from "./streams.ts";
import { forgetReturned, takeReturnedSince } from "./vanished-deals.ts";

export async function pullActivities(step: Step, crm: Crm): Promise<void> {
  const { activityBackfillDays } = step.deps.product.pull;
  const open = () => openStream(step, "activities", activityBackfillDays);
  let reading = await open();
  if (reading === "done") return;
  for (; reading !== "done"; reading = await open()) {
    await readActivities(step, crm, reading);
    await noteMissedKinds(step);
    await forgetReturned(step);
    await closeStream(step, reading);
  }
  await step.inTenant(async (db) => {
    await addCounts(db, step.run.id, {
      volume: { "messages on record": await countActivities(db, "message") },
    });
  });
}

async function readActivities(step: Step, crm: Crm, reading: Reading): Promise<void> {
  const { activityBackfillDays } = step.deps.product.pull;
  const modifiedSince = Math.min(
    reading.modifiedSince,
    (await findMissedSince(step, activityBackfillDays)) ?? Infinity,
    (await takeReturnedSince(step, {
      isBegun: reading.cursor !== null,
      backfillDays: activityBackfillDays,
    })) ?? Infinity,
  );
  let done = 0;
  for await (const page of crm.readActivities({ modifiedSince, cursor: reading.cursor })) {
    step.signal.throwIfAborted();
    await step.inTenant(async (db) => {
      await saveActivities(db, page.records);
      await endActivities(db, page.endedIds ?? [], step.now);
      await savePlace(db, reading, page.cursor);
      await addUnmeasured(db, step.run.id, page.unmeasured ?? []);
      await addCounts(db, step.run.id, {
        pulled: { activities: page.records.length },
        volume: countKinds(page.records),
      });
    });
    done += page.records.length;
    await step.report({ label: "activities", done, total: null });
  }
}

/**
 * Deals that look quiet are asked for their links from their own side before anybody is accused of silence: linking an
 * old activity to a deal moves no date. What is still missing is joined over the deal's contacts and marked inferred.
 */
export async function relinkQuietDeals(step: Step, crm: Crm): Promise<void> {
  const quietSince = step.now - step.deps.product.pull.relinkAfterDays * msPerDay;
  const dealIds = await step.inTenant((db) => loadQuietOpenDealIds(db, quietSince));
  let done = 0;
  for (const chunk of inChunks(dealIds, 1_000)) {
    step.signal.throwIfAborted();
    const linked = await step.inTenant((db) => loadLinkedActivityIds(db, chunk));
    const { links, records } = await crm.readActivitiesOfDeals(chunk, linked);
    await step.inTenant(async (db) => {
      await saveActivities(db, records);
      await addDealLinks(db, links);
    });
    done += chunk.length;
    await step.report({ label: "links of quiet deals", done, total: dealIds.length });
  }
  await step.inTenant(inferDealActivities);
}

function countKinds(records: readonly ActivityRecord[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { activity } of records) {
    const name = `activity ${activity.kind}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
