import { readEnv } from "../../config/env.ts";
import { connectAccount } from "../../src/cli/connect.ts";
import type { Progress } from "../../src/cli/progress.ts";
import { type NightEnd, runNight } from "../../src/cli/run-night.ts";
import { openRuntime, type Runtime } from "../../src/cli/runtime.ts";
import type { Sandbox, SandboxOrg, SandboxPortal } from "../../src/crm/sandbox/sandbox.ts";
import type { Credentials, Tenant } from "../../src/domain/tenant.ts";
import type { Moment } from "../../src/domain/time.ts";
import { startNightWorkers } from "../../workers/start-workers.ts";
import { fastPacing } from "./norma-process.ts";

/** Norma put together as its commands do it, with the workers running, for tests that look into its store. */
export async function openNorma(
  dataDir: string,
  {
    client = null,
    variables = {},
  }: { client?: Sandbox["client"] | null; variables?: Record<string, string> } = {},
): Promise<Runtime> {
  const env = readEnv({ NORMA_DATA_DIR: dataDir, NORMA_LOG_LEVEL: "silent", ...fastPacing, ...variables });
  const runtime = await openRuntime(env, { client, isWaitedFor: true });
  await startNightWorkers(runtime.deps);
  return runtime;
}

/** Connects a portal by its private app's token, or by OAuth when Norma has the app's client. */
export async function connectPortal(
  runtime: Runtime,
  crm: Sandbox,
  { portal, isOAuth = false }: { portal: SandboxPortal; isOAuth?: boolean },
): Promise<Tenant> {
  const { token, refreshToken } = portal;
  const credentials: Credentials = isOAuth
    ? { kind: "oauth", accessToken: "", refreshToken, expiresAt: 0 }
    : { kind: "static", token };
  return await connectAccount(runtime, { crm: "hubspot", baseUrl: crm.url, language: "en", credentials });
}

/** Connects an org by its External Client App and integration user. */
export async function connectOrg(runtime: Runtime, crm: Sandbox, org: SandboxOrg): Promise<Tenant> {
  const { clientId, username, privateKey } = org;
  const fresh = { accessToken: "", instanceUrl: "", expiresAt: 0 };
  const credentials: Credentials = { kind: "jwt", clientId, username, privateKey, ...fresh };
  return await connectAccount(runtime, { crm: "salesforce", baseUrl: crm.url, language: "en", credentials });
}

/** Runs a night to its end; a failed one fails the test with its sentence. */
export async function runWholeNight(
  runtime: Runtime,
  tenant: Tenant,
  asOf: Moment,
): Promise<Extract<NightEnd, { kind: "done" }>> {
  const { signal } = new AbortController();
  const end = await runNight(runtime, tenant, { asOf, isDryRun: false, progress: noProgress, signal });
  if (end.kind === "failed") throw new Error(`${end.step} failed: ${end.sentence}`);
  return end;
}

const noProgress: Progress = { update: () => undefined, stop: () => undefined };
