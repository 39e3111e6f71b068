import type { Sandbox } from "../../../src/crm/sandbox/start-sandbox.ts";
import type { Stored } from "../pull.ts";

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
