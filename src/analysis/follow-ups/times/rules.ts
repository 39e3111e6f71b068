import { addDays, type CivilDate, mondayOf, weekdayOf } from "../../../domain/time.ts";
import * as calendar from "./calendar.ts";
import type { CodedText } from "./codes.ts";
import { nextFeast } from "./feasts.ts";
import { numericTimeOf } from "./numeric-times.ts";
import { unit } from "./time-words.ts";

/** How definite a way of naming a day is; the more definite of two neighbours wins ("Friday, 24 March"). */
export type Grain = "date" | "monthDay" | "weekday" | "day" | "week" | "month" | "none";

export type Meaning =
  | { readonly kind: "time"; readonly due: CivilDate | null; readonly grain: Grain }
  | { readonly kind: "past" | "after" | "vague" | "every" | "span" | "clock" };

/** The matched stretch: where it lies in the coded text, and on which day it was written. */
export interface Match {
  readonly coded: CodedText;
  readonly at: number;
  readonly codes: string;
  readonly on: CivilDate;
}

interface Rule {
  readonly pattern: RegExp;
  readonly read: (match: Match) => Meaning | null;
}

function rule(codes: string, read: (match: Match) => Meaning | null): Rule {
  return { pattern: new RegExp(codes, "y"), read };
}

function time(due: CivilDate | null, grain: Grain): Meaning {
  return { kind: "time", due, grain };
}

const past: Meaning = { kind: "past" };
const span: Meaning = { kind: "span" };

/** In order: a longer or more definite way of saying comes before the shorter one it holds. */
const rules: readonly Rule[] = [
  rule("[kU][f.s]?[no]?[do]f*[MY]", readWeekOfDate),
  rule("k[f.s]?D", ({ on, coded, at, codes }) => weekOf(dateAt(coded, at + codes.length - 1, on))),
  rule("[no]?[do]f*[MY]n?", readDayMonth),
  rule("[MY]f?[do](?![.,]?U)n?", readMonthDay),
  rule("D", ({ coded, at, on }) => time(dateAt(coded, at, on), "date")),
  rule("W[p,fb]*XU|XU[p,]*W|W[p,]*XU", readWeekdayOfNextWeek),
  rule("W[,]?U(?!g)", readWeekdayWeek),
  rule("n?UpW", readWeekdayWeek),
  rule("W[,fht.]?r?a[.f]?H", readWeekdayAfterFeast),
  rule("e[nod]?[WU]|w[WU]?", () => ({ kind: "every" })),
  rule("LU[fT]*[UM]|LUf*XU", readLastDay),
  rule("oB?Uf*[MY]", readFirstDay),
  rule("L[WU]|LnU|y", () => past),
  rule("XW", ({ on, coded, at }) => time(nextNamedWeekday(on, coded, at), "weekday")),
  rule("[TX]?W", ({ on, coded, at, codes }) =>
    time(calendar.nextWeekday(on, valueAt(coded, at + codes.length - 1)), "weekday"),
  ),
  rule("R", ({ on, coded, at }) => time(addDays(on, valueAt(coded, at)), "day")),
  rule("Tt", ({ on }) => time(on, "day")),
  rule("[nd]{0,2}Ug", () => past),
  rule("[nd]{1,2}UsR|[nd]{1,2}Usc|UsR", readAhead),
  rule("[ip]*i[fbp]*[nd]{0,2}B?U", readAhead),
  rule("Ef*[TX]?U|Ef*[MY]|bf*Uf*[MY]", readEnd),
  rule("[Sm]f*X?U|[Sm]f*[MY]", readPart),
  rule("UaX", ({ on }) => time(addDays(mondayOf(on), 18), "week")),
  rule("UaR", ({ on, coded, at }) => time(addDays(on, valueAt(coded, at) + valueAt(coded, at + 2)), "day")),
  rule("X[nd]U", readAhead),
  rule("XU", ({ on, coded, at }) => time(endAhead(on, valueAt(coded, at + 1), 1), "week")),
  rule("TU", ({ on, coded, at }) => time(endAhead(on, valueAt(coded, at + 1), 0), "week")),
  rule("Q[do]|[dno]U", readQuarter),
  rule("k[do]|pd,U|Ud", readIsoWeek),
  rule("bf+U(?![no])", ({ on, coded, at, codes }) =>
    time(endAhead(on, valueAt(coded, at + codes.length - 1), 0), "week"),
  ),
  rule("[XT]?M", ({ on, coded, at, codes }) =>
    time(calendar.endOfNamedMonth(on, valueAt(coded, at + codes.length - 1)), "month"),
  ),
  rule("[pib]f*[XT]?Y(?!f?[do])", ({ on, coded, at, codes }) =>
    time(calendar.endOfNamedMonth(on, valueAt(coded, at + codes.length - 1)), "month"),
  ),
  rule("[no]?o", readOrdinal),
  rule("ra[fn]?H|bf?H|H", readFeast),
  rule("T?q", ({ on }) => time(calendar.weekdayOfWeek(on, 7, weekdayOf(on) === 7 ? 1 : 0), "week")),
  rule("Xq", ({ on }) => time(calendar.weekdayOfWeek(on, 7, 1), "week")),
  rule("z", ({ on }) => time(on, "none")),
  rule("v", () => ({ kind: "vague" })),
  rule("[nd]{1,2}B?U", () => span),
  rule("h", () => ({ kind: "clock" })),
];

