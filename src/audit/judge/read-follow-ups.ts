import type { Classify } from "../../analysis/follow-up-reader.ts";
import type { DealFacts } from "../../domain/deal-facts.ts";
import type { Verdict } from "../../domain/follow-up.ts";
import { type Moment, msPerDay, toCivilDate } from "../../domain/time.ts";

/** A quarter: what people wrote longer ago says little about how they write. */
const daysOfFollowUps = 91;

/** What was written about the open deals in the last quarter. */
export interface FollowUpCounts {
  readonly read: number;
  readonly byVerdict: Readonly<Record<Verdict, number>>;
  /** Another language, or too unsure: no verdict, and nothing is held against anybody. */
  readonly notJudged: number;
  /** Open deals with at least one text. */
  readonly deals: number;
}

export function readFollowUps(
  open: readonly DealFacts[],
  { classify, now, timeZone }: { classify: Classify; now: Moment; timeZone: string },
): FollowUpCounts {
  const from = now - daysOfFollowUps * msPerDay;
  const byVerdict: Record<Verdict, number> = { solution: 0, vague: 0, excuse: 0, log: 0 };
  let notJudged = 0;
  let deals = 0;
  for (const { followUps } of open) {
    const recent = followUps.filter(({ writtenAt, text }) => writtenAt >= from && /\p{L}/u.test(text));
    if (recent.length > 0) deals += 1;
    for (const { id: followUpId, dealId, text, writtenAt, channel } of recent) {
      const writtenOn = toCivilDate(writtenAt, timeZone);
      const { verdict, isAbstained } = classify({ followUpId, dealId, text, channel, writtenOn });
      if (isAbstained) notJudged += 1;
      else byVerdict[verdict] += 1;
    }
  }
  const read = notJudged + Object.values(byVerdict).reduce((sum, count) => sum + count, 0);
  return { read, byVerdict, notJudged, deals };
}
