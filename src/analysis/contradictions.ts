import type { ActivityKind } from "../domain/activity.ts";
import type { DealFacts, DealTouch } from "../domain/deal-facts.ts";
import type { FollowUpReading } from "../domain/finding.ts";
import { type CivilDate, msPerDay, toCivilDate } from "../domain/time.ts";
import { dateOf, fill, type Phrases } from "./phrases.ts";
import type { StallContext } from "./stalls/stall-context.ts";
import { isContact, lastAt } from "./stalls/touches.ts";

/** Where a stated reason and the record disagree. */
export type Contradiction =
  | { readonly kind: "price-without-proposal" }
  | { readonly kind: "answered-since"; readonly date: CivilDate }
  | { readonly kind: "no-attempt-since"; readonly date: CivilDate }
  | { readonly kind: "no-attempt" };

export interface ContradictionContext
  extends Pick<StallContext, "now" | "timeZone" | "unmeasuredKinds" | "activitiesSince"> {
  readonly settings: Pick<StallContext["settings"], "noNextStepDays">;
  /** Kinds of which the account has any on record; a kind nobody ever logs proves nothing by its absence. */
  readonly recordedKinds: ReadonlySet<ActivityKind>;
}

/**
 * Does the record speak against the reason? Only where the record is known to reach back far enough and the channel in
 * question is in use; silence of the record alone is no contradiction.
 */
export function findContradiction(
  reading: FollowUpReading,
  facts: DealFacts,
  context: ContradictionContext,
): Contradiction | null {
  switch (reading.classification.reason) {
    case "price":
      return hasProposalMissing(facts, context) ? { kind: "price-without-proposal" } : null;
    case "no_response":
      return findAnswer(reading, facts, context) ?? findMissingAttempt(reading, facts, context);
    default:
      return null;
  }
}

/** The contradiction as a sentence that stays the same from night to night. */
export function describeContradiction(contradiction: Contradiction, phrases: Phrases): string {
  const date = "date" in contradiction ? dateOf(contradiction.date, phrases) : "";
  return fill(phrases.contradictions[contradiction.kind], { date });
}

function hasProposalMissing(facts: DealFacts, context: ContradictionContext): boolean {
  if (!context.recordedKinds.has("proposal") || context.unmeasuredKinds.has("proposal")) return false;
  if (!isRecordedSince(facts.deal.createdAt, context)) return false;
  return !facts.touches.some(({ kind, createdAt }) => kind === "proposal" && createdAt <= context.now);
}

function findAnswer(
  reading: FollowUpReading,
  { touches }: DealFacts,
  { now, timeZone }: ContradictionContext,
): Contradiction | null {
  const answer = touches.find(
    (touch) => touch.direction === "inbound" && touch.at > reading.writtenAt && isContact(touch, now),
  );
  return answer === undefined ? null : { kind: "answered-since", date: toCivilDate(answer.at, timeZone) };
}

// Automated mails are attempts too: the point is whether the buyer was approached, not by whose hand.
function findMissingAttempt(
  reading: FollowUpReading,
  { deal, touches }: DealFacts,
  context: ContradictionContext,
): Contradiction | null {
  const from = reading.writtenAt - context.settings.noNextStepDays * msPerDay;
  if (attemptKinds.some((kind) => context.unmeasuredKinds.has(kind))) return null;
  if (!attemptKinds.some((kind) => context.recordedKinds.has(kind))) return null;
  if (deal.createdAt === null || deal.createdAt > from || !isRecordedSince(from, context)) return null;
  const known = touches.filter(({ at, createdAt }) => at <= context.now && createdAt <= context.now);
  const attemptAt = lastAt(known, isAttempt);
  if (attemptAt === null)
    return isRecordedSince(deal.createdAt, context) && known.length > 0 ? { kind: "no-attempt" } : null;
  if (attemptAt >= from) return null;
  return { kind: "no-attempt-since", date: toCivilDate(attemptAt, context.timeZone) };
}

const attemptKinds = ["call", "email", "meeting"] as const;

function isAttempt({ kind, direction, source }: DealTouch): boolean {
  return source !== "norma" && direction !== "inbound" && kind !== "note" && kind !== "task";
}

function isRecordedSince(at: number | null, { activitiesSince }: ContradictionContext): boolean {
  return at !== null && (activitiesSince === null || at >= activitiesSince);
}
