import type { StalledDeal } from "../domain/finding.ts";

/** A stalled deal that would take one of its rep's places of this date: a new flag, or a task for a flag that had none. */
export interface Candidate {
  readonly finding: StalledDeal;
  readonly isNewFlag: boolean;
}

/**
 * Deals out each rep's free places of this date: the most money at risk first, then the more serious flag, then the longer
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

/** By money at risk, then by seriousness of the flag, then by length of the stall; deals without an amount come last. */
export function compareStalled(a: StalledDeal, b: StalledDeal): number {
  return (
    compareDescending(moneyAtRisk(a), moneyAtRisk(b)) ||
    severity.indexOf(a.flag) - severity.indexOf(b.flag) ||
    b.stall.days - a.stall.days ||
    (a.dealId < b.dealId ? -1 : 1)
  );
}

// What is lost on average when nothing is done: the amount times the chance that the deal is not won.
function moneyAtRisk({ amount, stall }: StalledDeal): number {
  return amount === null ? -Infinity : amount * stall.risk.chance;
}

// A difference of two infinities would be no number.
function compareDescending(a: number, b: number): number {
  return a === b ? 0 : b - a;
}
