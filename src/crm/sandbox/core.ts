import type { Clock } from "./clock.ts";
import type { CompanyEdit } from "./company/company.ts";
import type { FaultSwitches } from "./faults.ts";
import { editRandomly, editRecord, type RecordEdit } from "./hubspot/edit-record.ts";
import type { TokenBook } from "./hubspot/tokens.ts";
import type { Journal } from "./journal.ts";
import type { OpenPortal } from "./open-portal.ts";
import type { SandboxOptions } from "./options.ts";
import type { Random } from "./random.ts";
import type { RequestLog } from "./request-log.ts";

/** Everything a running sandbox is made of; the server, the control routes and the journal work on it. */
export interface Core {
  readonly options: SandboxOptions;
  readonly clock: Clock;
  readonly portals: ReadonlyMap<number, OpenPortal>;
  readonly tokens: TokenBook;
  readonly faults: FaultSwitches;
  readonly log: RequestLog;
  readonly random: Random;
  journal: Journal;
}

/** What a person does in one portal: in the company's terms, or straight to a record. */
export type Edit = CompanyEdit | RecordEdit;

export function portalOf(core: Core, portalId?: number): OpenPortal {
  const found = portalId === undefined ? [...core.portals.values()][0] : core.portals.get(portalId);
  if (found === undefined) throw new RangeError(`The sandbox has no portal ${portalId}`);
  return found;
}

/** Applies and journals a person's edit. Returns the id of what was made or changed. */
export function applyEdit(core: Core, edit: Edit, portalId?: number): string {
  const target = portalOf(core, portalId);
  const at = core.clock.now();
  const id = playEdit(target, edit, at);
  core.journal.append({ kind: "edit", at, portalId: target.portal.id, edit });
  return id;
}

export function playEdit({ portal, company }: OpenPortal, edit: Edit, at: number): string {
  return edit.do === "set-values" || edit.do === "stamp-all"
    ? editRecord(portal, edit, at)
    : company.edit(edit, at);
}

/** People at work while a client pages: edits of random records of one type. */
export function applyRandomEdits(
  core: Core,
  target: OpenPortal,
  what: { type: string; count: number },
): void {
  for (let index = 0; index < what.count; index++) {
    const edit = editRandomly(target.portal, what.type, core.random);
    if (edit !== null) applyEdit(core, edit, target.portal.id);
  }
}

export function advanceDay(core: Core, portalId?: number): void {
  const target = portalOf(core, portalId);
  const at = core.clock.now();
  target.company.advanceDay();
  core.journal.append({ kind: "day", at, portalId: target.portal.id });
}
