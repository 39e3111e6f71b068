import { type CivilDate, weekdayOf } from "../../domain/time.ts";

/**
 * When a rep works. Anything above zero in any channel says the rep was there. A day without a record says not. A day
 * whose record is zero in every channel says not as well, unless such days are common for this rep: then a few of them in
 * a row are ordinary, and only a silence too long for chance is an absence. Missing data is never missing work.
 */
export interface Attendance {
  /** Sums with forgetting by weekday (1 to 7): how often it came, with a record, with anything done. */
  readonly passed: number[];
  readonly recorded: number[];
  readonly active: number[];
  /** Recorded days of nothing but zeros in a row up to now. */
  silentDays: number;
}

/** Until more is known, Monday to Friday are taken to be worked. */
export function createAttendance(): Attendance {
  return { passed: workWeek(), recorded: [0, 0, 0, 0, 0, 0, 0, 0], active: workWeek(), silentDays: 0 };
}

const workWeek = () => [0, 1, 1, 1, 1, 1, 0, 0];

/** What the records of one date say: something was done, only zeros were written down, or there is no record. */
export type DayRecord = "active" | "zeros" | "none";

export function isAtWork(attendance: Attendance, record: DayRecord, date: CivilDate): boolean {
  if (record !== "zeros") return record === "active";
  const { recorded, active, silentDays } = attendance;
  if (!isUsualDay(attendance, date) || total(recorded) < minRecorded) return false;
  const idleShare = Math.max(0, 1 - total(active) / total(recorded));
  return idleShare ** (silentDays + 1) > improbable;
}

/** Is the weekday of `date` one on which the rep works at least half as often as on the most usual one? Part-time shows here. */
export function isUsualDay(attendance: Attendance, date: CivilDate): boolean {
  return usualWeekdays(attendance).includes(weekdayOf(date));
}

/** 1 = Monday to 7 = Sunday, ascending. */
export function usualWeekdays(attendance: Attendance): number[] {
  return weekdaysFrom(attendance, usualShare);
}

/**
 * Does the rep work on the weekday of `date` often enough for what is done then to be compared and learned from? That takes less than
 * being usual: whoever works in shifts has no usual weekday but comparable days. A mail on a Sunday says nothing about Mondays.
 */
export function isComparableWeekday(attendance: Attendance, date: CivilDate): boolean {
  return weekdaysFrom(attendance, comparableShare).includes(weekdayOf(date));
}

/** Those on which the rep works at least `share` as often as on the most usual one. */
function weekdaysFrom({ passed, active }: Attendance, share: number): number[] {
  const shares = passed.map((times, weekday) => (times === 0 ? 0 : (active[weekday] ?? 0) / times));
  const enough = share * Math.max(...shares);
  return [1, 2, 3, 4, 5, 6, 7].filter(
    (weekday) => (shares[weekday] ?? 0) > 0 && (shares[weekday] ?? 0) >= enough,
  );
}

export function learnAttendance(attendance: Attendance, record: DayRecord, date: CivilDate): void {
  const weekday = weekdayOf(date);
  // A weekday on which nothing is ever done says nothing about silence on the others.
  if (record === "zeros") attendance.silentDays += 1;
  if (record === "active") attendance.silentDays = 0;
  age(attendance.passed, weekday, 1);
  age(attendance.active, weekday, record === "active" ? 1 : 0);
  age(attendance.recorded, weekday, record === "none" ? 0 : 1);
}

function age(sums: number[], weekday: number, seen: number): void {
  sums[weekday] = (sums[weekday] ?? 0) * keep + seen;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Half of what is known of a weekday is forgotten after eight of them. */
const keep = 0.5 ** (1 / 8);
const usualShare = 0.5;
const comparableShare = 0.25;
const minRecorded = 8;
/** A silence less likely than this is an absence. */
const improbable = 0.05;
