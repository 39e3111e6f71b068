import type { FollowUpInput } from "../analysis/follow-ups/classify-follow-up.ts";
import type { Classification } from "../domain/follow-up.ts";

/** A text with what the embedded engine made of it. */
export interface Question {
  readonly input: FollowUpInput;
  readonly embedded: Classification;
}

export interface Asking {
  /** Whose caps and cache count. */
  readonly tenantId: string;
  readonly signal?: AbortSignal;
}

/** What became of the questions. */
export interface JudgeCounts {
  /** Calls made, repair tries included. */
  readonly calls: number;
  readonly answered: number;
  readonly cached: number;
  /** Left to the embedded result because a daily cap was reached, or because the judge failed or is given a rest. */
  readonly capped: number;
  readonly failed: number;
  readonly tokens: number;
}

export interface Judged {
  /** One for each question, in their order. Never throws for what the judge does: the embedded result stands then. */
  readonly classifications: readonly Classification[];
  readonly counts: JudgeCounts;
}

/** Who decides about texts that the embedded engine abstains from. */
export interface Judge {
  read(questions: readonly Question[], asking: Asking): Promise<Judged>;
}

const noCounts: JudgeCounts = { calls: 0, answered: 0, cached: 0, capped: 0, failed: 0, tokens: 0 };

/** The default: what the engine abstains from stays undecided, and nothing leaves the machine. */
export const embeddedJudge: Judge = {
  read: async (questions) => ({
    classifications: questions.map(({ embedded }) => embedded),
    counts: noCounts,
  }),
};
