import type { DealFacts } from "../../domain/deal-facts.ts";
import { type Moment, msPerDay } from "../../domain/time.ts";
import type { StallContext } from "./stall-context.ts";
import { isBookedContact, isTwoWayContact } from "./touches.ts";

/**
 * Did the deal move within `movedWithinDays` (another stage, another amount, contact with the buyer), or is contact with the
 * buyer booked within `bookedWithinDays`? To ask for a next step where one stands in the calendar would be a false accusation.
 */
export function isMoving(facts: DealFacts, { now, settings }: StallContext): boolean {
  const isRecent = (at: Moment) => at <= now && at > now - settings.movedWithinDays * msPerDay;
  const isSoon = (at: Moment) => at <= now + settings.bookedWithinDays * msPerDay;
  return (
    facts.spells.some(({ enteredAt }) => isRecent(enteredAt)) ||
    facts.changes.some(({ field, at }) => field === "amount" && isRecent(at)) ||
    facts.touches.some((touch) => isRecent(touch.at) && isTwoWayContact(touch, now)) ||
    facts.touches.some((touch) => isSoon(touch.at) && isBookedContact(touch, now))
  );
}
