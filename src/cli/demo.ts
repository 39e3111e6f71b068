import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Env } from "../../config/env.ts";
import { startNightWorkers } from "../../workers/start-workers.ts";
import type { Sandbox } from "../crm/sandbox/start-sandbox.ts";
import { startSandbox } from "../crm/sandbox/start-sandbox.ts";
import { AppError } from "../domain/errors.ts";
import type { Credentials, CrmKind, Tenant } from "../domain/tenant.ts";
import { lockDataDir } from "../store/lock-data-dir.ts";
import { findUnfinishedRun } from "../store/runs.ts";
import { loadTenants, saveTenant } from "../store/tenants.ts";
import { connectAccount } from "./connect.ts";
import { loadNightReport } from "./night-report.ts";
import { print, say } from "./print.ts";
import { openProgress } from "./progress.ts";
import { renderNight } from "./render-night.ts";
import { runNight } from "./run-night.ts";
import { openRuntime, type Runtime } from "./runtime.ts";
import { sayRefused } from "./say-refused.ts";

export interface DemoOptions {
  /** Which CRM's face the made-up company shows. */
  readonly crm: CrmKind;
  /** Go on from the last demo's CRM and store. */
  readonly isKept: boolean;
  readonly signal: AbortSignal;
}

/** Runs a night on a made-up company: a CRM simulator over HTTP, the embedded store and queue, and the real night. */
export async function demo(env: Env, { crm, isKept, signal }: DemoOptions): Promise<void> {
  const dataDir = join(env.dataDir, folders[crm]);
  if (!isKept) await clear(dataDir);
  const accounts = crm === "salesforce" ? { orgs: [{}] } : {};
  const sandbox = await startSandbox({ ...accounts, journalFile: join(dataDir, "crm.jsonl") });
  try {
    const runtime = await openRuntime(
      { ...env, dataDir, databaseUrl: null, redisUrl: null },
      { client: sandbox.client, isWaitedFor: true },
    );
    try {
      await runDemo(runtime, sandbox, signal);
    } finally {
      await runtime.close();
    }
  } finally {
    await sandbox.close();
  }
}

/** A kept demo goes on in its own CRM, so each has a folder. */
const folders: Readonly<Record<CrmKind, string>> = { hubspot: "demo", salesforce: "demo-salesforce" };

const crmNames: Readonly<Record<CrmKind, string>> = { hubspot: "HubSpot", salesforce: "Salesforce" };

/** Not under the feet of another demo: its folder must be free. */
async function clear(dataDir: string): Promise<void> {
  const unlock = await lockDataDir(dataDir);
  await rm(dataDir, { recursive: true, force: true });
  await unlock();
}

/** Columns; a pipe has none, and some terminals say 0. */
function widthOfTerminal(): number {
  const { columns } = process.stdout;
  return columns > 0 ? Math.min(columns, 140) : 120;
}

async function runDemo(runtime: Runtime, sandbox: Sandbox, signal: AbortSignal): Promise<void> {
  const tenant = await connectSandbox(runtime, sandbox);
  say(
    `${tenant.name}: a made-up company in a simulated ${crmNames[tenant.crm]} at ${sandbox.url}. The night of ${toNight(sandbox)} begins.`,
  );
  await startNightWorkers(runtime.deps);
  const progress = openProgress(process.stderr);
  const unfinished = await runtime.store.inTenant(tenant.id, findUnfinishedRun);
  const end = await runNight(runtime, tenant, {
    // The simulator's clock goes on while a demo is interrupted; the night that is taken up again keeps its own moment.
    asOf: unfinished?.asOf ?? sandbox.now(),
    isDryRun: false,
    progress,
    signal,
  }).finally(() => progress.stop());
  if (end.kind === "failed")
    throw new AppError("bug-found", { details: { problem: `${end.step}: ${end.sentence}` } });
  await sayRefused(runtime, tenant, end.run.id);
  const report = await loadNightReport(runtime.store, tenant, end.run.id);
  print(renderNight(report, runtime.deps.phrasesOf("en"), widthOfTerminal()));
  print();
  print(`The night took ${end.seconds} s. To look further:`);
  for (const [command, what] of hints[tenant.crm]) print(`  ${command.padEnd(64)} ${what}`);
}

const lookUp = ["README.md, ARCHITECTURE.md", "what each part is for and where it lives"] as const;

/** What to try next. */
const hints: Readonly<Record<CrmKind, readonly (readonly [command: string, what: string])[]>> = {
  hubspot: [
    ["npm run demo -- --keep", "the next night on the same data: nothing has changed, so nothing is written"],
    ["npm run demo -- --crm salesforce", "the same company in a simulated Salesforce"],
    [
      "npm run norma -- connect hubspot --token-env TOKEN",
      "your own portal; `sync --dry-run` shows what it would write",
    ],
    lookUp,
  ],
  salesforce: [
    [
      "npm run demo -- --crm salesforce --keep",
      "the next night on the same data: nothing has changed, so nothing is written",
    ],
    [
      "npm run norma -- connect salesforce --jwt-key FILE --client-id ID --username U",
      "your own org; `sync --dry-run` shows what it would write",
    ],
    lookUp,
  ],
};

/** The simulator listens on another port each time, so a kept demo's tenant is told its new address. */
async function connectSandbox(runtime: Runtime, sandbox: Sandbox): Promise<Tenant> {
  const account = { ...toAccount(sandbox), baseUrl: sandbox.url };
  const [known] = await loadTenants(runtime.store);
  if (known === undefined) return await connectAccount(runtime, { ...account, language: "en" });
  const tenant = { ...known, baseUrl: sandbox.url, connectedAt: Date.now() };
  await saveTenant(runtime.vault, tenant, account.credentials);
  return tenant;
}

/** As after an installation: what opens the account, and no access token yet. */
function toAccount({ portals: [portal], orgs: [org] }: Sandbox): { crm: CrmKind; credentials: Credentials } {
  const fresh = { accessToken: "", expiresAt: 0 };
  if (portal !== undefined) {
    return { crm: "hubspot", credentials: { kind: "oauth", refreshToken: portal.refreshToken, ...fresh } };
  }
  if (org === undefined)
    throw new AppError("bug-found", { details: { problem: "the simulator has no account" } });
  const { clientId, username, privateKey } = org;
  const credentials = { kind: "jwt", clientId, username, privateKey, instanceUrl: "", ...fresh } as const;
  return { crm: "salesforce", credentials };
}

function toNight(sandbox: Sandbox): string {
  return new Date(sandbox.now()).toISOString().slice(0, 10);
}
