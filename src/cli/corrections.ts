import type { Env } from "../../config/env.ts";
import { product } from "../../config/product.ts";
import { relearn } from "../../workers/learn-corrections.ts";
import type { Correction } from "../domain/correction.ts";
import { AppError } from "../domain/errors.ts";
import {
  deleteCorrections,
  loadAdjustment,
  loadCorrections,
  type StoredAdjustment,
  saveAdjustment,
} from "../store/corrections.ts";
import type { TenantDb } from "../store/open-store.ts";
import { loadTenant } from "../store/tenants.ts";
import { printJson } from "./print.ts";
import { withStore } from "./with-store.ts";

/** What to do before the list is printed; nothing when all is left out. */
export interface CorrectionsOptions {
  readonly tenantId: string;
  readonly forget: { readonly id: string } | "all" | null;
  readonly isOn: boolean | null;
}

/**
 * Prints one JSON line a correction, the newest first, and at last what they taught. Throws tenant-unknown, and
 * input-invalid when the correction to forget is not there.
 */
export async function corrections(env: Env, { tenantId, forget, isOn }: CorrectionsOptions): Promise<void> {
  await withStore(env, async (store) => {
    const { timeZone } = await loadTenant(store, tenantId);
    await store.inTenant(tenantId, async (db) => {
      if (forget !== null) await forgetIn(db, forget);
      if (isOn !== null) await saveAdjustment(db, { ...(await loadAdjustment(db)), isOn });
      if (forget !== null || isOn !== null) {
        await relearn(db, { settings: product.corrections, timeZone, now: Date.now(), runId: null });
      }
      const stored = await loadCorrections(db);
      for (const one of stored) printJson(toLine(one));
      printJson({ tenant: tenantId, ...summarise(stored, await loadAdjustment(db)) });
    });
  });
}

async function forgetIn(db: TenantDb, what: { readonly id: string } | "all"): Promise<void> {
  const count = await deleteCorrections(db, what === "all" ? "all" : [what.id]);
  if (count > 0 || what === "all") return;
  const problem = `There is no correction ${what.id}; \`norma corrections --tenant ID\` lists them`;
  throw new AppError("input-invalid", { details: { problem } });
}

function toLine({ id, dealId, origin, shown, verdict, reason, givenAt }: Correction) {
  return { id, deal: dealId, by: origin, shown, verdict, reason, at: new Date(givenAt).toISOString() };
}

/** How many corrections there are, what they changed, and how many are missing until they change something. */
export function summarise(stored: readonly Correction[], { isOn, adjustment }: StoredAdjustment) {
  const { minToAdjust, minToTrust } = product.corrections;
  const managers = stored.filter(
    ({ origin, probabilities }) => origin === "manager" && probabilities !== null,
  );
  return {
    corrections: stored.length,
    by_managers: managers.length,
    on: isOn,
    adjusted: isOn && adjustment !== null,
    biases: isOn ? roundAll(adjustment?.biases ?? null) : null,
    min_confidence: isOn ? (adjustment?.minConfidence ?? null) : null,
    missing: Math.max(0, minToAdjust - managers.length),
    // With fewer a share would be mostly chance.
    agreed:
      managers.length < minToTrust ? null : managers.filter(({ verdict, shown }) => verdict === shown).length,
  };
}

function roundAll(biases: Readonly<Record<string, number>> | null) {
  if (biases === null) return null;
  return Object.fromEntries(
    Object.entries(biases).map(([verdict, bias]) => [verdict, Math.round(bias * 1000) / 1000]),
  );
}
