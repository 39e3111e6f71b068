import type { Clock } from "./clock.ts";
import type { CompanyEdit } from "./company/company.ts";
import type { FaultSwitches } from "./faults.ts";
import { editRandomly, editRecord, type RecordEdit } from "./hubspot/edit-record.ts";
import { setVisible as setVisibleInPortal } from "./hubspot/keep-back.ts";
import type { TokenBook } from "./hubspot/tokens.ts";
import type { Journal } from "./journal.ts";
import type { OpenPortal } from "./open-portal.ts";
import type { SandboxOptions } from "./options.ts";
import type { Random } from "./random.ts";
import type { AccountId, RequestLog } from "./request-log.ts";
import { editRow, type RowEdit } from "./salesforce/edit-row.ts";
import { setVisible as setVisibleInOrg } from "./salesforce/keep-back.ts";
import type { OpenOrg } from "./salesforce/open-org.ts";
import type { Gate } from "./salesforce/tokens.ts";

/** Everything a running sandbox is made of; the server, the control routes and the journal work on it. */
export interface Core {
  readonly options: SandboxOptions;
  readonly clock: Clock;
  readonly portals: ReadonlyMap<number, OpenPortal>;
  readonly tokens: TokenBook;
  readonly orgs: ReadonlyMap<string, OpenOrg>;
  readonly gate: Gate;
  readonly faults: FaultSwitches;
  readonly log: RequestLog;
  readonly random: Random;
  journal: Journal;
}

/** What a person does in one account: in the company's terms, or straight to a record. */
export type Edit = CompanyEdit | RecordEdit | RowEdit | VisibilityEdit;

/** Rights that are taken from our user, or given back: deals with all that was done on them. */
export interface VisibilityEdit {
  readonly do: "set-visible";
  readonly dealIds: readonly string[];
  readonly isVisible: boolean;
}

/** The portal asked for, or the first one. */
export function portalOf(core: Core, portalId?: AccountId): OpenPortal {
  const found = portalId === undefined ? [...core.portals.values()][0] : core.portals.get(Number(portalId));
  if (found === undefined) throw new RangeError(`The sandbox has no portal ${portalId}`);
  return found;
}

/** The org asked for; without an id the first org of a sandbox that has no portals. Null: it is about a portal. */
export function orgOf(core: Core, accountId?: AccountId): OpenOrg | null {
  if (accountId !== undefined) return core.orgs.get(String(accountId)) ?? null;
  return core.portals.size > 0 ? null : ([...core.orgs.values()][0] ?? null);
}

/** Applies and journals a person's edit. Returns the id of what was made or changed. */
export function applyEdit(core: Core, edit: Edit, accountId?: AccountId): string {
  const at = core.clock.now();
  const open = orgOf(core, accountId);
  const id = open === null ? playEdit(portalOf(core, accountId), edit, at) : playOrgEdit(open, edit, at);
  const portalId = open?.org.id ?? portalOf(core, accountId).portal.id;
  core.journal.append({ kind: "edit", at, portalId, edit });
  return id;
}

export function playEdit({ portal, company }: OpenPortal, edit: Edit, at: number): string {
  if (edit.do === "set-row" || edit.do === "stamp-rows") throw new RangeError("Rows are Salesforce's");
  if (edit.do === "set-visible") {
    setVisibleInPortal(portal, edit.dealIds, edit.isVisible);
    return "";
  }
  return edit.do === "set-values" || edit.do === "stamp-all"
    ? editRecord(portal, edit, at)
    : company.edit(edit, at);
}

export function playOrgEdit({ org, company }: OpenOrg, edit: Edit, at: number): string {
  if (edit.do === "set-values" || edit.do === "stamp-all") throw new RangeError("Properties are HubSpot's");
  if (edit.do === "set-visible") {
    setVisibleInOrg(org, edit.dealIds, edit.isVisible);
    return "";
  }
  return edit.do === "set-row" || edit.do === "stamp-rows" ? editRow(org, edit, at) : company.edit(edit, at);
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

export function advanceDay(core: Core, accountId?: AccountId): void {
  const at = core.clock.now();
  const open = orgOf(core, accountId);
  const { company } = open ?? portalOf(core, accountId);
  company.advanceDay();
  const portalId = open?.org.id ?? portalOf(core, accountId).portal.id;
  core.journal.append({ kind: "day", at, portalId });
}
