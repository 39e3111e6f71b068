/** A moment: milliseconds since 1970-01-01T00:00Z. Plain numbers, because a night compares millions of them. */
export type Moment = number;

/** A day on the calendar of some time zone, `YYYY-MM-DD`. Compares correctly as a string. */
export type CivilDate = string;

export const msPerMinute = 60_000;
export const msPerHour = 3_600_000;
export const msPerDay = 86_400_000;

/** The civil date that a clock on the wall in `timeZone` (IANA name) shows at `at`. */
export function toCivilDate(at: Moment, timeZone: string): CivilDate {
  return new Date(at + offsetAt(at, timeZone)).toISOString().slice(0, 10);
}

/** The first moment of `date` in `timeZone`; where midnight is skipped by daylight saving, the first moment after the gap. */
export function startOfDay(date: CivilDate, timeZone: string): Moment {
  const asUtc = Date.parse(`${date}T00:00:00Z`);
  const guess = asUtc - offsetAt(asUtc, timeZone);
  const start = asUtc - offsetAt(guess, timeZone);
  return toCivilDate(start, timeZone) < date ? start + msPerHour : start;
}

/**
 * The first moment of `date` at which the clock in `timeZone` shows `hour` (0 to 23) or later. An hour that comes twice
 * counts the first time; for one that is skipped, it is the moment of the skip.
 */
export function startOfHour(date: CivilDate, hour: number, timeZone: string): Moment {
  const asUtc = Date.parse(`${date}T00:00:00Z`) + hour * msPerHour;
  const offsets = [offsetAt(asUtc - msPerDay, timeZone), offsetAt(asUtc + msPerDay, timeZone)];
  let at = asUtc - Math.max(...offsets);
  while (at + offsetAt(at, timeZone) < asUtc) at += quarterHour;
  return at;
}

export function addDays(date: CivilDate, days: number): CivilDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * msPerDay).toISOString().slice(0, 10);
}

/** Whole calendar days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / msPerDay);
}

/** 1 = Monday … 7 = Sunday (ISO 8601). */
export function weekdayOf(date: CivilDate): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}

/** The Monday of the week that holds `date`. Weeks run Monday to Sunday. */
export function mondayOf(date: CivilDate): CivilDate {
  return addDays(date, 1 - weekdayOf(date));
}

export function isCivilDate(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) &&
    addDays(text, 0) === text
  );
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

// Zone rules change on whole quarter hours, so one look-up per zone and quarter hour is exact and
// spares the slow Intl call for all other moments of that quarter hour.
const quarterHour = 15 * msPerMinute;
const maxCachedOffsets = 200_000;
const offsets = new Map<string, Map<number, number>>();
const formatters = new Map<string, Intl.DateTimeFormat>();

function offsetAt(at: Moment, timeZone: string): number {
  const slot = Math.floor(at / quarterHour);
  let ofZone = offsets.get(timeZone);
  if (ofZone === undefined || ofZone.size > maxCachedOffsets) {
    ofZone = new Map();
    offsets.set(timeZone, ofZone);
  }
  let offset = ofZone.get(slot);
  if (offset === undefined) {
    offset = lookUpOffset(slot * quarterHour, timeZone);
    ofZone.set(slot, offset);
  }
  return offset;
}

function lookUpOffset(at: Moment, timeZone: string): number {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formatters.set(timeZone, formatter);
  }
  const parts: Record<string, number> = {};
  for (const { type, value } of formatter.formatToParts(at)) parts[type] = Number(value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}
