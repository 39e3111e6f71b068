import type { LimitBasis, RiskPart } from "./stall-model.ts";
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

/** All that may speak against a deal. `single-threaded` names no stall, it is told beside the rule that does. */
export const signRules = [...stallRules, "single-threaded"] as const;
export type SignRule = (typeof signRules)[number];

/** One rule that fired on a deal, with what it counted. */
export interface StallSign {
  readonly rule: SignRule;
  readonly since: CivilDate;
  /** What was measured and the limit it passed: days, times for pushes, persons for `single-threaded`. */
  readonly observed: number;
  readonly threshold: number;
  readonly unit: "days" | "times" | "persons";
  readonly sample: number;
  /** How many of `sample` stayed within the threshold, at least; 0 when the threshold is stated or guessed. */
  readonly within: number;
  readonly basis: LimitBasis | "stated";
}

/** The chance that a deal is not won, and what it is made of. For ranking only: it flags nothing. */
export interface StallRisk {
  readonly chance: number;
  /** Log-odds that each part adds to those of a deal with nothing unusual (or takes from them), the heaviest first. */
  readonly parts: readonly { readonly part: RiskPart; readonly logOdds: number }[];
  readonly basis: "learned" | "guess";
}

/** A deal that stopped moving. `signs` holds every rule that fired, the naming one first. */
export interface Stall {
  readonly dealId: string;
  readonly since: CivilDate;
  readonly days: number;
  readonly usualDays: number | null;
  readonly rule: StallRule;
  readonly signs: readonly StallSign[];
  readonly risk: StallRisk;
}
