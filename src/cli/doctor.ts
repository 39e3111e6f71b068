import type { Env } from "../../config/env.ts";
import { toJudgeSettings } from "../../workers/open-judge.ts";
import { probeJudge } from "../../workers/probe-judge.ts";
import type { Crm } from "../crm/port.ts";
import { toSentence } from "../domain/errors.ts";
import type { Tenant } from "../domain/tenant.ts";
import { msPerMinute } from "../domain/time.ts";
import { loadUnknownOutcomes } from "../store/call-outcomes.ts";
import type { Store } from "../store/open-store.ts";
import { loadProposalStages } from "../store/proposal-stages.ts";
import { loadTenants } from "../store/tenants.ts";
import { countVanishedDeals } from "../store/vanished-deals.ts";
import { print } from "./print.ts";
import { openRuntime, type Runtime } from "./runtime.ts";

/** `bad` makes the exit code 1; `note` is worth knowing and no fault. */
interface Check {
  readonly what: string;
  readonly result: "good" | "note" | "bad";
  readonly says: string;
}

const marks: Readonly<Record<Check["result"], string>> = { good: "ok  ", note: "note", bad: "FAIL" };

/** Checks everything a night needs and says what to fix. Changes nothing in a CRM. Sets exit code 1 when something is bad. */
export async function doctor(env: Env): Promise<void> {
  const checks: Check[] = [checkNode(), checkKey(env), await checkJudge(env)];
  try {
    const runtime = await openRuntime(env);
    try {
      checks.push({
        what: "store",
        result: "good",
        says: env.databaseUrl === null ? `embedded in ${env.dataDir}` : "Postgres server",
      });
      checks.push(await checkQueue(runtime));
      checks.push(...(await checkTenants(runtime)));
    } finally {
      await runtime.close();
    }
  } catch (error) {
    checks.push({ what: "store and queue", result: "bad", says: toSentence(error) });
  }
  for (const { what, result, says } of checks) print(`${marks[result]}  ${what}: ${says}`);
  if (checks.some(({ result }) => result === "bad")) process.exitCode = 1;
}

function checkNode(): Check {
  const major = Number(process.versions.node.split(".")[0]);
  if (major >= 24) return { what: "Node.js", result: "good", says: process.versions.node };
  return {
    what: "Node.js",
    result: "bad",
    says: `${process.versions.node} is too old; run Norma through npm (npm run norma), which brings Node 24`,
  };
}

function checkKey(env: Env): Check {
  if (env.encryptionKey !== null)
    return { what: "encryption key", result: "good", says: "from NORMA_ENCRYPTION_KEY" };
  const says = `in ${env.dataDir}/encryption.key; back it up, without it the accounts must be connected again`;
  return { what: "encryption key", result: env.databaseUrl === null ? "good" : "note", says };
}

async function checkJudge({ judge }: Env): Promise<Check> {
  const what = "judge";
  if (judge === null) return { what, result: "good", says: "none is set up; texts stay on this machine" };
  const named = `${judge.model} at ${judge.baseUrl}`;
  const probe = await probeJudge(toJudgeSettings(judge));
  if (probe.kind === "bad")
    return { what, result: "bad", says: `${named}: ${probe.problem}; nights go on without it` };
  const cost = probe.tokens === null ? "tokens are not counted by it" : `${probe.tokens} tokens a note`;
  const caps = `at most ${judge.daily.tokens} tokens and ${judge.daily.money} of money per account and day`;
  return { what, result: "good", says: `${named} answers in ${probe.ms} ms, ${cost}; ${caps}` };
}

async function checkQueue({ jobs }: Runtime): Promise<Check> {
  const health = await jobs.pingJobs();
  if (!health.isReachable)
    return { what: "queue", result: "bad", says: `${health.where}: ${health.problem}` };
  const says = `${health.backend}, ${health.waiting} jobs waiting, ${health.active} running`;
  if (health.dead === 0) return { what: "queue", result: "good", says };
  return {
    what: "queue",
    result: "note",
    says: `${says}; ${health.dead} failed for good, see \`norma dead\``,
  };
}

