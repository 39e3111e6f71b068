import {
  type CivilDate,
  isCivilDate,
  type Moment,
  msPerMinute,
  startOfDay,
  startOfHour,
  toCivilDate,
} from "../../domain/time.ts";

/** What comes first in `03/04/2026`: the day or the month. */
export type DateOrder = "day-first" | "month-first";

export interface DateEvidence {
  add(text: string): void;
  /** Decided over the whole column; `isCertain` is false when every date of it can be read either way. */
  decide(otherwise: DateOrder): { readonly order: DateOrder; readonly isCertain: boolean };
}

/** Looks at all dates of a column: one 25/12 among them tells how each of them is meant. */
export function collectDateEvidence(): DateEvidence {
  let dayFirst = 0;
  let monthFirst = 0;
  let isOpen = false;
  return {
    add(text) {
      const found = numeric.exec(text.trim());
      if (found === null) return;
      const [first, second] = [Number(found[1]), Number(found[3])];
      if (first > 12 && second <= 12) dayFirst += 1;
      else if (second > 12 && first <= 12) monthFirst += 1;
      // Only slashes are used for both orders; 03.04.2026 and 03-04-2026 begin with the day.
      else if (found[2] === "/") isOpen = true;
      else dayFirst += 1;
    },
    decide(otherwise) {
      if (dayFirst + monthFirst > 0)
        return { order: dayFirst >= monthFirst ? "day-first" : "month-first", isCertain: true };
      return { order: otherwise, isCertain: !isOpen };
    },
  };
}

export interface ParsedDate {
  readonly date: CivilDate;
  /** The moment that was written; for a date without a time the beginning of the day. */
  readonly at: Moment;
}

/**
 * A date with or without time: ISO 8601 (with a zone it is exact), 12.03.2026 14:05, 3/12/26 2:05 PM, 12 Mar 2026,
 * Thu, Mar 12, 2026, 12 marca 2026, 12 марта 2026 г., 20260312, milliseconds or seconds since 1970, and the days since 1900
 * that a spreadsheet leaves of a date. A time without a zone is on the clock of `timeZone`. Null when it is none.
 */
export function parseDate(
  text: string,
  { order, timeZone }: { order: DateOrder; timeZone: string },
): ParsedDate | null {
  const trimmed = text.trim().replace(weekday, "");
  if (/^\d{13}$/.test(trimmed)) return fromMoment(Number(trimmed), timeZone);
  if (/^\d{10}$/.test(trimmed)) return fromMoment(Number(trimmed) * 1_000, timeZone);
  if (serial.test(trimmed)) return fromSerial(Number(trimmed.replace(",", ".")), timeZone);
  const found = findDate(trimmed, order);
  if (found === null) return null;
  const time = clock.exec(found.rest);
  if (time === null || !isCivilDate(found.date)) return null;
  return placeTime(found.date, time, timeZone);
}

