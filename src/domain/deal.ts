import type { DescriptionVersion } from "./description.ts";
import type { CivilDate, Moment } from "./time.ts";

export interface Stage {
  readonly id: string;
  readonly label: string;
  readonly position: number;
  readonly outcome: DealOutcome;
}

export interface Pipeline {
  readonly id: string;
  readonly label: string;
  readonly stages: readonly Stage[];
}

export type DealOutcome = "open" | "won" | "lost";

export interface Deal {
  readonly id: string;
  readonly name: string;
  readonly pipelineId: string;
  readonly stageId: string;
  readonly outcome: DealOutcome;
  readonly ownerId: string | null;
  /** In the account's home currency where the CRM converts it, else in `currency`. */
  readonly amount: number | null;
  readonly currency: string | null;
  /** Null when the CRM holds none: an unknown age is never an age of 0 days. */
  readonly createdAt: Moment | null;
  readonly closeDate: CivilDate | null;
  /** The free-text next-step field and when it was last changed (null: unknown). */
  readonly nextStep: { readonly text: string; readonly updatedAt: Moment | null } | null;
  readonly modifiedAt: Moment;
}

/** One stay of a deal in a stage. `leftAt` is null while it lasts. */
export interface StageSpell {
  readonly dealId: string;
  readonly stageId: string;
  readonly enteredAt: Moment;
  readonly leftAt: Moment | null;
}

/** A change of a deal's value that matters for judging: pushes of the close date, hand-overs, discounts. */
export interface DealChange {
  readonly dealId: string;
  readonly field: "amount" | "close-date" | "owner";
  readonly at: Moment;
  /** As the CRM gave it: a number, a civil date or an owner id; null when cleared. */
  readonly value: string | null;
}

/** What happened to one deal as the CRM remembers it. `isComplete` is false when older revisions were cut off. */
export interface DealHistory {
  readonly dealId: string;
  readonly spells: readonly StageSpell[];
  readonly changes: readonly DealChange[];
  readonly isComplete: boolean;
  /** What the description said before, oldest first; absent where the CRM keeps no former texts. */
  readonly descriptions?: readonly DescriptionVersion[];
}
