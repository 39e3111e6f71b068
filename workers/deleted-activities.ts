/**
 * Activities that were deleted in a CRM whose reading of changes does not show it. Once a week the CRM is asked which are, a bounded
 * number of calls a night, so that a long list takes several nights and an ordinary night makes no call for it. Only the CRM's own mark
 * counts as deletion. Nothing is taken out before the list is read to its end, and nothing of a kind of which more is gone than
 * people delete: then a program did it, and what people did was done all the same.
 */
import { isImplausibleLoss } from "../src/analysis/is-implausible-loss.ts";
import { fill } from "../src/analysis/phrases.ts";
import type { Crm } from "../src/crm/port.ts";
import { msPerDay } from "../src/domain/time.ts";
import { loadCheckpoint, saveCheckpoint } from "../src/store/checkpoints.ts";
import {
  countDeletedActivities,
  type DeletedOfKind,
  markActivitiesDeleted,
  takeOutDeleted,
} from "../src/store/deleted-activities.ts";
import { saveFindings } from "../src/store/findings.ts";
import type { TenantDb } from "../src/store/open-store.ts";
import type { NightDeps, Step } from "./night.ts";

/** The part of a step that is needed here. */
interface PassStep extends Pick<Step, "now" | "inTenant" | "report" | "signal"> {
  readonly tenant: Pick<Step["tenant"], "id" | "language">;
  readonly run: Pick<Step["run"], "id">;
  readonly deps: Pick<NightDeps, "product" | "phrasesOf" | "log">;
}

type DeletionReader = Pick<Crm, "readDeletedActivities">;

const stream = "activities:deleted";

/** After the activities were read: what is live again counts again. */
export async function settleDeletedActivities(step: PassStep, crm: DeletionReader): Promise<void> {
  const place = await step.inTenant((db) => openPass(db, step));
  if (place !== "not-due") await readPass(step, crm, place.cursor);
  await step.inTenant((db) => tellOfLosses(db, step));
}

/** The first night knows of nothing that could have been deleted since. */
async function openPass(
  db: TenantDb,
  { now, deps, run }: PassStep,
): Promise<"not-due" | { readonly cursor: string | null }> {
  const checkpoint = await loadCheckpoint(db, stream);
  if (checkpoint?.watermark === undefined || checkpoint.watermark === null) {
    await saveCheckpoint(db, { stream, runId: run.id, cursor: null, watermark: now });
    return "not-due";
  }
  const isDue = now - checkpoint.watermark >= deps.product.deleted.everyDays * msPerDay;
  return isDue || checkpoint.cursor !== null ? { cursor: checkpoint.cursor } : "not-due";
}

async function readPass(step: PassStep, crm: DeletionReader, cursor: string | null): Promise<void> {
  const { maxCallsPerNight } = step.deps.product.deleted;
  const started = (await step.inTenant((db) => loadCheckpoint(db, stream)))?.watermark ?? step.now;
  let pages = 0;
  for await (const page of crm.readDeletedActivities(cursor)) {
    step.signal.throwIfAborted();
    await step.inTenant(async (db) => {
      await markActivitiesDeleted(db, page.activityIds, step.now);
      await saveCheckpoint(db, { stream, runId: step.run.id, cursor: page.cursor, watermark: started });
    });
    pages += 1;
    await step.report({ label: "deleted activities", done: pages, total: null });
    if (pages >= maxCallsPerNight) return;
  }
  await step.inTenant(async (db) => {
    const plausible = (await loadLosses(db, step)).filter(({ isImplausible }) => !isImplausible);
    await takeOutDeleted(
      db,
      plausible.map(({ kind }) => kind),
    );
    await saveCheckpoint(db, { stream, runId: step.run.id, cursor: null, watermark: step.now });
  });
}

async function loadLosses(
  db: TenantDb,
  { now, deps }: PassStep,
): Promise<readonly (DeletedOfKind & { readonly isImplausible: boolean })[]> {
  const since = now - deps.product.pull.activityBackfillDays * msPerDay;
  const losses = await countDeletedActivities(db, since);
  return losses.map((loss) => ({ ...loss, isImplausible: isImplausibleLoss(loss, deps.product.deleted) }));
}

/** With every night until somebody says what it was. While a list is being read, nobody knows yet how much is gone. */
async function tellOfLosses(db: TenantDb, step: PassStep): Promise<void> {
  if ((await loadCheckpoint(db, stream))?.cursor !== null) return;
  const { deletedActivities } = step.deps.phrasesOf(step.tenant.language);
  const command = `norma vanished --tenant ${step.tenant.id} --let-go`;
  const losses = (await loadLosses(db, step)).filter(({ isImplausible }) => isImplausible);
  const cases = losses.map(({ kind, lost, known }) => {
    const what = deletedActivities.kinds[kind];
    const explanation = fill(deletedActivities.told, { lost, known, kind: what, command });
    return { kind: "deleted-activities", activityKind: kind, lost, known, explanation } as const;
  });
  await saveFindings(db, step.run.id, cases);
  for (const { kind, lost, known } of losses) {
    step.deps.log.warn({ tenant: step.tenant.id, kind, lost, known }, "many activities are deleted at once");
  }
}
