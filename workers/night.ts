import type { product } from "../config/product.ts";
import type { Phrases } from "../src/analysis/phrases.ts";
import type { CallCounts, Crm } from "../src/crm/port.ts";
import { errorTable, isAppError } from "../src/domain/errors.ts";
import type { Log } from "../src/domain/log.ts";
import type { Language, Tenant } from "../src/domain/tenant.ts";
import type { Moment } from "../src/domain/time.ts";
import type { Judge } from "../src/judge/judge.ts";
import type { Jobs } from "../src/queue/open-jobs.ts";
import type { Store, TenantDb } from "../src/store/open-store.ts";
import { addCounts, isLatestRun, loadRun, markStepDone, type Run } from "../src/store/runs.ts";
import { loadTenant, saveTenantStatus } from "../src/store/tenants.ts";

/** What the handlers of a night need; put together by the entry files. */
export interface NightDeps {
  readonly store: Store;
  readonly jobs: Jobs;
  /** The same adapter for the same tenant while the process lives, so that its pacing lives as long. `now` parts past from booked. */
  readonly openCrm: (tenant: Tenant, now: Moment) => Promise<Crm>;
  readonly product: typeof product;
  /** Who is asked about texts the engine abstained from; the embedded one asks nobody. */
  readonly judge: Judge;
  readonly phrasesOf: (language: Language) => Phrases;
  readonly log: Log;
}

export type StepName = "pull" | "learn" | "analyse" | "write-back" | "digest";

/** The part of a queue's job that handlers use. */
export interface StepContext<Data = NightRef> {
  readonly data: Data;
  readonly report: (progress: StepProgress) => Promise<void>;
  readonly signal: AbortSignal;
}

export interface NightRef {
  readonly tenantId: string;
  readonly runId: string;
}

/** `total` is null while it is not known. */
export interface StepProgress {
  readonly label: string;
  readonly done: number;
  readonly total: number | null;
}

/** One step of one night with everything looked up. */
export interface Step {
  readonly deps: NightDeps;
  readonly tenant: Tenant;
  readonly run: Run;
  readonly now: Moment;
  readonly report: (progress: StepProgress) => Promise<void>;
  readonly signal: AbortSignal;
  readonly inTenant: <T>(act: (db: TenantDb) => Promise<T>) => Promise<T>;
}

/**
 * Runs one step of a night unless it is done already or a newer night took its place, and marks it done. A job may be delivered twice or die anywhere:
 * `act` must leave the same result when it is run again.
 */
export async function runStep(
  deps: NightDeps,
  name: Exclude<StepName, "analyse">,
  { context, act }: { context: StepContext; act: (step: Step) => Promise<void> },
): Promise<void> {
  const step = await openStep(deps, context);
  if (step.run.stepsDone.includes(name)) return;
  // Its jobs outlive a night that was broken off. Beside the newer one they would only get in its way.
  if (!(await step.inTenant((db) => isLatestRun(db, step.run.id)))) return;
  await step.report({ label: "started", done: 0, total: null });
  try {
    await act(step);
  } catch (error) {
    await pauseIfRefused(step, error);
    throw error;
  }
  await step.inTenant((db) => markStepDone(db, step.run.id, name));
}

/** An account that refuses our token is left alone: further calls would only be refused, and counted against us. */
async function pauseIfRefused({ deps, tenant }: Step, error: unknown): Promise<void> {
  if (isAppError(error) && errorTable[error.code].pausesTenant) {
    await saveTenantStatus(deps.store, tenant.id, "paused");
  }
}

export async function openStep(deps: NightDeps, context: StepContext): Promise<Step> {
  const { tenantId, runId } = context.data;
  const tenant = await loadTenant(deps.store, tenantId);
  const inTenant: Step["inTenant"] = (act) => deps.store.inTenant(tenantId, act);
  const run = await inTenant((db) => loadRun(db, runId));
  const { report, signal } = context;
  return { deps, tenant, run, now: run.asOf, report, signal, inTenant };
}

/** Opens the tenant's CRM for `act` and adds the calls it made to the run's counts, also when it fails. */
export async function withCrm<T>(step: Step, act: (crm: Crm) => Promise<T>): Promise<T> {
  const crm = await step.deps.openCrm(step.tenant, step.now);
  const before = crm.callCounts();
  try {
    return await act(crm);
  } finally {
    const calls = callsSince(before, crm.callCounts());
    await step.inTenant((db) => addCounts(db, step.run.id, { calls }));
  }
}

function callsSince(before: CallCounts, after: CallCounts): Record<string, number> {
  const calls: Record<string, number> = {};
  for (const [kind, count] of Object.entries(after.byKind)) {
    const made = count - (before.byKind[kind] ?? 0);
    if (made > 0) calls[kind] = made;
  }
  const throttled = after.answered429 - before.answered429;
  if (throttled > 0) calls["answered-429"] = throttled;
  return calls;
}
