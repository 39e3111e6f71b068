import type { ActivityRecord } from "../import/to-activity.ts";
import type { DealRecord } from "../import/to-deal.ts";

/** Everything the files held, as they had it. */
export interface Export {
  readonly deals: readonly DealRecord[];
  readonly activities: readonly ActivityRecord[];
  /** True when the deals file tells when deals entered their stages. */
  readonly hasStageDates: boolean;
  /** Is any activity linked to a deal, so that something can be said about contact on deals? */
  readonly hasLinks: boolean;
}
