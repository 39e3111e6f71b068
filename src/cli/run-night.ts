import type { StepProgress } from "../../workers/night.ts";
import { type NightRequest, startNight } from "../../workers/sweep.ts";
import type { Tenant } from "../domain/tenant.ts";
import { failRun, loadRun, type Run } from "../store/runs.ts";
import type { Progress } from "./progress.ts";
import type { Runtime } from "./runtime.ts";

export type NightEnd =
  | { readonly kind: "done"; readonly run: Run; readonly seconds: number }
  | { readonly kind: "failed"; readonly runId: string; readonly step: string; readonly sentence: string };

/** Starts or resumes the tenant's night and waits for its end. The workers must be running, here or elsewhere. */
export async function runNight(
  { deps, store, jobs }: Runtime,
  tenant: Tenant,
  options: Pick<NightRequest, "asOf" | "isDryRun"> & { progress: Progress; signal: AbortSignal },
): Promise<NightEnd> {
  const startedAt = performance.now();
  const { asOf, isDryRun, progress, signal } = options;
  const ref = await startNight(deps, { tenantId: tenant.id, asOf, isDryRun, now: Date.now() });
  const end = await jobs.waitForNight(ref, {
    onProgress: ({ step, progress: at }) => progress.update(step, at as StepProgress),
    signal,
  });
  if (end.kind === "failed") {
    await store.inTenant(tenant.id, (db) => failRun(db, ref.runId, end.sentence));
    return { kind: "failed", runId: ref.runId, step: end.step, sentence: end.sentence };
  }
  const run = await store.inTenant(tenant.id, (db) => loadRun(db, ref.runId));
  if (run.state === "failed")
    return { kind: "failed", runId: run.id, step: "night", sentence: run.problem ?? "" };
  return { kind: "done", run, seconds: Math.round(performance.now() - startedAt) / 1000 };
}
