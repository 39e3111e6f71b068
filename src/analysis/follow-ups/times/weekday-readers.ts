import { addDays, type CivilDate, weekdayOf } from "../../../domain/time.ts";
import * as calendar from "./calendar.ts";
import type { CodedText } from "./codes.ts";
import { nextFeast } from "./feasts.ts";
import { type Match, type Meaning, time, valueAt, valueOf } from "./match.ts";
import { unit } from "./time-words.ts";

/** "the first Monday of May", "w drugą środę miesiąca", "в последнюю пятницу июня 2026": the next one that is not over. */
export function readNthWeekday(match: Match): Meaning | null {
  const { on, coded, at, codes } = match;
  const nth = codes.startsWith("L") ? "last" : valueOf(match, "jo");
  const isOfMonth = codes.includes("U") && valueOf(match, "U") === unit.month;
  if (!isOfMonth && !/[MY]/.test(codes)) return null;
  const year = codes.endsWith("n") ? valueAt(coded, at + codes.length - 1) : 0;
  const months = calendar.monthsFrom(on, {
    month: valueOf(match, "MY"),
    year,
    ahead: codes.includes("X") ? 1 : 0,
  });
  for (const month of months) {
    const due = calendar.nthWeekday(month, valueOf(match, "W"), nth);
    if (due !== null && due >= on) return time(due, "date");
  }
  return null;
}

export function readWeekdayOfNextWeek(match: Match): Meaning | null {
  const isWeek = valueOf(match, "U") === unit.week;
  return isWeek ? time(calendar.weekdayOfWeek(match.on, valueOf(match, "W"), 1), "date") : null;
}

/** "Thursday week", "a week on Thursday". */
export function readWeekdayWeek(match: Match): Meaning | null {
  if (match.coded.language !== "en" || valueOf(match, "U") !== unit.week) return null;
  return time(addDays(calendar.nextWeekday(match.on, valueOf(match, "W")), 7), "date");
}

/** "a week from Wednesday", "two weeks from Friday". */
export function readWeeksFromWeekday(match: Match): Meaning | null {
  if (match.coded.language !== "en" || valueOf(match, "U") !== unit.week) return null;
  const weeks = Math.max(1, Math.floor(valueOf(match, "nd")));
  return time(addDays(calendar.nextWeekday(match.on, valueOf(match, "W")), 7 * weeks), "date");
}

/** "w środę за tydzień", "в пятницу через две недели", "za tydzień w środę". A comma between makes two times of them. */
export function readWeekdayAhead(match: Match): Meaning | null {
  const { coded, at, codes, on } = match;
  const isWeek = coded.language !== "en" && valueOf(match, "U") === unit.week;
  const isApart = codes.charAt(1) === "," && coded.tokens[at + 1]?.raw !== ".";
  if (!isWeek || isApart) return null;
  const weeks = Math.max(1, Math.floor(valueOf(match, "nd")));
  const weekday = valueOf(match, "W");
  if (!codes.startsWith("W")) return time(calendar.weekdayOfWeek(on, weekday, weeks), "date");
  const first = weekdayOf(on) === weekday ? on : calendar.nextWeekday(on, weekday);
  return time(addDays(first, 7 * weeks), "date");
}

export function readWeekdayAfterFeast(match: Match): Meaning | null {
  const feast = nextFeast(match.on, valueOf(match, "H"));
  return feast && time(calendar.nextWeekday(feast.last, valueOf(match, "W")), "date");
}

/** English "next Tuesday" is the next one; Polish and Russian mean the one of the next calendar week. */
export function nextNamedWeekday(on: CivilDate, coded: CodedText, at: number): CivilDate {
  const weekday = valueAt(coded, at);
  return coded.language === "en" ? calendar.nextWeekday(on, weekday) : calendar.weekdayOfWeek(on, weekday, 1);
}
