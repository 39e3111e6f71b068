/**
 * Activities that were deleted in the CRM, by its own mark. Some CRMs show them among what changed; of others the list of deleted
 * ones is read once a week, a bounded number of calls a night, so that a long list takes several nights and an ordinary night makes no call for
 * it. Nothing is taken out before the list is read to its end, and nothing of a kind of which more is gone than people delete: then a
 * program did it, and what people did was done all the same.
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
  await step.inTenant(async (db) => {
    // While a list is being read, nobody knows yet how much is gone.
    if ((await loadCheckpoint(db, stream))?.cursor === null) await takeOut(db, step);
  });
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
      await markActivitiesDeleted(
        db,
        page.activityIds.map((id) => ({ id, at: step.now })),
      );
      await saveCheckpoint(db, { stream, runId: step.run.id, cursor: page.cursor, watermark: started });
    });
    pages += 1;
    await step.report({ label: "deleted activities", done: pages, total: null });
    if (pages >= maxCallsPerNight) return;
  }
  const end = { stream, runId: step.run.id, cursor: null, watermark: step.now };
  await step.inTenant((db) => saveCheckpoint(db, end));
}

/** What is too much counts on and is told with every night until somebody says what it was. */
async function takeOut(db: TenantDb, step: PassStep): Promise<void> {
  const { now, deps } = step;
  const losses = await countDeletedActivities(db, now - deps.product.pull.activityBackfillDays * msPerDay);
  const isImplausible = (loss: DeletedOfKind) => isImplausibleLoss(loss, deps.product.deleted);
  const plausible = losses.filter((loss) => !isImplausible(loss));
  await takeOutDeleted(
    db,
    plausible.map(({ kind }) => kind),
  );
  await tell(db, step, losses.filter(isImplausible));
}

async function tell(db: TenantDb, step: PassStep, losses: readonly DeletedOfKind[]): Promise<void> {
  const { deletedActivities } = step.deps.phrasesOf(step.tenant.language);
  const command = `norma vanished --tenant ${step.tenant.id} --let-go`;
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
