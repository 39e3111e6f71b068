import type { Crm } from "../../src/crm/port.ts";

/** What a store would hold: the modification of each record as last read. */
export type Stored = Map<string, number>;

/** One night's reading of deals and activities into `stored`, newer versions winning. */
export async function pull(crm: Crm, stored: Stored, modifiedSince: number): Promise<void> {
  const keep = (id: string, modifiedAt: number) => stored.set(id, Math.max(stored.get(id) ?? 0, modifiedAt));
  for await (const page of crm.readDeals({ modifiedSince, cursor: null })) {
    for (const { deal } of page.records) keep(`deal:${deal.id}`, deal.modifiedAt);
  }
  for await (const page of crm.readActivities({ modifiedSince, cursor: null })) {
    for (const { activity } of page.records) keep(activity.id, activity.modifiedAt);
  }
}

/** Ids that were never stored, and ids stored in an older version, of those that the CRM holds. */
export function compare(stored: Stored, truth: Stored): { lost: string[]; stale: string[] } {
  const ids = [...truth.keys()];
  return {
    lost: ids.filter((id) => !stored.has(id)),
    stale: ids.filter((id) => stored.has(id) && stored.get(id) !== truth.get(id)),
  };
}
