import type { StageSpell } from "../../domain/deal.ts";
import type { DealFacts } from "../../domain/deal-facts.ts";
import type { StallRule } from "../../domain/stall.ts";
import { type CivilDate, daysBetween, type Moment, toCivilDate } from "../../domain/time.ts";
import type { Usual } from "./learned.ts";
import type { FindPromiseDue, StallContext } from "./stall-context.ts";
import { isByPeople, isContact, lastAt } from "./touches.ts";

/** One deal with everything its signs are read from. */
export interface DealCase {
  readonly facts: DealFacts;
  readonly spell: StageSpell;
  readonly createdAt: Moment;
  readonly usual: Usual;
  readonly findPromiseDue: FindPromiseDue;
}

export function todayOf({ now, timeZone }: StallContext): CivilDate {
  return toCivilDate(now, timeZone);
}

/** When the clock of the stage began: its answer to a new proposal takes a buyer as long as to the first. */
export function stageClockStart({ facts, spell }: DealCase, { now, timeZone }: StallContext): CivilDate {
  const isProposal = (kind: string) => kind === "proposal";
  const proposedAt = lastAt(
    facts.touches,
    (touch) => isProposal(touch.kind) && isContact(touch, now) && touch.at > spell.enteredAt,
  );
  return toCivilDate(proposedAt ?? spell.enteredAt, timeZone);
}

/** A stretch without contact up to today. */
export interface Quiet {
  readonly since: CivilDate;
  readonly days: number;
}

/**
 * How long there was no contact with the buyer; null when that cannot be known: a channel cannot be read, or nothing at
 * all was ever logged on a deal without a contact person to log it by. Without any contact since the deal's creation it
 * counts from there, or from where the record begins.
 */
export function measureQuiet({ facts, createdAt }: DealCase, context: StallContext): Quiet | null {
  if ((["call", "meeting", "email"] as const).some((kind) => context.unmeasuredKinds.has(kind))) return null;
  const contactAt = lastAt(facts.touches, (touch) => isContact(touch, context.now));
  if (contactAt === null && facts.contactCount === 0) return null;
  const recordedFrom = Math.max(createdAt, context.activitiesSince ?? createdAt);
  const since = toCivilDate(Math.max(contactAt ?? recordedFrom, createdAt), context.timeZone);
  return { since, days: daysBetween(since, todayOf(context)) };
}

/** The last thing a person did or wrote on the deal, or the moment it entered its stage. */
export function lastActAt(
  { facts, spell, createdAt }: DealCase,
  { now, activitiesSince }: StallContext,
): Moment {
  const doneAt = lastAt(facts.touches, (touch) => isByPeople(touch, now) && touch.at <= now);
  const writtenAt = Math.max(
    createdAt,
    ...[facts.deal.nextStep?.updatedAt ?? createdAt, ...describedAt(facts)].filter((at) => at <= now),
  );
  const recordedFrom = Math.max(createdAt, activitiesSince ?? createdAt);
  return Math.max(doneAt ?? recordedFrom, writtenAt, spell.enteredAt);
}

/** Notes and their like are activities themselves; what is written into the deal's description is not. */
function describedAt({ followUps }: DealFacts): readonly Moment[] {
  return followUps.flatMap(({ channel, writtenAt }) => (channel === "description" ? writtenAt : []));
}

/**
 * Since when the CRM shows a stall of this rule, null when it shows none. A stall that is shown ends when the deal moves,
 * not when a learned limit shifts by a day from night to night.
 */
export function sinceOfShown({ episode }: DealFacts, rule: StallRule): CivilDate | null {
  return episode?.state === "flagged" && episode.rule === rule ? episode.since : null;
}

/**
 * A promise keeps a stall from being raised. One that is shown already stays, as "solution on the way", until the promise
 * is kept: words alone clear no flag.
 */
export function hasOpenPromise({ facts, findPromiseDue }: DealCase, context: StallContext): boolean {
  if (facts.episode?.state === "flagged") return false;
  const due = findPromiseDue(facts);
  return due !== null && due >= todayOf(context);
}
