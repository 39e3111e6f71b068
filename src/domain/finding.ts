import type { ActivityKind } from "./activity.ts";
import type { DealFields, Flag } from "./flag.ts";
import type { Classification } from "./follow-up.ts";
import type { Metric, NormJudgement } from "./norm.ts";
import type { Stall, StallRule } from "./stall.ts";
import type { CivilDate, Moment } from "./time.ts";

/** Why a deal was left without a judgement. Missing data is never missing work. */
export type NotJudged =
  | "closed"
  | "no-owner"
  // Or new to its owner.
  | "new"
  | "unknown-age"
  | "incomplete-data"
  | "inactive-owner"
  | "absent-owner";

/** The text that decided, with its reading. */
export interface FollowUpReading {
  readonly followUpId: string;
  readonly repId: string | null;
  readonly writtenAt: Moment;
  readonly classification: Classification;
  /** The clause that decided, the rep's own words. */
  readonly quote: string;
}

/** One judgement about one deal. */
export type DealFinding =
  | { readonly kind: "moving"; readonly dealId: string }
  | { readonly kind: "not-judged"; readonly dealId: string; readonly because: NotJudged }
  | { readonly kind: "failed"; readonly dealId: string; readonly problem: string }
  /** The CRM shows it neither as live nor as deleted. */
  | { readonly kind: "vanished"; readonly dealId: string }
  | {
      readonly kind: "stalled";
      readonly dealId: string;
      readonly repId: string;
      readonly amount: number | null;
      readonly stall: Stall;
      readonly flag: Exclude<Flag, "moving">;
      /** Null when nothing was written since the stall began. */
      readonly reading: FollowUpReading | null;
      /** The deal's undated description, where nothing else was written. */
      readonly background?: string;
      /** What the deal should show in the CRM if this finding is flagged. */
      readonly fields: DealFields;
    };

export type StalledDeal = Extract<DealFinding, { kind: "stalled" }>;

/** One judgement about one rep's activity in one period. Only `below` ever reaches a person. */
export interface NormFinding {
  readonly kind: "norm";
  readonly judgement: NormJudgement;
  /** Counts in words: what was expected, what was seen, from how many periods. */
  readonly explanation: string;
}

/** A channel stopped recording for these people: one case for whoever runs the CRM, and no finding about anybody. */
export interface SilentChannelFinding {
  readonly kind: "silent-channel";
  readonly metric: Metric;
  /** In order of ids. */
  readonly repIds: readonly string[];
  readonly explanation: string;
}

/** Many open deals are shown no more though none is marked as deleted: one case for whoever runs the CRM, and no finding about anybody. */
export interface VanishedDealsFinding {
  readonly kind: "vanished-deals";
  readonly vanished: number;
  /** Open deals in all. */
  readonly known: number;
  readonly explanation: string;
}

/** More activities of a kind were deleted at once than people delete: they count on, and whoever runs the CRM is told. */
export interface DeletedActivitiesFinding {
  readonly kind: "deleted-activities";
  readonly activityKind: ActivityKind;
  readonly lost: number;
  /** All of the kind. */
  readonly known: number;
  readonly explanation: string;
}

/** For whoever runs the CRM; nothing of it is about a rep. */
export type CaseFinding = SilentChannelFinding | VanishedDealsFinding | DeletedActivitiesFinding;

export type Finding = DealFinding | NormFinding | CaseFinding;

/**
 * One stall of one deal from its first night to its end. Rule, start and usual length are frozen when it opens,
 * so that no property on the deal changes by itself. `listed` episodes wait behind the nightly cap and show nothing in the CRM.
 */
export interface Episode {
  readonly id: string;
  readonly dealId: string;
  readonly rule: StallRule;
  readonly since: CivilDate;
  readonly usualDays: number | null;
  readonly state: "listed" | "flagged" | "closed";
  readonly openedOn: CivilDate;
  readonly flaggedOn: CivilDate | null;
}

/** One of our tasks that is over: Norma took it back because the deal moved, or a person closed it. */
export interface EndedTask {
  readonly dealId: string;
  readonly rule: StallRule;
  /** Whose it was. */
  readonly ownerId: string | null;
  readonly endedOn: CivilDate;
  /** It was about a promise that was not kept. */
  readonly wasBroken: boolean;
  /** How often in a row the reason had been given by then. */
  readonly repeats: number;
}
