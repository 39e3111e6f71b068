import type { Moment } from "./time.ts";

/** A person who owns deals. `id` is the id that deals and activities carry (HubSpot owner id, Salesforce user id). */
export interface Rep {
  readonly id: string;
  /** The CRM's user id where it differs from `id`; null when the CRM does not say. */
  readonly userId: string | null;
  readonly name: string;
  readonly email: string | null;
  /** False when archived or deactivated: old facts still need the name, norms and tasks do not. */
  readonly isActive: boolean;
  readonly teamIds: readonly string[];
}

export interface Team {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
  /** Null until an admin maps it: HubSpot has no manager field. */
  readonly managerRepId: string | null;
}

export interface People {
  readonly reps: readonly Rep[];
  readonly teams: readonly Team[];
}

/** A stretch of time for which somebody's calendar or settings say: away. */
export interface TimeOff {
  readonly repId: string;
  readonly from: Moment;
  /** The first moment after it. */
  readonly to: Moment;
}
