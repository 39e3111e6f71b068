import type { DealTouch } from "../../domain/deal-facts.ts";
import { daysBetween, type Moment, msPerDay, toCivilDate } from "../../domain/time.ts";
import { type DealCase, stageClockStart, todayOf } from "./deal-case.ts";
import type { StallContext } from "./stall-context.ts";
import { isAttempt, isBookedContact, isTwoWayContact } from "./touches.ts";

/**
 * Did the deal move within `movedWithinDays` (another stage, another amount, contact with the buyer), or is contact with the
 * buyer booked within `bookedWithinDays`? To ask for a next step where one stands in the calendar would be a false accusation.
 */
export function isMoving(of: DealCase, context: StallContext): boolean {
  const { now, settings } = context;
  const { spells, changes, touches } = of.facts;
  const isVain = createVain(of, context);
  const isRecent = (at: Moment) => at <= now && at > now - settings.movedWithinDays * msPerDay;
  const isSoon = (at: Moment) => at <= now + settings.bookedWithinDays * msPerDay;
  return (
    spells.some(({ enteredAt }) => isRecent(enteredAt)) ||
    changes.some(({ field, at }) => field === "amount" && isRecent(at)) ||
    touches.some((touch) => isRecent(touch.at) && isTwoWayContact(touch, now) && !isVain(touch)) ||
    touches.some((touch) => isSoon(touch.at) && isBookedContact(touch, now))
  );
}

/**
 * Attempts to reach the buyer are no movement for a deal that has been in its stage for longer than nearly every won deal,
 * whatever was tried there. Nor do those from before a flag end it, should that limit shift from night to night.
 */
function createVain(of: DealCase, context: StallContext): (touch: DealTouch) => boolean {
  const { triedLimitDays } = of.usual.clock;
  const { episode } = of.facts;
  const age = daysBetween(stageClockStart(of, context), todayOf(context));
  const isTriedOut = triedLimitDays !== null && age > triedLimitDays;
  const flaggedOn = episode?.state === "flagged" ? (episode.flaggedOn ?? "") : "";
  return (touch) => isAttempt(touch) && (isTriedOut || toCivilDate(touch.at, context.timeZone) < flaggedOn);
}
