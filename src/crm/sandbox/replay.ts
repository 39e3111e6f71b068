import { editSchema } from "./control-routes.ts";
import { type Core, playEdit, portalOf } from "./core.ts";
import { hubspotRoutes } from "./hubspot/routes/all-routes.ts";
import type { JournalEntry } from "./journal.ts";

type EntryOf<K extends JournalEntry["kind"]> = Extract<JournalEntry, { kind: K }>;

/** Does again what a journal entry says, at its moment. The clock never falls behind it. */
export function replay(core: Core, entry: JournalEntry): void {
  core.clock.catchUp(entry.at);
  switch (entry.kind) {
    case "request":
      return replayRequest(core, entry);
    case "token":
      return void core.tokens.exchange(entry.form, entry.realAt);
    case "edit":
      return void playEdit(portalOf(core, entry.portalId), editSchema.parse(entry.edit), entry.at);
    case "day":
      return portalOf(core, entry.portalId).company.advanceDay();
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
