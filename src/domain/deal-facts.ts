import type { Activity } from "./activity.ts";
import type { Deal, DealChange, StageSpell } from "./deal.ts";
import type { Episode } from "./finding.ts";
import type { Contest, DealFields } from "./flag.ts";
import type { FollowUp } from "./follow-up.ts";

/** An activity as seen from one deal. */
export type DealTouch = Pick<
  Activity,
  "kind" | "repId" | "at" | "direction" | "result" | "isConnected" | "source" | "createdAt"
> & { readonly isInferred: boolean };

/** Everything the analysis knows about one deal. Lists are in order of time. */
export interface DealFacts {
  readonly deal: Deal;
  readonly spells: readonly StageSpell[];
  readonly changes: readonly DealChange[];
  readonly isHistoryComplete: boolean;
  readonly contactCount: number;
  readonly touches: readonly DealTouch[];
  readonly followUps: readonly FollowUp[];
  /** Words of the deal's description that nobody knows the age of: no follow-up, but worth a look. Absent when there are none. */
  readonly background?: string;
  readonly fields: DealFields;
  readonly contest: Contest;
  /** The stall that is already known, with its frozen start and usual length. */
  readonly episode: Episode | null;
}
