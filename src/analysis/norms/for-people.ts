import { periods } from "../../domain/norm.ts";
import type { NormSettings } from "../settings.ts";
import type { AlarmSettings } from "./guard.ts";

/**
 * The settings of a night. What a night calls below is told to people the next morning, and a flag must be rare: a team of ten
 * has dozens of counts, of which the shares of a backtest would call several low every week. Lasting changes stay as they are.
 */
export function forPeople(settings: NormSettings): NormSettings {
  const [day, week, month] = periods.map((period) => rarer(settings.alarms[period], settings.rarerForPeople));
  if (day === undefined || week === undefined || month === undefined) return settings;
  return { ...settings, alarms: { day, week, month } };
}

function rarer(alarms: AlarmSettings, times: number): AlarmSettings {
  return {
    ...alarms,
    lowShare: alarms.lowShare / times,
    targetBelow: alarms.targetBelow / times,
    periodsPerRunAlarm: alarms.periodsPerRunAlarm * times,
  };
}
