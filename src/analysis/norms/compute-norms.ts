import { metrics, type Norm } from "../../domain/norm.ts";
import type { CivilDate } from "../../domain/time.ts";
import { median, toSorted } from "../sample-points.ts";
import type { NormSettings } from "../settings.ts";
import { bandOfDay, bandOfWeek } from "./band.ts";
import type { RepHistory } from "./rep-history.ts";
import { findWorkedWeeks } from "./worked-time.ts";

/**
 * What is usual for each rep as of `today` (which itself is not over and counts nothing): per metric the band of a
 * worked day and of the rep's usual week. A norm with a small `sample` is listed all the same; only judging is refused.
 */
export function computeNorms(
  histories: readonly RepHistory[],
  settings: NormSettings,
  today: CivilDate,
): Norm[] {
  return histories.flatMap((history) => {
    const workedDays = usualDaysOfWeek(history, settings, today);
    return metrics.flatMap((metric): Norm[] => {
      const subject = { repId: history.repId, metric };
      return [
        { ...subject, period: "day", ...bandOfDay({ history, metric }, today, settings) },
        {
          ...subject,
          period: "week",
          ...bandOfWeek({ history, metric }, { before: today, workedDays }, settings),
        },
      ];
    });
  });
}

function usualDaysOfWeek(history: RepHistory, settings: NormSettings, today: CivilDate): number {
  const weeks = findWorkedWeeks(history, today, settings.workedWeeks);
  return median(toSorted(weeks.map(({ days }) => days)));
}
