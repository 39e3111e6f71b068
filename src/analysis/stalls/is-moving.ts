import type { DealFacts } from "../../domain/deal-facts.ts";
import { type Moment, msPerDay } from "../../domain/time.ts";
import type { StallContext } from "./stall-context.ts";
import { isTwoWayContact } from "./touches.ts";

/** Did the deal move within `movedWithinDays`: another stage, another amount, or contact with the buyer? */
export function isMoving(facts: DealFacts, { now, settings }: StallContext): boolean {
  const isRecent = (at: Moment) => at <= now && at > now - settings.movedWithinDays * msPerDay;
  return (
    facts.spells.some(({ enteredAt }) => isRecent(enteredAt)) ||
    facts.changes.some(({ field, at }) => field === "amount" && isRecent(at)) ||
    facts.touches.some((touch) => isRecent(touch.at) && isTwoWayContact(touch, now))
  );
}
