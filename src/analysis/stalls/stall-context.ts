import type { ActivityKind } from "../../domain/activity.ts";
import type { DealFacts } from "../../domain/deal-facts.ts";
import type { CivilDate, Moment } from "../../domain/time.ts";
import type { StallSettings } from "../settings.ts";

/** What must be known beside a deal's facts to judge it. */
export interface StallContext {
  readonly settings: StallSettings;
  /** What counts as now: nothing that happened or became known later may matter. */
  readonly now: Moment;
  /** IANA name; civil dates are read in it. */
  readonly timeZone: string;
  /** People who work here today. */
  readonly activeRepIds: ReadonlySet<string>;
  /** People of whom any activity of any kind is on record; without any the record is incomplete, not the work. */
  readonly recordedRepIds: ReadonlySet<string>;
  /** People who usually work and have been silent in every channel for a week. */
  readonly absentRepIds: ReadonlySet<string>;
  /** Kinds that cannot be read with this token. */
  readonly unmeasuredKinds: ReadonlySet<ActivityKind>;
  /** From when on activities were read; a silence is never counted from before. Null when there is no such bound. */
  readonly activitiesSince: Moment | null;
}

/** The due date of the rep's own open promise on the deal, null without one. Asked only when it can matter. */
export type FindPromiseDue = (facts: DealFacts) => CivilDate | null;
