import { addDays, type CivilDate, mondayOf } from "../../../domain/time.ts";
import * as calendar from "./calendar.ts";
import { nextFeast } from "./feasts.ts";
import { dayOf, type Match, type Meaning, past, span, time, valueAt, valueOf } from "./match.ts";
import { unit } from "./time-words.ts";

/** "a week today", "two weeks tomorrow", "today week". */
export function readWeekFromDay(match: Match): Meaning | null {
  const days = valueOf(match, "U");
  if (match.coded.language !== "en" || days < unit.week || days > unit.fortnight) return null;
  const count = match.codes.startsWith("n") ? Math.floor(valueOf(match, "n")) : 1;
  return time(addDays(match.on, valueOf(match, "R") + days * count), "day");
}

/** "w 10 dni": in Polish the small word for "in" counts days too. */
export function readWithin(match: Match): Meaning | null {
  const isPolish = match.coded.language === "pl" && match.coded.tokens[match.at]?.fold === "w";
  return isPolish && valueOf(match, "U") === unit.day ? readAhead(match) : null;
}

/** "the last day of July", "ostatniego dnia miesiąca". */
export function readLastDay(match: Match): Meaning | null {
  const { coded, at, codes, on } = match;
  if (valueAt(coded, at + 1) !== unit.day) return past;
  const last = at + codes.length - 1;
  if (codes.endsWith("M")) return time(calendar.endOfNamedMonth(on, valueAt(coded, last)), "date");
  return time(endAhead(on, valueAt(coded, last), codes.includes("X") ? 1 : 0), "date");
}

/** "the first working day of February" */
export function readFirstDay(match: Match): Meaning | null {
  const { on, codes, coded, at } = match;
  const isDay = valueOf(match, "U") === unit.day;
  const end = calendar.endOfNamedMonth(on, valueOf(match, "MY"));
  const first = `${end.slice(0, 8)}01`;
  const number = valueAt(coded, at);
  if (!isDay) return null;
  return time(
    codes.includes("B") ? calendar.addBusinessDays(addDays(first, -1), number) : addDays(first, number - 1),
    "date",
  );
}

/** Last working day or last day of this (0) or the next (1) week, month, quarter, year; the day itself for a day. */
export function endAhead(on: CivilDate, unitDays: number, ahead: number): CivilDate | null {
  switch (unitDays) {
    case unit.day:
      return addDays(on, ahead);
    case unit.week:
      return addDays(mondayOf(on), 4 + 7 * ahead);
    case unit.month:
      return calendar.endOfMonthAhead(on, ahead);
    case unit.quarter:
      return calendar.endOfQuarterAhead(on, ahead);
    case unit.year:
      return calendar.endOfMonth(calendar.yearOf(on) + ahead, 12);
    default:
      return unitDays < 1 ? on : null;
  }
}

/** "in two weeks", "через десять дней", "within 3 business days", "two weeks from today". */
export function readAhead(match: Match): Meaning {
  const { on, codes } = match;
  const count = /[nd]/.test(codes) ? countOf(match) : 1;
  const days = valueOf(match, "U");
  if (codes.includes("B")) return time(calendar.addBusinessDays(on, count), "day");
  if (days === unit.month) return time(monthsAhead(on, count), "day");
  if (days > 365 || count > 400) return span;
  return time(addDays(on, Math.floor(days * count + 0.05)), "day");
}

function monthsAhead(on: CivilDate, count: number): CivilDate {
  const last = calendar.endOfMonthAhead(on, Math.floor(count));
  const day = `${last.slice(0, 8)}${on.slice(8)}`;
  return day < last ? day : last;
}

/** "сорок восемь" is a sum; in "one a week from today" only the word next to the unit counts. */
function countOf({ coded, at, codes }: Match): number {
  let sum = 0;
  for (let index = 0; index < codes.length; index++) {
    if (!"nd".includes(codes.charAt(index))) continue;
    const value = valueAt(coded, at + index);
    sum = sum >= 20 && sum % 10 === 0 ? sum + value : value;
  }
  return sum;
}

export function readEnd(match: Match): Meaning {
  const { on, codes } = match;
  if (/[MY]$/.test(codes)) return time(calendar.endOfNamedMonth(on, valueOf(match, "MY")), "date");
  const days = valueOf(match, codes.includes("U") ? "U" : "Z");
  return time(endAhead(on, days, codes.includes("X") ? 1 : 0), days === unit.day ? "none" : "week");
}

/** Beginning or middle of a month is a time without a day; of a week it is still that week. */
export function readPart(match: Match): Meaning {
  const isNextWeek = match.codes.includes("X") && valueOf(match, "U") === unit.week;
  return time(isNextWeek ? endAhead(match.on, unit.week, 1) : null, "week");
}

export function readQuarter(match: Match): Meaning | null {
  const number = valueOf(match, "dno");
  const isQuarter = match.codes.startsWith("Q") || valueOf(match, "U") === unit.quarter;
  if (!isQuarter || number > 4 || number < 1) return null;
  const isDuration = match.codes.startsWith("n") && number !== 1;
  return isDuration ? span : time(calendar.endOfNamedQuarter(match.on, number), "month");
}

export function readIsoWeek(match: Match): Meaning | null {
  const isWeek = match.codes.startsWith("k") || valueOf(match, "U") === unit.week;
  const week = valueOf(match, "do");
  if (!isWeek || week < 1 || week > 53) return null;
  return time(calendar.fridayOfIsoWeek(match.on, week), "week");
}

/** "the 17th", "двадцать первого". Small ordinals are mostly adjectives, so they need a preposition before. */
export function readOrdinal(match: Match): Meaning | null {
  const day = dayOf(match);
  if (day < 1 || day > 31) return null;
  if (match.codes.endsWith("u")) return time(calendar.nextMonthDay(match.on, day), "monthDay");
  const isDigit = /^\d/.test(match.coded.tokens[match.at]?.low ?? "");
  return isDigit || isDayWord(match, day) ? time(calendar.nextMonthDay(match.on, day), "monthDay") : null;
}

/** An ordinal in words names a day after a preposition or weekday; from five on, Polish and Russian need none. */
function isDayWord({ coded, at, codes }: Match, day: number): boolean {
  if (coded.codes.charAt(at + codes.length) === "U") return false;
  const before = coded.codes.slice(Math.max(0, at - 2), at);
  if (coded.language === "en" && !/[bpW,]f?$/.test(before)) return false;
  return day >= 5 || /[bpa]f?$/.test(before);
}

export function readFeast(match: Match): Meaning | null {
  const feast = nextFeast(match.on, valueOf(match, "H"));
  if (!feast) return null;
  if (match.codes.startsWith("ra")) return time(addDays(feast.last, 1), "date");
  return time(match.codes.startsWith("b") ? addDays(feast.first, -1) : feast.first, "date");
}
