import type { StallSign } from "../../domain/stall.ts";
import { addDays, daysBetween, toCivilDate } from "../../domain/time.ts";
import { addWorkingDays } from "../working-days.ts";
import { type DealCase, hasOpenPromise, lastActAt, sinceOfShown, todayOf } from "./deal-case.ts";
import { findPushes } from "./find-pushes.ts";
import type { StallContext } from "./stall-context.ts";
import { isBooked } from "./touches.ts";

/** The close date is past by more than one working day, so that nobody is flagged over a weekend. Since: that date. */
export function findCloseDatePast({ facts }: DealCase, context: StallContext): StallSign | null {
  const { closeDate } = facts.deal;
  const today = todayOf(context);
  if (closeDate === null || today <= addWorkingDays(closeDate, 1)) return null;
  const observed = daysBetween(closeDate, today);
  return { ...stated, rule: "close-date-past", since: closeDate, observed, threshold: 1 };
}

/**
 * The close date was moved later more often, or by more days in all, than nearly any won deal's. Since: the day of the
 * last push.
 */
export function findCloseDatePushed({ facts, usual }: DealCase, context: StallContext): StallSign | null {
  const { times, days, sample } = usual.habits.pushes;
  const pushes = listPushes(facts, context);
  const last = pushes.at(-1);
  if (last === undefined) return null;
  const pushedDays = pushes.reduce((sum, push) => sum + push.days, 0);
  const isOften = pushes.length > times;
  const isShown = sinceOfShown(facts, "close-date-pushed") === last.on;
  if (!isOften && pushedDays <= days && !isShown) return null;
  const counts = isOften
    ? ({ observed: pushes.length, threshold: times, unit: "times" } as const)
    : ({ observed: pushedDays, threshold: days, unit: "days" } as const);
  return {
    rule: "close-date-pushed",
    since: last.on,
    ...counts,
    sample,
    within: Math.floor(context.settings.silenceQuantile * sample),
    basis: sample === 0 ? "stated" : "pipeline",
  };
}

/** Every time the close date was moved later, as far as it is known by now. */
export function listPushes({ changes }: DealCase["facts"], { now, timeZone }: StallContext) {
  const closeDates = changes.flatMap(({ field, at, value }) =>
    field === "close-date" && at <= now && value !== null ? { at, value } : [],
  );
  return findPushes(closeDates, timeZone);
}

/**
 * Nothing is planned: no next step written lately, nothing booked, no open task, no promise. Counts from the last thing a
 * person did or wrote on the deal. A next-step text of unknown age is taken as recent. Since: the day the limit was passed.
 */
export function findNoNextStep(of: DealCase, context: StallContext): StallSign | null {
  const { now, settings, timeZone, unmeasuredKinds } = context;
  const { deal, touches } = of.facts;
  if (unmeasuredKinds.has("task") || unmeasuredKinds.has("meeting")) return null;
  if (deal.nextStep !== null && deal.nextStep.updatedAt === null) return null;
  const last = toCivilDate(lastActAt(of, context), timeZone);
  const observed = daysBetween(last, todayOf(context));
  if (observed <= settings.noNextStepDays) return null;
  if (touches.some((touch) => isBooked(touch, now)) || hasOpenPromise(of, context)) return null;
  const since = addDays(last, settings.noNextStepDays + 1);
  return { ...stated, rule: "no-next-step", since, observed, threshold: settings.noNextStepDays };
}

/** One contact person on a deal of a size that is rarely won through one. Since: the day the deal was created. */
export function findSingleThreaded(
  { facts, usual, createdAt }: DealCase,
  context: StallContext,
): StallSign | null {
  const above = usual.habits.severalContactsAbove;
  const { amount } = facts.deal;
  if (above === null || amount === null || amount <= above || facts.contactCount !== 1) return null;
  const since = toCivilDate(createdAt, context.timeZone);
  return { ...stated, rule: "single-threaded", since, observed: 1, threshold: 2, unit: "persons" };
}

const stated = { unit: "days", sample: 0, within: 0, basis: "stated" } as const;
