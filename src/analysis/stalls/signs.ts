import type { StageSpell } from "../../domain/deal.ts";
import type { DealFacts } from "../../domain/deal-facts.ts";
import type { SilenceLimit, StageClock, StallRule, StallSign } from "../../domain/stall.ts";
import { addDays, type CivilDate, daysBetween, type Moment, toCivilDate } from "../../domain/time.ts";
import { upperRank } from "../sample-points.ts";
import { addWorkingDays } from "../working-days.ts";
import type { FindPromiseDue, StallContext } from "./stall-context.ts";
import { isBooked, isBookedContact, isByPeople, isContact, lastAt } from "./touches.ts";

/** One deal with everything its signs are read from. */
export interface Case {
  readonly facts: DealFacts;
  readonly spell: StageSpell;
  readonly createdAt: Moment;
  readonly clock: StageClock;
  readonly limit: SilenceLimit;
  readonly findPromiseDue: FindPromiseDue;
}

/** Longer in the stage than nearly all deals that went on. Since: the day the limit was passed. */
export function findStageAge({ facts, spell, clock }: Case, context: StallContext): StallSign | null {
  const enteredOn = toCivilDate(spell.enteredAt, context.timeZone);
  const observed = daysBetween(enteredOn, todayOf(context));
  const shownSince = sinceOfShown(facts, "stage-age");
  const isShown = shownSince !== null && shownSince > enteredOn;
  if (observed <= clock.limitDays && !isShown) return null;
  return {
    rule: "stage-age",
    since: addDays(enteredOn, clock.limitDays + 1),
    observed,
    threshold: clock.limitDays,
    unit: "days",
    sample: clock.sample,
    within: clock.basis === "guess" ? 0 : upperRank(clock.sample, context.settings.stageAgeQuantile),
    basis: clock.basis,
  };
}

/** No contact for longer than nearly any won deal, none booked and none promised. Since: the day of the last contact. */
export function findSilence(of: Case, context: StallContext): StallSign | null {
  const quiet = measureQuiet(of, context);
  if (quiet === null) return null;
  const isShown = sinceOfShown(of.facts, "silence") === quiet.since;
  if (quiet.days <= of.limit.limitDays && !isShown) return null;
  if (of.facts.touches.some((touch) => isBookedContact(touch, context.now))) return null;
  if (hasOpenPromise(of, context)) return null;
  return {
    rule: "silence",
    since: quiet.since,
    observed: quiet.days,
    threshold: of.limit.limitDays,
    unit: "days",
    sample: of.limit.sample,
    within: of.limit.basis === "guess" ? 0 : upperRank(of.limit.sample, context.settings.silenceQuantile),
    basis: of.limit.basis,
  };
}

/**
 * How long there was no contact with the buyer; null when that cannot be known: a channel cannot be read, or nothing at
 * all was ever logged on a deal without a contact person to log it by. Without any contact it counts from the deal's
 * creation, or from where the record begins.
 */
export function measureQuiet(of: Case, context: StallContext): { since: CivilDate; days: number } | null {
  if ((["call", "meeting", "email"] as const).some((kind) => context.unmeasuredKinds.has(kind))) return null;
  const { touches, contactCount } = of.facts;
  const contactAt = lastAt(touches, (touch) => isContact(touch, context.now));
  if (contactAt === null && contactCount === 0) return null;
  const recordedFrom = Math.max(of.createdAt, context.activitiesSince ?? of.createdAt);
  const since = toCivilDate(contactAt ?? recordedFrom, context.timeZone);
  return { since, days: daysBetween(since, todayOf(context)) };
}

/** The close date is past by more than one working day, so that nobody is flagged over a weekend. Since: that date. */
export function findCloseDatePast({ facts }: Case, context: StallContext): StallSign | null {
  const { closeDate } = facts.deal;
  const today = todayOf(context);
  if (closeDate === null || today <= addWorkingDays(closeDate, 1)) return null;
  return {
    ...stated,
    rule: "close-date-past",
    since: closeDate,
    observed: daysBetween(closeDate, today),
    threshold: 1,
  };
}

/** The close date was moved later more than `maxPushes` times. Since: the day of the last push. */
export function findCloseDatePushed({ facts }: Case, context: StallContext): StallSign | null {
  const pushedOn = findPushes(facts, context);
  const since = pushedOn.at(-1);
  if (since === undefined || pushedOn.length <= context.settings.maxPushes) return null;
  return {
    ...stated,
    rule: "close-date-pushed",
    since,
    observed: pushedOn.length,
    threshold: context.settings.maxPushes,
    unit: "times",
  };
}

/**
 * Nothing is planned: no next step written lately, nothing booked, no open task, no promise. Counts from the last thing a
 * person did or wrote on the deal. A next-step text of unknown age is taken as recent. Since: the day the limit was passed.
 */
export function findNoNextStep(of: Case, context: StallContext): StallSign | null {
  const { now, settings, timeZone, unmeasuredKinds } = context;
  const { deal, touches } = of.facts;
  if (unmeasuredKinds.has("task") || unmeasuredKinds.has("meeting")) return null;
  if (deal.nextStep !== null && deal.nextStep.updatedAt === null) return null;
  const last = toCivilDate(findLastActAt(of, context), timeZone);
  const observed = daysBetween(last, todayOf(context));
  if (observed <= settings.noNextStepDays) return null;
  if (touches.some((touch) => isBooked(touch, now)) || hasOpenPromise(of, context)) return null;
  const since = addDays(last, settings.noNextStepDays + 1);
  return { ...stated, rule: "no-next-step", since, observed, threshold: settings.noNextStepDays };
}

function findLastActAt({ facts, spell, createdAt }: Case, { now, activitiesSince }: StallContext): Moment {
  const doneAt = lastAt(facts.touches, (touch) => isByPeople(touch, now) && touch.at <= now);
  const writtenAt = facts.deal.nextStep?.updatedAt ?? createdAt;
  const recordedFrom = Math.max(createdAt, activitiesSince ?? createdAt);
  return Math.max(doneAt ?? recordedFrom, writtenAt <= now ? writtenAt : createdAt, spell.enteredAt);
}

const stated = { unit: "days", sample: 0, within: 0, basis: "stated" } as const;

function todayOf({ now, timeZone }: StallContext): CivilDate {
  return toCivilDate(now, timeZone);
}

// A stall that the CRM shows ends when the deal moves, not when a learned limit shifts by a day from night to night.
function sinceOfShown({ episode }: DealFacts, rule: StallRule): CivilDate | null {
  return episode?.state === "flagged" && episode.rule === rule ? episode.since : null;
}

// A promise keeps a stall from being raised. One that is shown already stays, as "solution on the way", until the promise
// is kept: words alone clear no flag.
function hasOpenPromise({ facts, findPromiseDue }: Case, context: StallContext): boolean {
  if (facts.episode?.state === "flagged") return false;
  const due = findPromiseDue(facts);
  return due !== null && due >= todayOf(context);
}

// Several changes on one day are one decision (a slip of the mouse and its correction), so only a day's last value counts.
function findPushes({ changes }: DealFacts, { now, timeZone }: StallContext): CivilDate[] {
  const valueByDay = new Map<CivilDate, string>();
  for (const { field, at, value } of changes)
    if (field === "close-date" && at <= now && value !== null)
      valueByDay.set(toCivilDate(at, timeZone), value);
  const days = [...valueByDay.keys()].toSorted();
  return days.filter((day, index) => {
    const before = index === 0 ? undefined : valueByDay.get(days[index - 1] ?? "");
    return before !== undefined && (valueByDay.get(day) ?? "") > before;
  });
}
