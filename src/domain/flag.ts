import type { Party, ReasonCode } from "./follow-up.ts";
import type { StallRule } from "./stall.ts";
import type { CivilDate } from "./time.ts";

export const flags = ["moving", "solution", "vague", "excuse", "silent", "broken"] as const;
export type Flag = (typeof flags)[number];

/** What Norma writes onto a deal. Null means empty in the CRM. */
export interface DealFields {
  readonly flag: Flag | null;
  readonly stalledSince: CivilDate | null;
  readonly usualDays: number | null;
  readonly stallRule: StallRule | null;
  readonly reason: ReasonCode | null;
  readonly reasonOwner: Party | null;
  /** At most 280 characters. */
  readonly evidence: string | null;
  readonly promiseDue: CivilDate | null;
  readonly repeats: number | null;
  readonly contradiction: string | null;
  readonly ask: string | null;
}

/** Written by people, read back every night, never overwritten. */
export type Contest = "agree" | "contest" | null;

export const emptyDealFields: DealFields = {
  flag: null,
  stalledSince: null,
  usualDays: null,
  stallRule: null,
  reason: null,
  reasonOwner: null,
  evidence: null,
  promiseDue: null,
  repeats: null,
  contradiction: null,
  ask: null,
};
