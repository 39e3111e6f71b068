import { addDays, type CivilDate } from "../../domain/time.ts";
import type { NormSettings } from "../settings.ts";
import { bandOfDay, type RepMetric } from "./band.ts";
import type { RepHistory } from "./rep-history.ts";

/** With one person at work, a silent person and a silent channel look the same; two at once are a channel. */
const minRepsOfOutage = 2;

/** True when the channel was silent on any day of the week that begins on `monday`. */
export function isChannelSilentInWeek(
  question: Pick<RepMetric, "metric"> & { histories: readonly RepHistory[] },
  settings: NormSettings,
  monday: CivilDate,
): boolean {
  return [0, 1, 2, 3, 4, 5, 6].some((day) => isChannelSilent(question, settings, addDays(monday, day)));
}

/**
 * Was the metric not recorded at all on this date? True when nobody of the account has any of it, although at least two
 * worked and at least one of them never has none. A telephone system that stopped logging is not missing work.
 */
function isChannelSilent(
  { histories, metric }: Pick<RepMetric, "metric"> & { histories: readonly RepHistory[] },
  settings: NormSettings,
  date: CivilDate,
): boolean {
  if (histories.some((history) => history.counts[metric].has(date))) return false;
  const atWork = histories.filter(({ workedDays }) => workedDays.includes(date));
  if (atWork.length < minRepsOfOutage) return false;
  return atWork.some((history) => {
    const band = bandOfDay({ history, metric }, date, settings);
    return band.sample >= settings.minWorkedDays && band.low > 0;
  });
}
