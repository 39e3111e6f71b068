import type { Tenant } from "../domain/tenant.ts";
import { loadDealNames } from "../store/deals.ts";
import { loadWrites, type Write } from "../store/writes.ts";
import { say } from "./print.ts";
import type { Runtime } from "./runtime.ts";

/** More causes than these are only counted. */
const maxSaid = 10;

/** Names the writes that the CRM refused, once for each reason: an admin has to change a rule or a permission there. */
export async function sayRefused({ store }: Runtime, tenant: Tenant, runId: string): Promise<void> {
  const { refused, names } = await store.inTenant(tenant.id, async (db) => ({
    refused: await loadWrites(db, { runId, states: ["refused"] }),
    names: await loadDealNames(db),
  }));
  const causes = [...Map.groupBy(refused, toCause).values()];
  for (const alike of causes.slice(0, maxSaid)) {
    const [first] = alike;
    if (first === undefined) continue;
    const { dealId, kind, problem, attempts } = first;
    const others = alike.length === 1 ? "" : `, and on ${alike.length - 1} more deals,`;
    say(
      `${whatOf[kind]} "${names.get(dealId) ?? dealId}" (${dealId})${others} was refused by the CRM${toTimes(attempts)}: ${problem ?? "no reason given"}`,
    );
  }
  if (causes.length > maxSaid) say(`Writes were refused for ${causes.length - maxSaid} more reasons.`);
}

const whatOf: Readonly<Record<Write["kind"], string>> = {
  "deal-fields": "The flag on",
  "task-create": "The task on",
  "task-close": "The closing of the task on",
};

/** Ids and values differ from one deal to the next. */
function toCause({ kind, problem }: Write): string {
  return `${kind} ${(problem ?? "").replaceAll(/\d+/g, "0")}`;
}

/** A refused task is tried again every night for as long as its deal stands still. */
function toTimes(attempts: number): string {
  return attempts > 1 ? `, for the ${attempts}. time` : "";
}
