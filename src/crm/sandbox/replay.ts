import { editSchema } from "./control-routes.ts";
import { type Core, orgOf, playEdit, playOrgEdit, portalOf } from "./core.ts";
import { hubspotRoutes } from "./hubspot/routes/all-routes.ts";
import type { JournalEntry } from "./journal.ts";
import { salesforceRoutes } from "./salesforce/routes/all-routes.ts";

type EntryOf<K extends JournalEntry["kind"]> = Extract<JournalEntry, { kind: K }>;

/** Does again what a journal entry says, at its moment. The clock never falls behind it. */
export function replay(core: Core, entry: JournalEntry): void {
  core.clock.catchUp(entry.at);
  switch (entry.kind) {
    case "request":
      return replayRequest(core, entry);
    case "token":
      return void core.tokens.exchange(entry.form, entry.realAt);
    case "org-request":
      return replayOrgRequest(core, entry);
    case "edit":
      return replayEdit(core, entry);
    case "day":
      return (orgOf(core, entry.portalId) ?? portalOf(core, entry.portalId)).company.advanceDay();
  }
}

function replayRequest(core: Core, entry: EntryOf<"request">): void {
  const route = hubspotRoutes.find(({ method, path }) => method === entry.method && path === entry.path);
  if (route === undefined) throw new Error(`The journal names an unknown endpoint ${entry.path}`);
  route.handle({
    portal: portalOf(core, entry.portalId).portal,
    at: entry.at,
    appId: entry.appId,
    params: entry.params,
    query: new URLSearchParams(entry.query),
    body: entry.body,
    isDropped: false,
    maxRows: null,
  });
}

function replayEdit(core: Core, { portalId, edit, at }: EntryOf<"edit">): void {
  const open = orgOf(core, portalId);
  const parsed = editSchema.parse(edit);
  if (open === null) playEdit(portalOf(core, portalId), parsed, at);
  else playOrgEdit(open, parsed, at);
}

function replayOrgRequest(core: Core, entry: EntryOf<"org-request">): void {
  const route = salesforceRoutes.find(({ method, path }) => method === entry.method && path === entry.path);
  const open = orgOf(core, entry.orgId);
  if (route === undefined || open === null) {
    throw new Error(`The journal names an unknown endpoint ${entry.path} or org ${entry.orgId}`);
  }
  route.handle({
    org: open.org,
    at: entry.at,
    userId: entry.userId,
    version: "66.0",
    params: entry.params,
    query: new URLSearchParams(entry.query),
    headers: {},
    body: entry.body,
    isDropped: false,
    maxRows: null,
  });
}
