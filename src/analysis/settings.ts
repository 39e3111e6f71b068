import type { StreamSettings } from "./norms/stream-state.ts";

/** The part of the product settings that norms are learned and judged by. Shaped like `product.norms`. */
export interface NormSettings extends StreamSettings {
  /** Worked days after which somebody has a habit, whose end is an absence. */
  readonly minWorkedDays: number;
  /** How many times rarer than in a backtest a night calls something low. */
  readonly rarerForPeople: number;
}

/** The part of the product settings that stalls are learned and found by. Shaped like `product.stalls`. */
export interface StallSettings {
  readonly maxWonFlagged: number;
  readonly maxWinRatio: number;
  readonly minEnded: number;
  readonly maxLearnedDeals: number;
  readonly longStayShare: number;
  readonly silenceQuantile: number;
  readonly minSample: number;
  readonly borrowedStays: number;
  readonly factorStrength: number;
  readonly guessStageLimitDays: number;
  readonly guessStageUsualDays: number;
  readonly guessSilenceLimitDays: number;
  readonly guessSilenceUsualDays: number;
  readonly newDealDays: number;
  readonly movedWithinDays: number;
  readonly bookedWithinDays: number;
  readonly maxPushes: number;
  readonly maxPushedDays: number;
  readonly noNextStepDays: number;
  readonly severalContactsShare: number;
}

/** How much Norma may show at once. Shaped like `product.flags`. */
export interface FlagSettings {
  readonly maxNewPerRepAndNight: number;
  readonly maxEvidenceLength: number;
  readonly taskDueWorkingDays: number;
  readonly quietAfterTaskDays: number;
}