/** The rules that can begin with each code, by the code's number: most rules need not be tried at most places. */
export const rulesByStart: ReadonlyMap<number, readonly Rule[]> = byStart();

function byStart(): ReadonlyMap<number, readonly Rule[]> {
  const found = new Map<number, Rule[]>();
  for (const one of rules) {
    for (const code of new Set(
      one.pattern.source
        .replaceAll(/\(\?!.*?\)/g, "")
        .split("|")
        .flatMap(startsOf),
    )) {
      const number = code.charCodeAt(0);
      found.set(number, [...(found.get(number) ?? []), one]);
    }
  }
  return found;
}

/** The codes one alternative of a pattern can begin with: those of its first part, and of the next while parts may be missing. */
function startsOf(alternative: string): readonly string[] {
  const starts: string[] = [];
  for (const [, group, single, count] of alternative.matchAll(/(?:\[([^\]]+)\]|(.))([?*+]|\{\d,\d\})?/g)) {
    starts.push(...(group ?? single ?? "").split(""));
    if (count !== "?" && count !== "*" && !count?.startsWith("{0")) break;
  }
  return starts;
}

function valueAt(coded: CodedText, index: number): number {
  return coded.values[index] ?? 0;
}

/** Value of the first token of the match whose code is one of `codes`. */
function valueOf({ coded, at, codes }: Match, wanted: string): number {
  for (let index = 0; index < codes.length; index++) {
    if (wanted.includes(codes.charAt(index))) return valueAt(coded, at + index);
  }
  return 0;
}

/** "двадцать первого" is two words: tens and units. */
function dayOf({ coded, at, codes }: Match): number {
  let sum = 0;
  for (let index = 0; index < codes.length; index++) {
    if (!"ndo".includes(codes.charAt(index))) continue;
    const value = valueAt(coded, at + index);
    if (sum === 0 || (sum >= 20 && sum % 10 === 0 && value < 10)) sum += value;
  }
  return sum;
}

function readWeekOfDate(match: Match): Meaning | null {
  const isWeek = match.codes.startsWith("k") || valueAt(match.coded, match.at) === unit.week;
  if (!isWeek) return null;
  const rest = match.codes.replace(/^[kU][f.s]?/, "");
  const inner = { ...match, at: match.at + match.codes.length - rest.length, codes: rest };
  return weekOf(calendar.nextDayOfMonth(match.on, valueOf(inner, "MY"), dayOf(inner)));
}

function weekOf(date: CivilDate | null): Meaning {
  return time(date && calendar.fridayOf(date), "date");
}

function readDayMonth(match: Match): Meaning | null {
  const month = valueOf(match, "MY");
  const body = match.codes.replace(/[MY].*$/, "");
  return dated(match, month, dayOf({ ...match, codes: body }));
}

