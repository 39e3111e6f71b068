import { type CivilDate, daysBetween, weekdayOf } from "../../../domain/time.ts";
import * as calendar from "./calendar.ts";
import type { CodedText } from "./codes.ts";
import { dayOf, type Match, type Meaning, time, valueAt, valueOf } from "./match.ts";
import { numericTimeOf } from "./numeric-times.ts";
import { unit } from "./time-words.ts";

export function readWeekOfDate(match: Match): Meaning | null {
  const isWeek = match.codes.startsWith("k") || valueAt(match.coded, match.at) === unit.week;
  if (!isWeek) return null;
  const rest = match.codes.replace(/^[kU][f.s]?/, "");
  const inner = { ...match, at: match.at + match.codes.length - rest.length, codes: rest };
  return weekOf(calendar.nextDayOfMonth(match.on, valueOf(inner, "MY"), dayOf(inner)));
}

export function weekOf(date: CivilDate | null): Meaning {
  return time(date && calendar.fridayOf(date), "date");
}

export function readDayMonth(match: Match): Meaning | null {
  const month = valueOf(match, "MY");
  const body = match.codes.replace(/[MY].*$/, "");
  return dated(match, month, dayOf({ ...match, codes: body }));
}

export function readMonthDay(match: Match): Meaning | null {
  const body = match.codes.replace(/n$/, "").replace(/[MY]/, ".");
  return dated(match, valueOf(match, "MY"), dayOf({ ...match, codes: body }));
}

function dated(match: Match, month: number, day: number): Meaning | null {
  const year = match.codes.endsWith("n") ? valueAt(match.coded, match.at + match.codes.length - 1) : 0;
  const due =
    year > 2000 && year < 2100
      ? calendar.toDate(year, month, day)
      : calendar.nextDayOfMonth(match.on, month, day);
  return due === null ? null : time(due, "date");
}

/** Month before day is said in English only; where both readings are dates and nothing decides, there is no due date. */
export function dateAt(coded: CodedText, index: number, on: CivilDate): CivilDate | null {
  const date = numericTimeOf(coded.tokens, index);
  if (date.code !== "D") return null;
  if (date.year !== null) return calendar.toDate(date.year, date.month, date.day);
  if (date.isSwappable && coded.language === "en" && !hasDayFirst(coded))
    return bestReading(coded, index, on);
  return calendar.nextDayOfMonth(on, date.month, date.day);
}

/** Another date in the text whose first number can only be a day. */
function hasDayFirst({ tokens, codes }: CodedText): boolean {
  return tokens.some(({ low }, index) => codes[index] === "D" && /^(?:1[3-9]|[23]\d)\//.test(low));
}

/** Another date in the text whose second number can only be a day. */
function hasMonthFirst({ tokens, codes }: CodedText): boolean {
  return tokens.some(({ low }, index) => codes[index] === "D" && /\/(?:1[3-9]|[23]\d)$/.test(low));
}

/** A reading this many times as far ahead as the other is not the one meant: deals are written about for the coming weeks. */
const tooFar = 2.25;

/** Day or month first: as the text's other dates, else by the weekday beside it, else the much nearer one, else none. */
function bestReading(coded: CodedText, index: number, on: CivilDate): CivilDate | null {
  const date = numericTimeOf(coded.tokens, index);
  if (date.code !== "D") return null;
  const dayFirst = calendar.nextDayOfMonth(on, date.month, date.day);
  const monthFirst = calendar.nextDayOfMonth(on, date.day, date.month);
  if (dayFirst === null || monthFirst === null || hasMonthFirst(coded)) return monthFirst ?? dayFirst;
  const weekday = weekdayNear(coded, index);
  const agreeing = [dayFirst, monthFirst].find((reading) => weekdayOf(reading) === weekday);
  if (agreeing !== undefined) return agreeing;
  const [sooner, later] = dayFirst < monthFirst ? [dayFirst, monthFirst] : [monthFirst, dayFirst];
  return daysBetween(on, later) >= tooFar * daysBetween(on, sooner) ? sooner : null;
}

/**
 * "do 27 11": day and month with only a space between. Two numbers side by side are mostly something else, so something must
 * speak for a date: a word for "by" or "on", a verb of doing, the text's beginning, or a weekday that is the date's own.
 */
export function readSpacedDate({ coded, at, on }: Match): Meaning | null {
  const [, day = "", month = ""] = spaced.exec(wordsAt(coded, at)) ?? [];
  const date = calendar.nextDayOfMonth(on, Number(month), Number(day));
  if (day === "" || date === null) return null;
  const mayBeClock = Number(day) <= 24 && !month.startsWith("0");
  const isDate = isAnnounced(coded, at, date) || (!mayBeClock && isLikely(coded, at));
  return isDate ? time(date, "date") : null;
}

const spaced = /^(\d\d) (0[1-9]|1[0-2])$/;

function wordsAt({ tokens }: CodedText, at: number): string {
  return `${tokens[at]?.low ?? ""} ${tokens[at + 1]?.low ?? ""}`;
}

/** A word for "by" or "on", or the date's own weekday, stands before it. */
function isAnnounced(coded: CodedText, at: number, date: CivilDate): boolean {
  const before = coded.codes.slice(Math.max(0, at - 2), at);
  if (/W,?$/.test(before)) return weekdayBefore(coded, at) === weekdayOf(date);
  return before.endsWith("b") || /^(?:on|na|dnia|на)$/.test(coded.tokens[at - 1]?.fold ?? "");
}

/** It begins the text, or follows a verb of doing. */
function isLikely({ tokens }: CodedText, at: number): boolean {
  return at === 0 || tokens[at - 1]?.word.person !== undefined;
}

/** The weekday beside a date: some words before it or right after it. 0 when none. */
function weekdayNear({ codes, values }: CodedText, index: number): number {
  const before = codes.slice(Math.max(0, index - 5), index).lastIndexOf("W");
  if (before >= 0) return values[Math.max(0, index - 5) + before] ?? 0;
  const after = codes.slice(index + 1, index + 3).indexOf("W");
  return after < 0 ? 0 : (values[index + 1 + after] ?? 0);
}

function weekdayBefore({ codes, values }: CodedText, at: number): number {
  return values[codes.lastIndexOf("W", at)] ?? 0;
}
