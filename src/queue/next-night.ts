import type { RepeatOptions } from "bullmq";
import { addDays, type Moment, startOfHour, toCivilDate } from "../domain/time.ts";

/** The first moment after `after` at which the schedule starts a night: once a civil day, whatever the clocks do. */
export function computeNextNight(
  { hour, timeZone }: { hour: number; timeZone: string },
  after: Moment,
): Moment {
  const today = toCivilDate(after, timeZone);
  const tonight = startOfHour(today, hour, timeZone);
  return tonight > after ? tonight : startOfHour(addDays(today, 1), hour, timeZone);
}

/**
 * In place of BullMQ's own, whose cron-parser 5.10 finds no next run in zones whose summer time is half an hour (Lord
 * Howe), which ends the schedule for good, and leaves out the day whose midnight is skipped (Cairo).
 */
export function repeatNightly(after: Moment, { pattern = "", tz = "UTC" }: RepeatOptions): Moment {
  return computeNextNight({ hour: readHour(pattern), timeZone: tz }, after);
}

/** The schedule in BullMQ's words. */
export function toNightPattern(hour: number): string {
  return `0 ${hour} * * *`;
}

function readHour(pattern: string): number {
  return Number(pattern.split(" ")[1]);
}
