import { type Metric, metrics, type NormJudgement, type NormStatus } from "../../domain/norm.ts";
import { addDays, type CivilDate, mondayOf, weekdayOf } from "../../domain/time.ts";
import type { NormSettings } from "../settings.ts";
import { type Band, bandOfDay, bandOfWeek, countInWeek } from "./band.ts";
import { isChannelSilentInWeek } from "./is-channel-silent.ts";
import type { RepHistory } from "./rep-history.ts";
import { findUsualWeekdays, minDaysOfWorkedWeek } from "./worked-time.ts";

/** Days to look back for the last day on which anybody worked: over a long weekend, not over a lost connection. */
const maxDaysBack = 4;

/**
 * Each rep's last complete day and last complete week, against what was usual before that day or week began. The day is
 * the last one before `today` on which anybody of the account worked, so Friday is looked at until Monday is over.
 * The same period judged again gives the same judgement; its `start` tells them apart.
 */
export function judgeNorms(
  histories: readonly RepHistory[],
  settings: NormSettings,
  today: CivilDate,
): NormJudgement[] {
  const day = findLastDay(histories, today);
  const week = addDays(mondayOf(today), -7);
  return metrics.flatMap((metric) => [
    ...judgeDay({ histories, metric }, settings, day),
    ...judgeWeek({ histories, metric }, settings, week),
  ]);
}

/** Where a count stands against its band. More activity never gives a lower standing. */
export function judgeCount(actual: number, band: Band, minSample: number): NormStatus {
  if (band.sample < minSample || band.low === 0) return "no-alarm-possible";
  if (actual < band.low) return "below";
  return actual > band.high ? "above" : "within";
}

interface Question {
  readonly histories: readonly RepHistory[];
  readonly metric: Metric;
}

function judgeDay({ histories, metric }: Question, settings: NormSettings, date: CivilDate): NormJudgement[] {
  // A whole account without any of it says nothing about one person, so here even a single rep is given the doubt.
  const isSilent = !histories.some((history) => history.counts[metric].has(date));
  return histories.map((history) => {
    const band = bandOfDay({ history, metric }, date, settings);
    const actual = history.counts[metric].get(date) ?? 0;
    const isUsualDay = findUsualWeekdays(history, date).has(weekdayOf(date));
    const status = !history.workedDays.includes(date)
      ? "absent"
      : isSilent || !isUsualDay
        ? "no-alarm-possible"
        : judgeCount(actual, band, settings.minWorkedDays);
    return { repId: history.repId, metric, period: "day", start: date, actual, ...band, status };
  });
}

function judgeWeek(
  { histories, metric }: Question,
  settings: NormSettings,
  monday: CivilDate,
): NormJudgement[] {
  const isSilent =
    !histories.some((history) => countInWeek(history, metric, monday) > 0) ||
    isChannelSilentInWeek({ histories, metric }, settings, monday);
  return histories.map((history) => {
    const workedDays = countUsualDaysIn(history, monday);
    const band = bandOfWeek({ history, metric }, { before: monday, workedDays }, settings);
    const actual = countInWeek(history, metric, monday);
    const status = !hasWorkedIn(history, monday)
      ? "absent"
      : isSilent || workedDays < minDaysOfWorkedWeek
        ? "no-alarm-possible"
        : judgeCount(actual, band, settings.minWorkedWeeks);
    return { repId: history.repId, metric, period: "week", start: monday, actual, ...band, status };
  });
}

function findLastDay(histories: readonly RepHistory[], today: CivilDate): CivilDate {
  for (let back = 1; back <= maxDaysBack; back += 1) {
    const date = addDays(today, -back);
    if (histories.some(({ workedDays }) => workedDays.includes(date))) return date;
  }
  return addDays(today, -1);
}

function hasWorkedIn(history: RepHistory, monday: CivilDate): boolean {
  const sunday = addDays(monday, 6);
  return history.workedDays.some((date) => date >= monday && date <= sunday);
}

function countUsualDaysIn(history: RepHistory, monday: CivilDate): number {
  const weekdays = findUsualWeekdays(history, monday);
  const sunday = addDays(monday, 6);
  return history.workedDays.filter(
    (date) => date >= monday && date <= sunday && weekdays.has(weekdayOf(date)),
  ).length;
}
