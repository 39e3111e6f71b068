/**
 * Open deals that the CRM shows neither as live nor as deleted. Nobody knows whether they were purged or are kept from Norma's user, so
 * nothing is written to them, closed or judged. Many at once are rights that were taken away, which whoever runs the CRM is told; a few
 * that stay away are taken for deleted after some days.
 */
import { isImplausibleLoss } from "../src/analysis/is-implausible-loss.ts";
import { fill } from "../src/analysis/phrases.ts";
import type { Moment } from "../src/domain/time.ts";
import { msPerDay } from "../src/domain/time.ts";
import { deleteCheckpoint, loadCheckpoint, saveCheckpoint } from "../src/store/checkpoints.ts";
import { saveFindings } from "../src/store/findings.ts";
import type { TenantDb } from "../src/store/open-store.ts";
import {
  countVanishedDeals,
  letVanishedDealsGo,
  loadVanishedDeals,
  returnedDeals,
} from "../src/store/vanished-deals.ts";
import type { Step } from "./night.ts";
import { toModifiedSince } from "./streams.ts";

/** Once tonight's deals are known. */
export async function settleVanishedDeals(step: Step): Promise<void> {
  const { waitDays, ...limits } = step.deps.product.vanished;
  const lost = await step.inTenant(async (db) => {
    const { vanished, known } = await countVanishedDeals(db);
    if (isImplausibleLoss({ lost: vanished, known }, limits)) {
      await saveFindings(db, step.run.id, [toCase(step, { vanished, known })]);
      return { vanished, known };
    }
    await letVanishedDealsGo(db, { seenBefore: step.now - waitDays * msPerDay, at: step.now });
    return null;
  });
  if (lost !== null)
    step.deps.log.warn({ tenant: step.tenant.id, ...lost }, "many deals are no longer shown");
}

function toCase(
  { deps, tenant }: Step,
  { vanished, known }: { readonly vanished: number; readonly known: number },
) {
  const { vanishedDeals } = deps.phrasesOf(tenant.language);
  const told = fill(vanishedDeals.told, { vanished, known });
  const cure = fill(vanishedDeals.cure[tenant.crm], {
    command: `norma vanished --tenant ${tenant.id} --let-go`,
  });
  return { kind: "vanished-deals", vanished, known, explanation: `${told} ${cure}` } as const;
}

/**
 * Owners of deals that were kept from us: what these reps did on them may be as well, so tonight says nothing about their work. Empty
 * where only a few deals vanished.
 */
export async function loadRepsPartlyUnseen(db: TenantDb, { deps }: Step): Promise<ReadonlySet<string>> {
  const { vanished, known } = await countVanishedDeals(db);
  if (!isImplausibleLoss({ lost: vanished, known }, deps.product.vanished)) return new Set();
  const owners = [...(await loadVanishedDeals(db)).values()].map(({ ownerId }) => ownerId);
  return new Set(owners.filter((ownerId) => ownerId !== null));
}

/**
 * Since when activities must be read because deals are shown again, null when there are none. A reading that has begun does not go
 * back any further: what came to light since is left to the next night.
 */
export async function takeReturnedSince(
  step: Step,
  { isBegun, backfillDays }: { readonly isBegun: boolean; readonly backfillDays: number },
): Promise<Moment | null> {
  return await step.inTenant(async (db) => {
    const checkpoint = await loadCheckpoint(db, returnedDeals);
    if (checkpoint === null || (isBegun && checkpoint.runId !== step.run.id)) return null;
    await saveCheckpoint(db, { ...checkpoint, runId: step.run.id });
    return toModifiedSince(step, checkpoint.watermark, backfillDays);
  });
}

/** Once they were read. */
export async function forgetReturned(step: Step): Promise<void> {
  await step.inTenant(async (db) => {
    const checkpoint = await loadCheckpoint(db, returnedDeals);
    if (checkpoint?.runId === step.run.id) await deleteCheckpoint(db, returnedDeals);
  });
}
