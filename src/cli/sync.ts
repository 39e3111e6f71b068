import type { Env } from "../../config/env.ts";
import { startNightWorkers } from "../../workers/start-workers.ts";
import { AppError } from "../domain/errors.ts";
import type { Tenant } from "../domain/tenant.ts";
import type { Moment } from "../domain/time.ts";
import { loadFindings } from "../store/findings.ts";
import { loadTenant, loadTenants } from "../store/tenants.ts";
import { findCases } from "./night-report.ts";
import { print, printJson, say } from "./print.ts";
import { printPlan } from "./print-plan.ts";
import { openProgress } from "./progress.ts";
import { type NightEnd, runNight } from "./run-night.ts";
import { openRuntime, type Runtime } from "./runtime.ts";
import { sayRefused } from "./say-refused.ts";

export interface SyncOptions {
  /** Null: all active tenants. */
  readonly tenantId: string | null;
  readonly isDryRun: boolean;
  readonly asOf: Moment | null;
  readonly isJson: boolean;
  readonly signal: AbortSignal;
}

/** Runs a night now, for one tenant or all of them side by side. Sets exit code 1 when a night failed. */
export async function sync(env: Env, options: SyncOptions): Promise<void> {
  const runtime = await openRuntime(env, { isWaitedFor: true });
  try {
    const tenants = await chooseTenants(runtime, options.tenantId);
    await startNightWorkers(runtime.deps);
    const ends = await Promise.all(tenants.map((tenant) => syncTenant(runtime, tenant, options)));
    if (ends.some((end) => end.kind === "failed")) process.exitCode = 1;
  } finally {
    await runtime.close();
  }
}

async function chooseTenants({ store }: Runtime, tenantId: string | null): Promise<readonly Tenant[]> {
  if (tenantId !== null) return [await loadTenant(store, tenantId)];
  const tenants = await loadTenants(store);
  if (tenants.length === 0) throw new AppError("tenant-none");
  return tenants;
}

async function syncTenant(runtime: Runtime, tenant: Tenant, options: SyncOptions): Promise<NightEnd> {
  const progress = openProgress(process.stderr, `${tenant.name} `);
  try {
    const end = await runNight(runtime, tenant, { ...options, progress });
    progress.stop();
    if (end.kind === "failed") say(`${tenant.name}: ${end.step} failed. ${end.sentence}`);
    else await printNight(runtime, { tenant, end, options });
    return end;
  } finally {
    progress.stop();
  }
}

async function printNight(
  runtime: Runtime,
  {
    tenant,
    end,
    options,
  }: { tenant: Tenant; end: Extract<NightEnd, { kind: "done" }>; options: SyncOptions },
): Promise<void> {
  const { id: run, counts } = end.run;
  if (options.isDryRun) await printPlan(runtime, tenant, { runId: run, isJson: options.isJson });
  await sayRefused(runtime, tenant, run);
  const cases = findCases(await runtime.store.inTenant(tenant.id, (db) => loadFindings(db, run)));
  for (const sentence of cases) say(`${tenant.name}: ${sentence}`);
  const { pulled, found: findings, written, calls, volume, unmeasured, judge } = counts;
  if (options.isJson) {
    printJson({
      tenant: tenant.id,
      run,
      pulled,
      findings,
      written,
      calls,
      volume,
      unmeasured,
      ...(isEmpty(judge) ? {} : { judge }),
      ...(cases.length === 0 ? {} : { cases }),
      seconds: end.seconds,
    });
    return;
  }
  print(`${tenant.name}: night done in ${end.seconds} s.`);
  print(`  read      ${toText(pulled)}`);
  print(`  found     ${toText(findings)}`);
  if (!isEmpty(judge)) print(`  judge     ${toText(judge)}`);
  print(`  written   ${options.isDryRun ? "nothing, this was a dry run" : toText(written)}`);
}

function isEmpty(counts: Readonly<Record<string, number>>): boolean {
  return Object.keys(counts).length === 0;
}

function toText(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(", ");
}
