/** How deals of a stage usually fare. Days are whole unless said otherwise. */
export interface StageClock {
  readonly pipelineId: string;
  readonly stageId: string;
  /** Median stay of the deals that went on; deals that are still there count as far as they came. */
  readonly usualDays: number;
  /** Beyond it a deal is stalled. Before the deal's size is allowed for. */
  readonly limitDays: number;
  /** The earlier limit of a deal whose buyer was out of contact for longer than usual in this stage. */
  readonly quietLimitDays: number;
  /** The limit beyond which attempts to reach the buyer are no movement any more; null: they always are. */
  readonly triedLimitDays: number | null;
  /** The deals the limits were learned from, and how many of them stayed within all. */
  readonly sample: number;
  readonly within: number;
  readonly basis: LimitBasis;
}

/** How long the buyer of a won deal was out of contact in a stage. Before rep and size are allowed for. */
export interface SilenceLimit {
  readonly pipelineId: string;
  readonly stageId: string;
  /** Median of the longest silences of won deals. */
  readonly usualDays: number;
  readonly limitDays: number;
  readonly sample: number;
  readonly within: number;
  readonly basis: LimitBasis;
}

/** `stage`: learned there; `pipeline`, `account`: borrowed, as there was too little; `guess`: a stated default. */
export type LimitBasis = "stage" | "pipeline" | "account" | "guess";

export const sizeClasses = ["small", "medium", "large"] as const;
export type SizeClass = (typeof sizeClasses)[number];

/** What differs between the deals of one pipeline beyond their stage. */
export interface PipelineHabits {
  readonly pipelineId: string;
  /** Amounts up to the first are small, above the second large. Null: too few amounts to tell. */
  readonly sizeBounds: readonly [number, number] | null;
  /** By how much the stays and silences of a size class, and the silences of a rep, are longer than others'; 1: the same. */
  readonly stayFactors: Readonly<Record<SizeClass, number>>;
  readonly silenceFactors: Readonly<Record<SizeClass, number>>;
  readonly repFactors: Readonly<Record<string, number>>;
  /** How often, and by how many days in all, the close date of a won deal was moved later at most. */
  readonly pushes: { readonly times: number; readonly days: number; readonly sample: number };
  /** Deals above this amount were rarely won through one contact person; null where they were, or nobody knows. */
  readonly severalContactsAbove: number | null;
  readonly risk: RiskModel;
}

/** What a risk is made of. */
export const riskParts = [
  "stage-age",
  "silence",
  "close-date-pushed",
  "close-date-past",
  "no-next-step",
  "single-threaded",
  "booked",
  "stage",
] as const;
export type RiskPart = (typeof riskParts)[number];

/** Log-odds that a deal is not won: a base, a weight for every part, and what being in a stage adds. */
export interface RiskModel {
  readonly base: number;
  readonly weights: Readonly<Record<Exclude<RiskPart, "stage">, number>>;
  readonly stages: Readonly<Record<string, number>>;
  /** Deals it was learned from; 0: all weights are stated. */
  readonly sample: number;
}

/** Everything about stalls that an account's past taught. */
export interface StallModel {
  readonly clocks: readonly StageClock[];
  readonly silences: readonly SilenceLimit[];
  readonly habits: readonly PipelineHabits[];
}
