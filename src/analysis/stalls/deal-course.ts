import type { StageSpell } from "../../domain/deal.ts";
import { type CivilDate, type Moment, msPerDay } from "../../domain/time.ts";
import type { StallSettings } from "../settings.ts";

/** How a deal that has ended went, as far as stalls are learned from it. Lists are in order of time. */
export interface DealCourse {
  readonly dealId: string;
  readonly pipelineId: string;
  readonly repId: string | null;
  readonly amount: number | null;
  readonly createdAt: Moment;
  readonly endedAt: Moment;
  readonly isWon: boolean;
  readonly spells: readonly Pick<StageSpell, "stageId" | "enteredAt" | "leftAt">[];
  /** Buyer-facing activities by the reps' own hands. */
  readonly contactsAt: readonly Moment[];
  /** Those of them that were proposals. */
  readonly proposalsAt: readonly Moment[];
  /** The close dates it had, each with the moment it was set. */
  readonly closeDates: readonly { readonly at: Moment; readonly value: CivilDate }[];
  readonly contactCount: number;
}

/** A stretch without movement, as it was at its last moment. All in whole days. */
export interface Lull {
  readonly stageId: string;
  /** Since the stage was entered or, if later, a proposal was sent. */
  readonly ageDays: number;
  /** Since the last contact with the buyer, or the deal's creation. */
  readonly silenceDays: number;
  /** The same, but not from before the stage was entered. */
  readonly quietDays: number;
}

/**
 * Every stretch of a deal's life in which it could have been called stalled: no contact and no new stage for longer than
 * `movedWithinDays`, and the deal no longer new. Between two movements all clocks only run on, so the end of a stretch tells
 * the most that a nightly look can have seen.
 */
export function findLulls(course: DealCourse, settings: LullSettings): Lull[] {
  const { createdAt, endedAt, contactsAt } = course;
  const lulls: Lull[] = [];
  let next = 0;
  let contactAt = createdAt;
  for (const { stageId, enteredAt, leftAt } of course.spells) {
    const end = Math.min(leftAt ?? endedAt, endedAt);
    for (; (contactsAt[next] ?? Infinity) <= enteredAt; next += 1)
      contactAt = Math.max(contactAt, contactsAt[next] ?? 0);
    for (let from = enteredAt; from < end; ) {
      const until = Math.min(contactsAt[next] ?? Infinity, end);
      const lull = { stageId, until, enteredAt, contactAt };
      if (isLull(lull, createdAt, settings)) lulls.push(toLull(lull, course));
      from = until;
      if (until < end) {
        contactAt = until;
        next += 1;
      }
    }
  }
  return lulls;
}

/**
 * The most days that a deal was in each of its stages, or since a proposal was sent in it, whatever else was done: what a nightly
 * look can have seen at most once attempts count for nothing. Real contact did count, so this is rather too much than too little.
 */
export function findAges(course: DealCourse, settings: LullSettings): Map<string, number> {
  const { createdAt, endedAt, proposalsAt } = course;
  const ages = new Map<string, number>();
  for (const { stageId, enteredAt, leftAt } of course.spells) {
    const end = Math.min(leftAt ?? endedAt, endedAt);
    const sent = proposalsAt.filter((at) => at > enteredAt && at < end);
    for (const [place, from] of [enteredAt, ...sent].entries()) {
      const until = sent[place] ?? end;
      if (!isLull({ stageId, until, enteredAt, contactAt: enteredAt }, createdAt, settings)) continue;
      ages.set(stageId, Math.max(ages.get(stageId) ?? 0, daysSeen(until - from, course.isWon)));
    }
  }
  return ages;
}

type LullSettings = Pick<StallSettings, "movedWithinDays" | "newDealDays">;

interface Stretch {
  readonly stageId: string;
  readonly until: Moment;
  readonly enteredAt: Moment;
  readonly contactAt: Moment;
}

function isLull({ until, enteredAt, contactAt }: Stretch, createdAt: Moment, settings: LullSettings) {
  return (
    until - Math.max(enteredAt, contactAt) > settings.movedWithinDays * msPerDay &&
    until - createdAt >= settings.newDealDays * msPerDay
  );
}

function toLull({ stageId, until, enteredAt, contactAt }: Stretch, { proposalsAt, isWon }: DealCourse): Lull {
  const proposedAt = proposalsAt.findLast((at) => at <= contactAt) ?? enteredAt;
  return {
    stageId,
    ageDays: daysSeen(until - Math.max(enteredAt, proposedAt), isWon),
    silenceDays: daysSeen(until - contactAt, isWon),
    quietDays: daysSeen(until - Math.max(enteredAt, contactAt), isWon),
  };
}

// As many days as a nightly look may have seen of a won deal, and as it will mostly have seen of a lost one. So no limit is too
// short, and none is bought with lost deals that no look finds beyond it, as all those that time out at the same age.
function daysSeen(ms: number, isWon: boolean): number {
  return isWon ? Math.ceil(ms / msPerDay) : Math.floor(ms / msPerDay);
}
