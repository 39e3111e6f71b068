import type { CivilDate, Moment } from "../../domain/time.ts";
import type { DealState } from "./company/company.ts";
import type { DealChanges, Touch, TouchKind } from "./company/model.ts";
import type { PlantedTruth } from "./company/planted.ts";
import type { Edit } from "./core.ts";
import type { FaultSwitches } from "./faults.ts";
import type { PortalSnapshot } from "./hubspot/snapshot.ts";
import type { RequestLog } from "./request-log.ts";

/** A running simulator and the hands to play with it. Edits without a portal id go to the first portal. */
export interface Sandbox {
  readonly url: string;
  readonly portals: readonly SandboxPortal[];
  /** The app's OAuth client, the same for all portals. */
  readonly client: { readonly id: string; readonly secret: string };
  readonly faults: FaultSwitches;
  readonly requests: RequestLog;
  now(): Moment;
  /** Jumps ahead; milliseconds. Budgets and token life follow real time and do not jump. */
  advance(ms: number): void;
  /** Plays the company's next day; events carry that day's moments. */
  advanceDay(portalId?: number): void;
  /** Any edit; the named ones below are short for the usual ones. Returns the id of what was made or changed. */
  edit(edit: Edit, portalId?: number): string;
  moveDeal(dealId: string, stageId: string, portalId?: number): void;
  setDeal(dealId: string, changes: DealChanges, portalId?: number): void;
  addNote(dealId: string, text: string, portalId?: number): string;
  addCall(dealId: string, call?: { text?: string; isAnswered?: boolean }, portalId?: number): string;
  archiveDeal(dealId: string, portalId?: number): void;
  mergeDeals(survivorId: string, loserId: string, portalId?: number): void;
  deleteTask(taskId: string, portalId?: number): void;
  completeTask(taskId: string, portalId?: number): void;
  addTouch(touch: Partial<Omit<Touch, "id">> & { readonly kind: TouchKind }, portalId?: number): string;
  /** Refuses every change of a deal by API with a validation error; null lifts the rule. */
  refuseDeal(dealId: string, message: string | null, portalId?: number): void;
  /** Marks a property as used by a list or workflow, so that it cannot be archived. */
  setPropertyInUse(name: string, isInUse: boolean, portalId?: number): void;
  snapshot(portalId?: number): PortalSnapshot;
  close(): Promise<void>;
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
