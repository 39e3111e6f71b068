import type { Finding } from "../domain/finding.ts";

/** How many findings of each kind a night brought; `below` counts people and periods, not people; `vanished` is named where there are any. */
export function countFindings(findings: readonly Finding[]): Record<string, number> {
  const counts: Record<string, number> = { moving: 0, stalled: 0, "not-judged": 0, failed: 0, below: 0 };
  for (const finding of findings) {
    const name = finding.kind === "norm" ? finding.judgement.status : finding.kind;
    if (name in counts || name === "vanished") counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
