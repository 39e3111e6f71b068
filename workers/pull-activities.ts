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
import { addCounts, addUnmeasured } from "../src/store/runs.ts";
import { findMissedSince, noteMissedKinds } from "./missed-kinds.ts";
import type { Step } from "./night.ts";
import { closeStream, openStream, savePlace } from "./streams.ts";
import { forgetReturned, takeReturnedSince } from "./vanished-deals.ts";

export async function pullActivities(step: Step, crm: Crm): Promise<void> {
  const { activityBackfillDays } = step.deps.product.pull;
  const stream = await openStream(step, "activities", activityBackfillDays);
  if (stream === "done") return;
  const modifiedSince = Math.min(
    stream.modifiedSince,
    (await findMissedSince(step, activityBackfillDays)) ?? Infinity,
    (await takeReturnedSince(step, {
      isBegun: stream.cursor !== null,
      backfillDays: activityBackfillDays,
    })) ?? Infinity,
  );
  let done = 0;
  for await (const page of crm.readActivities({ ...stream, modifiedSince })) {
    step.signal.throwIfAborted();
    await step.inTenant(async (db) => {
      await saveActivities(db, page.records);
      await savePlace(db, step, { stream: "activities", cursor: page.cursor });
      await addUnmeasured(db, step.run.id, page.unmeasured ?? []);
      await addCounts(db, step.run.id, {
        pulled: { activities: page.records.length },
        volume: countKinds(page.records),
      });
    });
    done += page.records.length;
    await step.report({ label: "activities", done, total: null });
  }
  await step.inTenant(async (db) => {
    await addCounts(db, step.run.id, {
      volume: { "messages on record": await countActivities(db, "message") },
    });
  });
  await noteMissedKinds(step);
  await forgetReturned(step);
  await closeStream(step, "activities");
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
