import type { CivilDate } from "./time.ts";

/** In the order in which they are asked: the first that fires names the stall. */
export const stallRules = [
  "stage-age",
  "silence",
  "close-date-past",
  "close-date-pushed",
  "no-next-step",
] as const;
export type StallRule = (typeof stallRules)[number];

/** How long deals usually stay in a stage before they go on, learned from spells that ended in going on. */
export interface StageClock {
  readonly pipelineId: string;
  readonly stageId: string;
  /** Median, whole days. */
  readonly usualDays: number;
  /** The 90 % point, whole days: beyond it a deal is stalled. */
  readonly limitDays: number;
  readonly sample: number;
  /** `stage`: own spells; `pipeline`: too few of its own, those of the pipeline's other stages; `guess`: a stated default. */
  readonly basis: "stage" | "pipeline" | "guess";
}

/** Longest silence that deals survived: the 95 % point of the longest gap of won deals, whole days. */
export interface SilenceLimit {
  readonly pipelineId: string;
  readonly usualDays: number;
  readonly limitDays: number;
  readonly sample: number;
  readonly basis: "pipeline" | "account" | "guess";
}

/** One rule that fired on a deal, with what it counted. */
export interface StallSign {
  readonly rule: StallRule;
  readonly since: CivilDate;
  /** What was measured and the limit it passed: days, or times for `close-date-pushed`. */
  readonly observed: number;
  readonly threshold: number;
  readonly unit: "days" | "times";
  readonly sample: number;
  /** How many of `sample` stayed within the threshold, at least; 0 when the threshold is stated or guessed. */
  readonly within: number;
  readonly basis: "stage" | "pipeline" | "account" | "guess" | "stated";
}

/** A deal that stopped moving. `signs` holds every rule that fired, the naming one first. */
export interface Stall {
  readonly dealId: string;
  readonly since: CivilDate;
  readonly days: number;
  readonly usualDays: number | null;
  readonly rule: StallRule;
  readonly signs: readonly StallSign[];
}
