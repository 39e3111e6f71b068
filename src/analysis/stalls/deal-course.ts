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

/** A stretch without movement, as it was at its last moment. All in whole days, the last one begun counts. */
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

function toLull({ stageId, until, enteredAt, contactAt }: Stretch, { proposalsAt }: DealCourse): Lull {
  const proposedAt = proposalsAt.findLast((at) => at <= contactAt) ?? enteredAt;
  return {
    stageId,
    ageDays: daysUpTo(until - Math.max(enteredAt, proposedAt)),
    silenceDays: daysUpTo(until - contactAt),
    quietDays: daysUpTo(until - Math.max(enteredAt, contactAt)),
  };
}

// Rounded up: the civil dates of two moments never lie further apart, so a limit learned from these days is never too short.
function daysUpTo(ms: number): number {
  return Math.ceil(ms / msPerDay);
}
