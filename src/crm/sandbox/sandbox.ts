import type { CivilDate, Moment } from "../../domain/time.ts";
import type { DealState } from "./company/company.ts";
import type { DealChanges, Touch, TouchKind } from "./company/model.ts";
import type { PlantedTruth } from "./company/planted.ts";
import type { Edit } from "./core.ts";
import type { FaultSwitches } from "./faults.ts";
import type { PortalSnapshot } from "./hubspot/snapshot.ts";
import type { AccountId, RequestLog } from "./request-log.ts";
import type { OrgSettings } from "./salesforce/org.ts";
import type { OrgSnapshot } from "./salesforce/snapshot.ts";

/** A running simulator and the hands to play with it. Edits without an account's id go to the first portal, or the first
 * org when there is no portal. */
export interface Sandbox {
  readonly url: string;
  readonly portals: readonly SandboxPortal[];
  readonly orgs: readonly SandboxOrg[];
  /** The app's OAuth client, the same for all portals. */
  readonly client: { readonly id: string; readonly secret: string };
  readonly faults: FaultSwitches;
  readonly requests: RequestLog;
  now(): Moment;
  /** Jumps ahead; milliseconds. Budgets and token life follow real time and do not jump. */
  advance(ms: number): void;
  /** Plays the company's next day; events carry that day's moments. */
  advanceDay(portalId?: AccountId): void;
  /** Any edit; the named ones below are short for the usual ones. Returns the id of what was made or changed. */
  edit(edit: Edit, portalId?: AccountId): string;
  moveDeal(dealId: string, stageId: string, portalId?: AccountId): void;
  setDeal(dealId: string, changes: DealChanges, portalId?: AccountId): void;
  addNote(dealId: string, text: string, portalId?: AccountId): string;
  addCall(dealId: string, call?: { text?: string; isAnswered?: boolean }, portalId?: AccountId): string;
  archiveDeal(dealId: string, portalId?: AccountId): void;
  mergeDeals(survivorId: string, loserId: string, portalId?: AccountId): void;
  /** Takes away or gives back our user's right to see these deals and what was done on them. */
  setVisible(dealIds: readonly string[], isVisible: boolean, portalId?: AccountId): void;
  deleteTask(taskId: string, portalId?: AccountId): void;
  completeTask(taskId: string, portalId?: AccountId): void;
  addTouch(touch: Partial<Omit<Touch, "id">> & { readonly kind: TouchKind }, portalId?: AccountId): string;
  /** Refuses every change of a deal by API with a validation error; null lifts the rule. */
  refuseDeal(dealId: string, message: string | null, portalId?: AccountId): void;
  /** Marks a property as used by a list or workflow, so that it cannot be archived. */
  setPropertyInUse(name: string, isInUse: boolean, portalId?: AccountId): void;
  snapshot(portalId?: AccountId): PortalSnapshot;
  orgSnapshot(orgId?: string): OrgSnapshot;
  /** An admin changes the company's own settings; what is recorded already stays as it is. */
  setAccount(settings: AccountSettings, accountId?: AccountId): void;
  /** Changes how an org behaves from now on: what an admin switches, what other integrations have used. */
  setOrg(settings: Partial<OrgSettings>, orgId?: string): void;
  /** The next writes to the deal meet a locked row, so many times. */
  lockDeal(dealId: string, times: number, orgId?: string): void;
  close(): Promise<void>;
}

export interface AccountSettings {
  readonly timeZone?: string;
  readonly currency?: string;
}

export interface SandboxPortal {
  readonly portalId: number;
  readonly name: string;
  /** Of a private app; never expires. */
  readonly token: string;
  readonly client: { readonly id: string; readonly secret: string };
  readonly refreshToken: string;
  readonly planted: readonly PlantedTruth[];
  listDeals(): DealState[];
  nextDay(): CivilDate;
}

export interface SandboxOrg {
  readonly orgId: string;
  readonly name: string;
  /** What opens it: the External Client App's key and the integration user. */
  readonly clientId: string;
  readonly username: string;
  readonly privateKey: string;
  readonly planted: readonly PlantedTruth[];
  listDeals(): DealState[];
  nextDay(): CivilDate;
}
