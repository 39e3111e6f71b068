import type { Tenant } from "../domain/tenant.ts";
import { loadDealNames } from "../store/deals.ts";
import { loadWrites } from "../store/writes.ts";
import { say } from "./print.ts";
import type { Runtime } from "./runtime.ts";

/** More than these are only counted. */
const maxSaid = 10;

/** Names the writes that the CRM refused, with its reason: an admin has to change a rule or a permission there. */
export async function sayRefused({ store }: Runtime, tenant: Tenant, runId: string): Promise<void> {
  const { refused, names } = await store.inTenant(tenant.id, async (db) => ({
    refused: await loadWrites(db, { runId, states: ["refused"] }),
    names: await loadDealNames(db),
  }));
  for (const { dealId, kind, problem, attempts } of refused.slice(0, maxSaid)) {
    const what =
      kind === "task-create" ? "The task" : kind === "task-close" ? "The closing of the task" : "The flag";
    say(
      `${what} on "${names.get(dealId) ?? dealId}" (${dealId}) was refused by the CRM${toTimes(attempts)}: ${problem ?? "no reason given"}`,
    );
  }
  if (refused.length > maxSaid) say(`${refused.length - maxSaid} more writes were refused.`);
}

/** A refused task is tried again every night for as long as its deal stands still. */
function toTimes(attempts: number): string {
  return attempts > 1 ? `, for the ${attempts}. time` : "";
}
