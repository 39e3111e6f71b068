import type { StalledDeal } from "../domain/finding.ts";

/** A stalled deal that would take one of its rep's places of this date: a new flag, or a task for a flag that had none. */
export interface Candidate {
  readonly finding: StalledDeal;
  readonly isNewFlag: boolean;
}

/**
 * Deals out each rep's free places of this date: the largest amount first, then the more serious flag, then the longer
 * stall. Deals without an amount come after all with one.
 */
export function rankWithinCap(
  candidates: readonly Candidate[],
  usedPlaces: ReadonlyMap<string, number>,
  maxPerRep: number,
): { within: Candidate[]; behind: Candidate[] } {
  const left = new Map<string, number>();
  const within: Candidate[] = [];
  const behind: Candidate[] = [];
  for (const candidate of candidates.toSorted((a, b) => compareStalled(a.finding, b.finding))) {
    const { repId } = candidate.finding;
    const places = left.get(repId) ?? maxPerRep - (usedPlaces.get(repId) ?? 0);
    (places > 0 ? within : behind).push(candidate);
    left.set(repId, places - 1);
  }
  return { within, behind };
}

/** From the most serious on. */
const severity: readonly StalledDeal["flag"][] = ["broken", "excuse", "silent", "vague", "solution"];

/** By amount, then by seriousness of the flag, then by length of the stall; deals without an amount come last. */
export function compareStalled(a: StalledDeal, b: StalledDeal): number {
  return (
    (b.amount ?? -Infinity) - (a.amount ?? -Infinity) ||
    severity.indexOf(a.flag) - severity.indexOf(b.flag) ||
    b.stall.days - a.stall.days ||
    (a.dealId < b.dealId ? -1 : 1)
  );
}
