import type { StallSign } from "../../domain/stall.ts";
import { addDays, type CivilDate, daysBetween } from "../../domain/time.ts";
import {
  type DealCase,
  hasOpenPromise,
  measureQuiet,
  sinceOfShown,
  stageClockStart,
  todayOf,
} from "./deal-case.ts";
import type { StallContext } from "./stall-context.ts";
import { isBookedContact } from "./touches.ts";

/**
 * Longer in the stage than nearly all deals that went on; sooner for a deal whose buyer is also out of contact for longer
 * than usual. Since: the day the limit was passed.
 */
export function findStageAge(of: DealCase, context: StallContext): StallSign | null {
  const { clock } = of.usual;
  const from = stageClockStart(of, context);
  const observed = daysBetween(from, todayOf(context));
  const passed = [
    observed > clock.limitDays
      ? { since: addDays(from, clock.limitDays + 1), threshold: clock.limitDays }
      : null,
    findQuietAge(of, { from, observed }, context),
  ].filter((one) => one !== null);
  const first = passed.toSorted((a, b) => (a.since < b.since ? -1 : 1))[0];
  const shownSince = sinceOfShown(of.facts, "stage-age");
  const isShown = shownSince !== null && shownSince > from;
  if (first === undefined && !isShown) return null;
  return {
    rule: "stage-age",
    since: first?.since ?? shownSince ?? from,
    observed,
    threshold: first?.threshold ?? clock.limitDays,
    unit: "days",
    sample: clock.sample,
    within: clock.within,
    basis: clock.basis,
  };
}

function findQuietAge(
  of: DealCase,
  { from, observed }: { from: CivilDate; observed: number },
  context: StallContext,
): { since: CivilDate; threshold: number } | null {
  const { clock, silence } = of.usual;
  const quiet = measureQuiet(of, context);
  if (quiet === null || observed <= clock.quietLimitDays) return null;
  const quietFrom = quiet.since > from ? quiet.since : from;
  if (daysBetween(quietFrom, todayOf(context)) <= silence.usualDays) return null;
  const [old, still] = [addDays(from, clock.quietLimitDays + 1), addDays(quietFrom, silence.usualDays + 1)];
  return { since: old > still ? old : still, threshold: clock.quietLimitDays };
}

/**
 * No contact for longer than nearly any won deal of this stage, size and rep, none booked and none promised. Since: the day
 * of the last contact.
 */
export function findSilence(of: DealCase, context: StallContext): StallSign | null {
  const quiet = measureQuiet(of, context);
  if (quiet === null) return null;
  const { limitDays, sample, within, basis } = of.usual.silence;
  const isShown = sinceOfShown(of.facts, "silence") === quiet.since;
  if (quiet.days <= limitDays && !isShown) return null;
  if (of.facts.touches.some((touch) => isBookedContact(touch, context.now))) return null;
  if (hasOpenPromise(of, context)) return null;
  const counts = { observed: quiet.days, threshold: limitDays, sample, within, basis };
  return { rule: "silence", since: quiet.since, unit: "days", ...counts };
}
