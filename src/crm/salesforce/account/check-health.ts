import { z } from "zod";
import { isAppError } from "../../../domain/errors.ts";
import type { HealthRemark } from "../../port.ts";
import { keyFieldName, taskKeyName } from "../field-names.ts";
import { callFor, type Org } from "../org.ts";
import { findMissingFields } from "../writing/ensure-fields.ts";

/**
 * Fields, the key of tasks, the day's calls and the API's version, each with what to do about it. Throws crm-quota when the
 * day's share is used up, because then nothing can be asked.
 */
export async function checkHealth(org: Org, maxQuotaShare: number): Promise<readonly HealthRemark[]> {
  return [
    await checkFields(org),
    await checkTaskKey(org),
    await checkQuota(org, maxQuotaShare),
    await checkVersion(org),
  ];
}

async function checkFields(org: Org): Promise<HealthRemark> {
  const missing = await findMissingFields(org);
  if (missing.length === 0) return { result: "good", says: "all of Norma's fields can be read and written" };
  const says = `Norma's user cannot use ${missing.join(", ")}; install the package and assign its permission set`;
  return { result: "bad", says };
}

async function checkTaskKey(org: Org): Promise<HealthRemark> {
  if ((await taskKeyName(org)) !== null) return { result: "good", says: "tasks are upserted by their key" };
  const says = `the field ${keyFieldName} of tasks is not there; tasks are known by a line in their text, and one whose answer is lost waits for the next night`;
  return { result: "note", says };
}

const limitsSchema = z.object({ DailyApiRequests: z.object({ Max: z.number(), Remaining: z.number() }) });

async function checkQuota(org: Org, maxShare: number): Promise<HealthRemark> {
  const request = {
    method: "GET",
    path: `${org.root}/limits`,
    kind: "limits",
    act: "reading the limits",
  } as const;
  try {
    const { Max: max, Remaining: remaining } = (await callFor(org, request, limitsSchema)).DailyApiRequests;
    const used = max - remaining;
    const says = `limits: ${used} of ${max} calls of the day are used, by all integrations; Norma stops at ${Math.round(maxShare * 100)} %`;
    return { result: "good", says };
  } catch (error) {
    if (!isAppError(error) || !["scope-missing", "crm-refused"].includes(error.code)) throw error;
    return {
      result: "note",
      says: "limits: Norma's user may not read them; every answer still tells how many calls are used",
    };
  }
}

const versionsSchema = z.array(z.object({ version: z.string() }));

async function checkVersion(org: Org): Promise<HealthRemark> {
  const own = org.manifest.salesforce.apiVersion;
  const request = {
    method: "GET",
    path: "/services/data",
    kind: "limits",
    act: "reading the API's versions",
  } as const;
  const offered = (await callFor(org, request, versionsSchema)).map(({ version }) => Number(version));
  const newest = `${Math.max(...offered).toFixed(1)}`;
  if (offered.includes(Number(own)))
    return { result: "good", says: `API ${own}; the newest here is ${newest}` };
  return {
    result: "bad",
    says: `the org does not offer API ${own} any more (newest ${newest}); update Norma`,
  };
}
