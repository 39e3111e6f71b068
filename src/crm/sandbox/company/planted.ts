import type { Flag } from "../../../domain/flag.ts";
import type { ReasonCode } from "../../../domain/follow-up.ts";
import type { StallRule } from "../../../domain/stall.ts";
import type { Language } from "../../../domain/tenant.ts";
import type { CivilDate } from "../../../domain/time.ts";

/** What a deal was made to be. */
export type PlantedDealKind =
  | "moving"
  | "new"
  | "stalled"
  | "booked-meeting"
  | "inferred-link"
  | "no-creation-date"
  | "no-owner"
  | "inactive-owner"
  | "automated-only"
  | "no-answer-only";

/** A truth put into the company on purpose, for tests and for the demo's claims. */
export type PlantedTruth =
  | {
      readonly on: "deal";
      readonly kind: PlantedDealKind;
      readonly dealId: string;
      readonly repId: string | null;
      /** The rule that must name the stall; null when the deal must not be flagged. */
      readonly rule: StallRule | null;
      readonly flag: Flag | null;
      readonly reason: ReasonCode | null;
      /** Due date of the own step in the last follow-up. */
      readonly due: CivilDate | null;
      /** The last follow-up, as written; null: none. */
      readonly text: string | null;
      readonly language: Language;
    }
  | {
      readonly on: "rep";
      readonly kind: "absent" | "below-norm" | "selling-manager" | "deactivated" | "ordinary";
      readonly repId: string;
      readonly since: CivilDate | null;
    }
  | {
      readonly on: "segment";
      readonly kind: "price-problem";
      readonly industry: string;
      readonly dealIds: readonly string[];
    };
