import type { EndedTask, StalledDeal } from "../domain/finding.ts";
import { type CivilDate, daysBetween } from "../domain/time.ts";

/** Twice is a repetition. */
const minRepeats = 2;

/**
 * Did the rep have a task for this deal and rule a moment ago? A deal that stops, moves and stops again would make one of every round;
 * the flag shows it in any case. Not when it got worse since: a promise was not kept, or the same reason was given again.
 * `ended` are tasks of this deal.
 */
export function isQuiet(
  { repId, stall, flag, fields }: StalledDeal,
  ended: readonly EndedTask[],
  { today, quietDays }: { readonly today: CivilDate; readonly quietDays: number },
): boolean {
  const recent = ended.filter(
    (task) =>
      task.rule === stall.rule &&
      (task.ownerId === null || task.ownerId === repId) &&
      daysBetween(task.endedOn, today) < quietDays,
  );
  if (recent.length === 0) return false;
  const isNewlyBroken = flag === "broken" && recent.every(({ wasBroken }) => !wasBroken);
  const repeats = fields.repeats ?? 0;
  const isSoldAgain = repeats >= minRepeats && recent.every((task) => repeats > task.repeats);
  return !isNewlyBroken && !isSoldAgain;
}