async function checkTenants(runtime: Runtime): Promise<Check[]> {
  const tenants = await loadTenants(runtime.store);
  if (tenants.length === 0) return [{ what: "accounts", result: "note", says: "none is connected yet" }];
  const checks: Check[] = [];
  for (const tenant of tenants) checks.push(...(await checkTenant(runtime, tenant)));
  return checks;
}

async function checkTenant({ crms, store }: Runtime, tenant: Tenant): Promise<Check[]> {
  const what = `${tenant.name} (${tenant.id})`;
  try {
    const crm = await crms.openFor(tenant, Date.now());
    const account = await crm.readAccount();
    const { missingScopes, unmeasured: unreadable } = await crm.readAccess();
    const areStagesChosen = (await store.inTenant(tenant.id, loadProposalStages)).length > 0;
    const unmeasured = unreadable.filter((kind) => kind !== "proposal" || !areStagesChosen);
    const checks: Check[] = [
      {
        what,
        result: "good",
        says: `token accepted, time zone ${account.timeZone ?? `${tenant.timeZone}, which the account no longer tells`}`,
      },
    ];
    checks.push(checkClock(what, crm.clockSkewMs()));
    if (tenant.status === "paused") {
      checks.push({
        what,
        result: "note",
        says: "paused after the account refused the token; a successful `norma sync` wakes it",
      });
    }
    if (missingScopes.length > 0)
      checks.push({
        what,
        result: "bad",
        says: `the token lacks ${missingScopes.join(", ")}; grant it in the CRM and connect again`,
      });
    if (unmeasured.length > 0)
      checks.push({
        what,
        result: "note",
        says: `not measured, so never counted against anybody: ${unmeasured.join(", ")}`,
      });
    checks.push(...(await checkVanished(what, store, tenant)));
    checks.push(...(await checkOutcomes(what, store, tenant)), ...(await checkCrm(what, crm)));
    return checks;
  } catch (error) {
    return [{ what, result: "bad", says: toSentence(error) }];
  }
}

async function checkCrm(what: string, crm: Crm): Promise<Check[]> {
  return (await crm.checkHealth()).map((remark) => ({ what, ...remark }));
}

/** As the last night left them. */
async function checkVanished(what: string, store: Store, { id }: Tenant): Promise<Check[]> {
  const { vanished, known } = await store.inTenant(id, countVanishedDeals);
  if (vanished === 0) return [];
  const says = `${vanished} of ${known} open deals are shown neither as live nor as deleted and are left as they are; see \`norma vanished --tenant ${id}\` and docs/vanished.md`;
  return [{ what, result: "note", says }];
}

/** Outcomes of the company's own, as the last night found them: what they mean only its admin knows. */
async function checkOutcomes(what: string, store: Store, { id }: Tenant): Promise<Check[]> {
  const unknown = await store.inTenant(id, loadUnknownOutcomes);
  if (unknown.length === 0) return [];
  const names = unknown.map(({ outcome }) => `"${outcome}"`).join(", ");
  const cure = 'say so by `norma norms --call-outcome "NAME=connected"` or `=not-connected`';
  const says = `nobody knows whether these outcomes of calls mean that somebody was spoken to: ${names}; ${cure}`;
  return [{ what, result: "note", says }];
}

/** Norma's nights re-read an hour of overlap, so minutes do harm only to token life and to what counts as today. */
const maxSkewMs = 2 * msPerMinute;

function checkClock(what: string, skewMs: number | null): Check {
  if (skewMs === null)
    return { what, result: "note", says: "the CRM does not tell the time, so the clock was not compared" };
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  if (Math.abs(skewMs) <= maxSkewMs) return { what, result: "good", says: "clocks agree" };
  return {
    what,
    result: "bad",
    says: `this machine's clock is ${seconds} s ${skewMs > 0 ? "behind" : "ahead of"} the CRM's; set it by NTP`,
  };
}
