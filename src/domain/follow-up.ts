import type { CivilDate, Moment } from "./time.ts";

/** Why a deal is not moving, as the rep states it. The labelling guide defines each code. */
export const reasonCodes = [
  "price",
  "budget",
  "timing",
  "no_response",
  "decision_maker",
  "competitor",
  "product_fit",
  "terms",
  "trust",
  "need",
  "lead_quality",
  "internal",
  "workload",
  "market",
  "other",
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

/** Who can fix a reason. */
export const parties = ["rep", "manager", "company", "customer", "market"] as const;
export type Party = (typeof parties)[number];

export const stepKinds = [
  "call",
  "meeting",
  "proposal",
  "email",
  "demo",
  "internal",
  "visit",
  "other",
] as const;
export type StepKind = (typeof stepKinds)[number];

export const stepLevels = ["none", "vague", "concrete"] as const;
export type StepLevel = (typeof stepLevels)[number];

export const verdicts = ["solution", "vague", "excuse", "log"] as const;
export type Verdict = (typeof verdicts)[number];

export const followUpChannels = [
  "note",
  "call",
  "task",
  "next_step",
  "description",
  "email",
  "meeting",
] as const;
export type FollowUpChannel = (typeof followUpChannels)[number];

/** What a rep wrote about a deal, without quoted mail and signature. */
export interface FollowUp {
  /** Id of the activity it came from, `next-step:<deal id>`, or `description:<hash of words and moment>`. */
  readonly id: string;
  readonly dealId: string;
  readonly repId: string | null;
  readonly writtenAt: Moment;
  readonly channel: FollowUpChannel;
  readonly text: string;
}

/** A stretch of the rep's own words, in UTF-16 offsets of the text that was given. */
export interface EvidenceSpan {
  readonly start: number;
  readonly end: number;
  readonly kind: "step" | "vague" | "reason" | "settled" | "theirs" | "past";
}

/** What one text says. `verdict` follows from `step` and `reason` and is never guessed. */
export interface Classification {
  readonly language: "en" | "pl" | "ru" | "other";
  readonly verdict: Verdict;
  readonly step: StepLevel;
  readonly stepKind: StepKind | null;
  readonly due: CivilDate | null;
  readonly reason: ReasonCode | null;
  readonly party: Party | null;
  readonly evidence: readonly EvidenceSpan[];
  /** 0..1; how sure the verdict is. */
  readonly confidence: number;
  /** True when the text is not judged (another language, too unsure): it must not count against anybody. */
  readonly isAbstained: boolean;
  /** Who read it when it was not the embedded engine alone: the judge that was asked, or a manager who corrected the reading. */
  readonly source?: "judge" | "correction";
  /** True when the judge should have been asked and could not: the embedded engine's result stands. */
  readonly isDegraded?: boolean;
}

/** How one tenant's readings differ from the shared engine's, learned from that tenant's corrections. */
export interface Adjustment {
  /** Added to the log odds of each verdict. */
  readonly biases: Readonly<Record<Verdict, number>>;
  /** Replaces the confidence below which a text is not judged; null leaves it. */
  readonly minConfidence: number | null;
}

const partyOfReason: Readonly<Record<ReasonCode, Party>> = {
  price: "manager",
  budget: "customer",
  timing: "customer",
  no_response: "rep",
  decision_maker: "customer",
  competitor: "company",
  product_fit: "company",
  terms: "manager",
  trust: "company",
  need: "rep",
  lead_quality: "company",
  internal: "company",
  workload: "manager",
  market: "market",
  other: "rep",
};

/** Who can fix a reason, derived from its code: a true reason is routed, not held against the rep. */
export function partyOf(reason: ReasonCode): Party {
  return partyOfReason[reason];
}

/** The verdict as the labelling guide derives it. */
export function verdictOf(step: StepLevel, reason: ReasonCode | null): Verdict {
  if (step === "concrete") return "solution";
  if (step === "vague") return "vague";
  return reason === null ? "log" : "excuse";
}
