import type { Crm } from "../../../src/crm/port.ts";
import type { Sandbox } from "../../../src/crm/sandbox/start-sandbox.ts";

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

const typeOfKind = {
  deal: "deals",
  call: "calls",
  email: "emails",
  meeting: "meetings",
  note: "notes",
} as const;

/** What the portal truly holds, listed record by record past all of the adapter's code. */
export async function readTruth(sandbox: Sandbox): Promise<Stored> {
  sandbox.faults.clear();
  const truth: Stored = new Map();
  for (const [kind, type] of Object.entries(typeOfKind)) {
    for (let after: string | undefined = "0"; after !== undefined; ) {
      const page = await list(sandbox, `/crm/objects/2026-09/${type}?limit=100&after=${after}`);
      for (const { id, updatedAt } of page.results) truth.set(`${kind}:${id}`, Date.parse(updatedAt));
      after = page.paging?.next.after;
    }
  }
  return truth;
}

interface ListPage {
  readonly results: readonly { id: string; updatedAt: string }[];
  readonly paging?: { readonly next: { readonly after: string } };
}

async function list(sandbox: Sandbox, path: string): Promise<ListPage> {
  const headers = { authorization: `Bearer ${sandbox.portals[0]?.token}` };
  return (await (await fetch(`${sandbox.url}${path}`, { headers })).json()) as ListPage;
}

/** Ids that were never stored, and ids stored in an older version, of those that the portal holds. */
export function compare(stored: Stored, truth: Stored): { lost: string[]; stale: string[] } {
  const ids = [...truth.keys()];
  return {
    lost: ids.filter((id) => !stored.has(id)),
    stale: ids.filter((id) => stored.has(id) && stored.get(id) !== truth.get(id)),
  };
}
