import type { ReasonCode, Verdict } from "./follow-up.ts";
import type { Moment } from "./time.ts";

/** How likely the shared engine took each verdict to be. */
export type Probabilities = Readonly<Record<Verdict, number>>;

/** What a person said about the reading of one follow-up: a labelled example of one tenant, without the text. */
export interface Correction {
  readonly id: string;
  readonly dealId: string;
  readonly followUpId: string;
  /** `manager`: given with `norma correct`; `contest`: read back from the deal's field, which anybody on the deal may fill. */
  readonly origin: "manager" | "contest";
  /** The right verdict; null when it was only said that the shown one is wrong. */
  readonly verdict: Verdict | null;
  /** The right reason; null when nothing was said about it. */
  readonly reason: ReasonCode | null;
  /** What Norma had read. */
  readonly shown: Verdict;
  /** Null when the engine does not judge the text (another language): then nothing can be learned from it. */
  readonly probabilities: Probabilities | null;
  /** The engine that gave the probabilities. */
  readonly engine: string;
  /** Tells whether the text was edited since; null once the text itself is no longer kept. */
  readonly textHash: string | null;
  readonly givenAt: Moment;
}
