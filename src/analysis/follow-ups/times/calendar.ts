import { addDays, type CivilDate, isCivilDate, mondayOf, weekdayOf } from "../../../domain/time.ts";

/** The next such weekday strictly after `on`: "Friday" said on a Friday is the one in a week. */
export function nextWeekday(on: CivilDate, weekday: number): CivilDate {
  return addDays(on, ((weekday - weekdayOf(on) + 6) % 7) + 1);
}

/** That weekday of the calendar week `weeks` later. */
export function weekdayOfWeek(on: CivilDate, weekday: number, weeks: number): CivilDate {
  return addDays(mondayOf(on), weeks * 7 + weekday - 1);
}

export function toDate(year: number, month: number, day: number): CivilDate | null {
  const date = `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  return isCivilDate(date) ? date : null;
}

export function yearOf(date: CivilDate): number {
  return Number(date.slice(0, 4));
}

function monthOf(date: CivilDate): number {
  return Number(date.slice(5, 7));
}

/** Day and month without a year: the next such day, today included. */
export function nextDayOfMonth(on: CivilDate, month: number, day: number): CivilDate | null {
  for (const year of [yearOf(on), yearOf(on) + 1]) {
    const date = toDate(year, month, day);
    if (date !== null && date >= on) return date;
  }
  return null;
}

/** "the 17th": the next such day of this month or, when it has passed or does not exist, of a following one. */
export function nextMonthDay(on: CivilDate, day: number): CivilDate | null {
  for (let ahead = 0; ahead < 3; ahead++) {
    const index = monthOf(on) - 1 + ahead;
    const date = toDate(yearOf(on) + Math.floor(index / 12), (index % 12) + 1, day);
    if (date !== null && date >= on) return date;
  }
  return null;
}

export function endOfMonth(year: number, month: number): CivilDate {
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

/** Last day of the month `ahead` months after the one of `on`. */
export function endOfMonthAhead(on: CivilDate, ahead: number): CivilDate {
  return endOfMonth(yearOf(on), monthOf(on) + ahead);
}

/** Last day of the next month of that number: this year's if it is not over. */
export function endOfNamedMonth(on: CivilDate, month: number): CivilDate {
  const ofThisYear = endOfMonth(yearOf(on), month);
  return ofThisYear >= on ? ofThisYear : endOfMonth(yearOf(on) + 1, month);
}

/** Last day of the quarter `ahead` quarters after the one of `on`. */
export function endOfQuarterAhead(on: CivilDate, ahead: number): CivilDate {
  return endOfMonth(yearOf(on), (Math.ceil(monthOf(on) / 3) + ahead) * 3);
}

export function endOfNamedQuarter(on: CivilDate, quarter: number): CivilDate {
  return endOfNamedMonth(on, quarter * 3);
}

interface MonthWanted {
  /** 1 to 12, or 0 for the one of `on`. */
  readonly month: number;
  /** 0 when not said. */
  readonly year: number;
  /** Months after the one of `on`; only where no month is named. */
  readonly ahead: number;
}

/** First days of the months that can be meant, the nearest first. */
export function monthsFrom(on: CivilDate, { month, year, ahead }: MonthWanted): readonly CivilDate[] {
  const first = (index: number) => addDays(endOfMonth(yearOf(on), index - 1), 1);
  if (month === 0)
    return ahead > 0 ? [first(monthOf(on) + ahead)] : [first(monthOf(on)), first(monthOf(on) + 1)];
  if (year > 2000 && year < 2100) return [addDays(endOfMonth(year, month - 1), 1)];
  return [first(month), first(month + 12)];
}

/** The nth such weekday of the month that begins on `first`; null when there is none. */
export function nthWeekday(first: CivilDate, weekday: number, nth: number | "last"): CivilDate | null {
  const end = endOfMonth(yearOf(first), monthOf(first));
  if (nth === "last") return addDays(end, -((weekdayOf(end) - weekday + 7) % 7));
  const date = addDays(first, ((weekday - weekdayOf(first) + 7) % 7) + 7 * (nth - 1));
  return nth >= 1 && date <= end ? date : null;
}

/** Friday of ISO week `week`, this year's or, when that is past, next year's. */
export function fridayOfIsoWeek(on: CivilDate, week: number): CivilDate {
  const ofYear = (year: number) => addDays(mondayOf(`${year}-01-04`), (week - 1) * 7 + 4);
  const friday = ofYear(yearOf(on));
  return friday >= on ? friday : ofYear(yearOf(on) + 1);
}

export function fridayOf(date: CivilDate): CivilDate {
  return addDays(mondayOf(date), 4);
}

/** Monday to Friday; a customer's own holidays are not known here. */
export function addBusinessDays(on: CivilDate, days: number): CivilDate {
  let date = on;
  for (let left = Math.min(days, 400); left > 0; ) {
    date = addDays(date, 1);
    if (weekdayOf(date) <= 5) left--;
  }
  return date;
}

/** Western Easter Sunday (Meeus/Jones/Butcher). */
export function easterOf(year: number): CivilDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const sum = h + l - 7 * m + 114;
  return toDate(year, Math.floor(sum / 31), (sum % 31) + 1) ?? `${year}-04-01`;
}

/** Orthodox Easter Sunday (Meeus, Julian computus moved to the Gregorian calendar; right for 1900 to 2099). */
export function orthodoxEasterOf(year: number): CivilDate {
  const d = (19 * (year % 19) + 15) % 30;
  const e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7;
  const sum = d + e + 114;
  return addDays(toDate(year, Math.floor(sum / 31), (sum % 31) + 1) ?? `${year}-04-01`, 13);
}
