import type { DealChange, DealHistory, StageSpell } from "../domain/deal.ts";

/** What is stored of one deal. */
export interface StoredHistory {
  readonly spells: readonly StageSpell[];
  readonly changes: readonly DealChange[];
  readonly isComplete: boolean;
}

/**
 * What the CRM remembers takes the place of what is stored for the same stretch of time. What is older, and cut off in
 * the CRM meanwhile, is kept; a spell that was open then is closed where the new ones begin. A cut-off history is
 * still complete when what was stored was complete and reaches up to its first spell.
 */
export function mergeHistory(stored: StoredHistory, read: DealHistory): StoredHistory {
  if (read.isComplete) return read;
  const start = Math.min(...read.spells.map(({ enteredAt }) => enteredAt));
  const older = stored.spells
    .filter(({ enteredAt }) => enteredAt < start)
    .map((spell) => (spell.leftAt === null && start !== Infinity ? { ...spell, leftAt: start } : spell));
  const keyOf = ({ field, at }: DealChange) => `${field} ${at}`;
  const reread = new Set(read.changes.map(keyOf));
  return {
    spells: [...older, ...read.spells],
    changes: [...stored.changes.filter((change) => !reread.has(keyOf(change))), ...read.changes],
    isComplete: stored.isComplete && stored.spells.some(({ enteredAt }) => enteredAt === start),
  };
}