const weekday = /^\p{L}+\.?,\s+/u;
const serial = /^\d{5}(?:[.,]\d+)?$/;
const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/;
const compact = /^((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)/;
const numeric = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/;
const dayMonth = /^(\d{1,2})[.\s-]+(\p{L}{3,})\.?,?[\s-]+(\d{4}|\d{2})(?!\d)(?:\s*(?:г|r)\.?(?!\p{L}))?/u;
const monthDay = /^(\p{L}{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)/u;
const clock =
  /^(?:(?:T|,?\s+(?:at\s+|o\s+|в\s+)?)(\d{1,2})[:.](\d{2})(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:([ap])\.?m\.?)?\s*(Z|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?|[A-Z]{3,4})?)?$/i;

function findDate(text: string, order: DateOrder): { date: CivilDate; rest: string } | null {
  const ymd = iso.exec(text) ?? compact.exec(text);
  if (ymd !== null) return toFound(ymd, [ymd[1], ymd[2], ymd[3]], text);
  const plain = numeric.exec(text);
  if (plain !== null) {
    const [day, month] = order === "day-first" ? [plain[1], plain[3]] : [plain[3], plain[1]];
    return toFound(plain, [plain[4], month, day], text);
  }
  const named = dayMonth.exec(text);
  if (named !== null) return toFound(named, [named[3], monthOf(named[2]), named[1]], text);
  const american = monthDay.exec(text);
  return american === null ? null : toFound(american, [american[3], monthOf(american[1]), american[2]], text);
}

type Parts = readonly [year: string | undefined, month: string | undefined, day: string | undefined];

function toFound([matched]: RegExpExecArray, [year = "", month = "", day = ""]: Parts, text: string) {
  // As POSIX reads two digits: 69 to 99 are of the last century.
  const fullYear = year.length === 2 ? `${Number(year) >= 69 ? 19 : 20}${year}` : year;
  return {
    date: `${fullYear}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`,
    rest: text.slice(matched.length),
  };
}

const monthNames = [
  ["jan", "sty", "янв"],
  ["feb", "lut", "фев"],
  ["mar", "mar", "мар"],
  ["apr", "kwi", "апр"],
  ["may", "maj", "май", "мая"],
  ["jun", "cze", "июн"],
  ["jul", "lip", "июл"],
  ["aug", "sie", "авг"],
  ["sep", "wrz", "сен"],
  ["oct", "paź", "paz", "окт"],
  ["nov", "lis", "ноя"],
  ["dec", "gru", "дек"],
];

function monthOf(name = ""): string {
  const start = name.toLowerCase().slice(0, 3);
  return String(monthNames.findIndex((names) => names.includes(start)) + 1);
}

function placeTime(date: CivilDate, time: RegExpExecArray, timeZone: string): ParsedDate | null {
  const [, hourText, minuteText, half, zone] = time;
  if (hourText === undefined) return { date, at: startOfDay(date, timeZone) };
  const hour =
    half === undefined ? Number(hourText) : (Number(hourText) % 12) + (half.toLowerCase() === "p" ? 12 : 0);
  const minute = Number(minuteText);
  if (hour > 23 || minute > 59) return null;
  if (zone !== undefined) {
    const offset = toOffset(zone);
    const clockText = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
    return offset === null ? null : fromMoment(Date.parse(`${date}T${clockText}:00${offset}`), timeZone);
  }
  return { date, at: startOfHour(date, hour, timeZone) + minute * msPerMinute };
}

function fromMoment(at: Moment, timeZone: string): ParsedDate | null {
  return Number.isNaN(at) ? null : { date: toCivilDate(at, timeZone), at };
}

/** 1 January 1970 in days as spreadsheets count them. Whole minutes: the fraction has more digits than it knows. */
const serialOf1970 = 25_569;

function fromSerial(days: number, timeZone: string): ParsedDate {
  const minutes = Math.round((days - serialOf1970) * 24 * 60);
  const clockTime = new Date(minutes * msPerMinute).toISOString();
  const date = clockTime.slice(0, 10);
  const hour = Number(clockTime.slice(11, 13));
  if (Number.isInteger(days)) return { date, at: startOfDay(date, timeZone) };
  return { date, at: startOfHour(date, hour, timeZone) + Number(clockTime.slice(14, 16)) * msPerMinute };
}

/** Hours ahead of UTC. Of all abbreviations those that are written in exports and mean one thing only. */
const zoneHours: readonly (readonly [names: string, hours: number])[] = [
  ["Z UTC GMT WET", 0],
  ["WEST CET", 1],
  ["CEST EET", 2],
  ["EEST MSK", 3],
  ["EDT", -4],
  ["EST CDT", -5],
  ["CST MDT", -6],
  ["MST PDT", -7],
  ["PST", -8],
];

/** `+02:00` of `+2`, `GMT+2`, `+0200` or a known abbreviation; null when it is none. */
function toOffset(zone: string): string | null {
  const numeric = /([+-])(\d{1,2}):?(\d{2})?$/.exec(zone);
  const [, sign = "+", hourText, minutes = "00"] = numeric ?? [];
  if (hourText !== undefined) return `${sign}${hourText.padStart(2, "0")}:${minutes}`;
  const hours = zoneHours.find(([names]) => names.split(" ").includes(zone.toUpperCase()))?.[1];
  return hours === undefined
    ? null
    : `${hours < 0 ? "-" : "+"}${String(Math.abs(hours)).padStart(2, "0")}:00`;
}
