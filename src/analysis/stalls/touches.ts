import { isBuyerFacing } from "../../domain/activity.ts";
import type { DealTouch } from "../../domain/deal-facts.ts";
import type { Moment } from "../../domain/time.ts";

/** Did a person do it (or book it), and was it known by `now`? What Norma or an automation did is nobody's effort. */
export function isByPeople(touch: DealTouch, now: Moment): boolean {
  return touch.source === "rep" && touch.createdAt <= now;
}

/** Contact with the buyer, or an attempt, that has taken place. A past meeting nobody updated counts as held. */
export function isContact(touch: DealTouch, now: Moment): boolean {
  return isByPeople(touch, now) && touch.at <= now && isBuyerFacing(touch);
}

/** A contact in which the buyer took part or was reached: not an unanswered call or a no-show. */
export function isTwoWayContact(touch: DealTouch, now: Moment): boolean {
  return isContact(touch, now) && (touch.result !== "missed" || touch.direction === "inbound");
}

/** An outbound act of which nobody says that the buyer took part: a call that may have rung out, a message sent. */
export function isAttempt({ kind, direction, isConnected }: DealTouch): boolean {
  if (direction === "inbound" || isConnected === true) return false;
  return kind === "call" || ((kind === "email" || kind === "message") && direction === "outbound");
}

/** Contact with the buyer that is still to come. */
export function isBookedContact(touch: DealTouch, now: Moment): boolean {
  return isByPeople(touch, now) && touch.at > now && isBuyerFacing(touch);
}

/** Anything a person still intends to do on the deal: booked contact or an open task. */
export function isBooked(touch: DealTouch, now: Moment): boolean {
  return (
    isBookedContact(touch, now) ||
    (isByPeople(touch, now) && touch.at > now && touch.kind === "task" && touch.result === "booked")
  );
}

/** The latest moment of the touches that pass, null when none does. */
export function lastAt(touches: readonly DealTouch[], passes: (touch: DealTouch) => boolean): Moment | null {
  let last: Moment | null = null;
  for (const touch of touches) if (passes(touch) && (last === null || touch.at > last)) last = touch.at;
  return last;
}
