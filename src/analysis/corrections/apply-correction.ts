import type { Correction } from "../../domain/correction.ts";
import { type Classification, partyOf, type ReasonCode, type StepLevel } from "../../domain/follow-up.ts";

const stepOf: Readonly<Record<Classification["verdict"], StepLevel>> = {
  solution: "concrete",
  vague: "vague",
  excuse: "none",
  log: "none",
};

/** The reading of a text about which a manager gave the verdict: theirs, with what of the engine's reading fits it. */
export function applyCorrection(
  read: Classification,
  { verdict, reason: given }: Pick<Correction, "verdict" | "reason">,
): Classification {
  if (verdict === null) return read;
  const step = stepOf[verdict];
  const reason = reasonFor(verdict, given ?? read.reason);
  return {
    ...read,
    verdict,
    step,
    stepKind: step === "none" ? null : (read.stepKind ?? "other"),
    due: step === "concrete" ? read.due : null,
    reason,
    party: reason === null ? null : partyOf(reason),
    confidence: 1,
    isAbstained: false,
    source: "correction",
  };
}

/** A bare record states no reason; an excuse always does. */
function reasonFor(verdict: Classification["verdict"], known: ReasonCode | null): ReasonCode | null {
  if (verdict === "log") return null;
  return known ?? (verdict === "excuse" ? "other" : null);
}
