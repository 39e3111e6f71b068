import type { DealFinding, NormFinding, StalledDeal } from "../domain/finding.ts";
import type { Flag } from "../domain/flag.ts";

/** How much a flag asks of the manager; at equal amounts the more severe comes first. */
const severity: Readonly<Record<Flag, number>> = {
  broken: 5,
  excuse: 4,
  silent: 3,
  vague: 2,
  solution: 1,
  moving: 0,
};

/** Deals by amount, then by severity of their flag, then by id; deals without an amount come last. */
export function rankDeals(deals: readonly StalledDeal[]): StalledDeal[] {
  return deals.toSorted(
    (a, b) =>
      (b.amount ?? -1) - (a.amount ?? -1) ||
      severity[b.flag] - severity[a.flag] ||
      (a.dealId < b.dealId ? -1 : 1),
  );
}

/** How many findings of each kind a night brought; `below` counts people and periods, not people. */
export function countFindings(findings: readonly (DealFinding | NormFinding)[]): Record<string, number> {
  const counts: Record<string, number> = { moving: 0, stalled: 0, "not-judged": 0, failed: 0, below: 0 };
  for (const finding of findings) {
    const name = finding.kind === "norm" ? finding.judgement.status : finding.kind;
    if (name in counts) counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