function readMonthDay(match: Match): Meaning | null {
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
function dateAt(coded: CodedText, index: number, on: CivilDate): CivilDate | null {
  const date = numericTimeOf(coded.tokens, index);
  if (date.code !== "D") return null;
  if (date.year !== null) return calendar.toDate(date.year, date.month, date.day);
  if (date.isSwappable && coded.language === "en" && !hasDayFirst(coded))
    return swapByWeekday(coded, index, on);
  return calendar.nextDayOfMonth(on, date.month, date.day);
}

/** Another date in the text whose first number can only be a day. */
function hasDayFirst({ tokens, codes }: CodedText): boolean {
  return tokens.some(({ low }, index) => codes[index] === "D" && /^(?:1[3-9]|[23]\d)\//.test(low));
}

function swapByWeekday({ tokens, codes, values }: CodedText, index: number, on: CivilDate): CivilDate | null {
  const date = numericTimeOf(tokens, index);
  if (date.code !== "D") return null;
  const near = codes.slice(Math.max(0, index - 5), index).lastIndexOf("W");
  const weekday = near < 0 ? 0 : (values[Math.max(0, index - 5) + near] ?? 0);
  const readings = [
    calendar.nextDayOfMonth(on, date.month, date.day),
    calendar.nextDayOfMonth(on, date.day, date.month),
  ];
  return readings.find((reading) => reading !== null && weekdayOf(reading) === weekday) ?? null;
}

function readWeekdayOfNextWeek(match: Match): Meaning | null {
  const isWeek = valueOf(match, "U") === unit.week;
  return isWeek ? time(calendar.weekdayOfWeek(match.on, valueOf(match, "W"), 1), "date") : null;
}

/** "Thursday week", "a week on Thursday". */
function readWeekdayWeek(match: Match): Meaning | null {
  if (match.coded.language !== "en" || valueOf(match, "U") !== unit.week) return null;
  return time(addDays(calendar.nextWeekday(match.on, valueOf(match, "W")), 7), "date");
}

function readWeekdayAfterFeast(match: Match): Meaning | null {
  const feast = nextFeast(match.on, valueOf(match, "H"));
  return feast && time(calendar.nextWeekday(feast.last, valueOf(match, "W")), "date");
}

/** English "next Tuesday" is the next one; Polish and Russian mean the one of the next calendar week. */
function nextNamedWeekday(on: CivilDate, coded: CodedText, at: number): CivilDate {
  const weekday = valueAt(coded, at + 1);
  return coded.language === "en" ? calendar.nextWeekday(on, weekday) : calendar.weekdayOfWeek(on, weekday, 1);
}

/** "the last day of July", "ostatniego dnia miesiąca". */
function readLastDay(match: Match): Meaning | null {
  const { coded, at, codes, on } = match;
  if (valueAt(coded, at + 1) !== unit.day) return past;
  const last = at + codes.length - 1;
  if (codes.endsWith("M")) return time(calendar.endOfNamedMonth(on, valueAt(coded, last)), "date");
  return time(endAhead(on, valueAt(coded, last), codes.includes("X") ? 1 : 0), "date");
}

/** "the first working day of February" */
function readFirstDay(match: Match): Meaning | null {
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
function endAhead(on: CivilDate, unitDays: number, ahead: number): CivilDate | null {
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
function readAhead(match: Match): Meaning {
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

function readEnd(match: Match): Meaning {
  const { on, codes } = match;
  if (/[MY]$/.test(codes)) return time(calendar.endOfNamedMonth(on, valueOf(match, "MY")), "date");
  const days = valueOf(match, "U");
  return time(endAhead(on, days, codes.includes("X") ? 1 : 0), days === unit.day ? "none" : "week");
}

/** Beginning or middle of a month is a time without a day; of a week it is still that week. */
function readPart(match: Match): Meaning {
  const isNextWeek = match.codes.includes("X") && valueOf(match, "U") === unit.week;
  return time(isNextWeek ? endAhead(match.on, unit.week, 1) : null, "week");
}

function readQuarter(match: Match): Meaning | null {
  const number = valueOf(match, "dno");
  const isQuarter = match.codes.startsWith("Q") || valueOf(match, "U") === unit.quarter;
  if (!isQuarter || number > 4 || number < 1) return null;
  const isDuration = match.codes.startsWith("n") && number !== 1;
  return isDuration ? span : time(calendar.endOfNamedQuarter(match.on, number), "month");
}

function readIsoWeek(match: Match): Meaning | null {
  const isWeek = match.codes.startsWith("k") || valueOf(match, "U") === unit.week;
  const week = valueOf(match, "do");
  if (!isWeek || week < 1 || week > 53) return null;
  return time(calendar.fridayOfIsoWeek(match.on, week), "week");
}

/** "the 17th", "двадцать первого". Small ordinals are mostly adjectives, so they need a preposition before. */
function readOrdinal(match: Match): Meaning | null {
  const day = dayOf(match);
  if (day < 1 || day > 31) return null;
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

function readFeast(match: Match): Meaning | null {
  const feast = nextFeast(match.on, valueOf(match, "H"));
  if (!feast) return null;
  if (match.codes.startsWith("ra")) return time(addDays(feast.last, 1), "date");
  return time(match.codes.startsWith("b") ? addDays(feast.first, -1) : feast.first, "date");
}
