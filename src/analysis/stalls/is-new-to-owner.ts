import type { DealFacts } from "../../domain/deal-facts.ts";
import { daysBetween, toCivilDate } from "../../domain/time.ts";
import type { StallContext } from "./stall-context.ts";

/**
 * Did the deal change hands within `newDealDays`? Whatever was left undone before was somebody else's. A flag that is shown already
 * stays: to hand a deal on is no movement.
 */
export function isNewToOwner({ deal, changes, episode }: DealFacts, context: StallContext): boolean {
  const { now, timeZone, settings } = context;
  if (episode?.state === "flagged") return false;
  const last = changes.findLast(({ field, at }) => field === "owner" && at <= now);
  if (last === undefined || last.value !== deal.ownerId) return false;
  return daysBetween(toCivilDate(last.at, timeZone), toCivilDate(now, timeZone)) < settings.newDealDays;
}
