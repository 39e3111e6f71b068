import type { FollowUpReading } from "../domain/finding.ts";
import { toCivilDate } from "../domain/time.ts";

/**
 * On how many days in a row, from the newest text backwards, the same reason was given without a dated step. Bare records
 * and texts that are not judged stand outside the row; another reason or a concrete step ends it. 0 when the newest judged
 * text gives no reason or has a step. A note and its copy in a task on one day are one.
 */
export function countRepeats(newestFirst: Iterable<FollowUpReading>, timeZone: string): number {
  const days = new Set<string>();
  let reason: string | null = null;
  for (const { classification, writtenAt } of newestFirst) {
    if (classification.isAbstained || classification.verdict === "log") continue;
    if (classification.step === "concrete" || classification.reason === null) break;
    if (reason !== null && classification.reason !== reason) break;
    reason = classification.reason;
    days.add(toCivilDate(writtenAt, timeZone));
  }
  return days.size;
}
