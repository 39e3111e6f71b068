import { addDays, type CivilDate, daysBetween, isCivilDate } from "../../domain/time.ts";
import { detectLanguage } from "../follow-ups/text/detect-language.ts";
import { type Token, toTokens } from "../follow-ups/text/tokens.ts";
import { type NumericTime, numericTimeOf } from "../follow-ups/times/numeric-times.ts";

/** The day a rep put in front of a line, and the words behind it. */
export interface DatedLine {
  readonly day: CivilDate;
  readonly words: string;
}

/** Between which days, both included, a line can have been written. */
export interface DayRange {
  readonly from: CivilDate;
  readonly to: CivilDate;
  /** The words are known to be new, so of several years the last one is meant. */
  readonly isNew: boolean;
}

/** Only so much of a line is looked at for its date. UTF-16 units. */
const maxHead = 40;

/**
 * "12.03: called", "[3/25] – no answer", "2026-03-12" on a line of its own. Null unless exactly one day of the range can be
 * meant: a date without a separator may be anything, and a day to come is a plan.
 */
export function readLineDate(line: string, range: DayRange): DatedLine | null {
  const head = findHead(line);
  if (head === null) return null;
  const day = onlyDay(readings(head.date, line), range);
  return day === null ? null : { day, words: line.slice(head.end).trim() };
}

type NumericDate = Extract<NumericTime, { code: "D" }>;

interface Head {
  readonly date: NumericDate;
  /** Where the words begin, in UTF-16 units. */
  readonly end: number;
}

function findHead(line: string): Head | null {
  const tokens = toTokens(line.slice(0, maxHead));
  const at = tokens.findIndex(({ raw }) => !openers.has(raw));
  const date = at < 0 ? null : numericTimeOf(tokens, at);
  if (date?.code !== "D") return null;
  const end = endOfDate(tokens, at);
  return end === null ? null : { date, end: end + lengthOfDash(line.slice(end)) };
}

function endOfDate(tokens: readonly Token[], at: number): number | null {
  let next = at + 1;
  while (closers.has(tokens[next]?.low ?? "none")) next++;
  if (/^\d{1,2}:\d{2}$/.test(tokens[next]?.raw ?? "")) next++;
  const last = tokens[next - 1];
  if (at > 0 && last !== undefined && brackets.has(last.raw)) return last.end;
  return endOfSeparator({ last, separator: tokens[next], after: tokens[next + 1] });
}

const openers = new Set(["-", "–", "—", "*", "•", "[", "("]);
const closers = new Set([".", "]", ")", "г", "r"]);
const brackets = new Set(["]", ")"]);
const separators = new Set([":", "-", "–", "—", "|"]);

interface Following {
  readonly last: Token | undefined;
  readonly separator: Token | undefined;
  readonly after: Token | undefined;
}

/** Null when the date is not set off from what follows, or a second number makes it a range or a time. */
function endOfSeparator({ last, separator, after }: Following): number | null {
  if (separator === undefined) return last?.end ?? null;
  if (!separators.has(separator.raw)) return null;
  return after !== undefined && /\d[.:/]\d/.test(after.raw) ? null : separator.end;
}

/** "[12.03]: called" has a mark behind the bracket as well. */
function lengthOfDash(rest: string): number {
  return /^\s*[:–—-]?\s*/u.exec(rest)?.[0].length ?? 0;
}

/** Day first, and in English also month first where a slash leaves it open. */
function readings(date: NumericDate, line: string): readonly NumericDate[] {
  if (!date.isSwappable || !mayBeEnglish(line)) return [date];
  return [date, { ...date, day: date.month, month: date.day }];
}

function mayBeEnglish(line: string): boolean {
  const language = detectLanguage(line);
  return language === "en" || language === "other";
}

/** A reading this many times as far back as the other is not the one meant, as with dates to come. */
const tooFar = 2.25;

function onlyDay(dates: readonly NumericDate[], range: DayRange): CivilDate | null {
  const days = dates.map((date) => daysIn(date, range));
  if (range.isNew)
    return nearestDay(
      days.flatMap((own) => own.at(-1) ?? []),
      range.to,
    );
  const all = new Set(days.flat());
  return all.size === 1 ? ([...all][0] ?? null) : null;
}

/** Of one or two readings the much nearer one. */
function nearestDay(days: readonly CivilDate[], to: CivilDate): CivilDate | null {
  const [far = null, near = far] = days.toSorted();
  if (far === null || near === null || far === near) return near;
  return daysBetween(far, to) >= tooFar * daysBetween(near, to) ? near : null;
}

/** A date without a year that lies farther back is the coming one: "25.03: presentation", written on the 20th, is a plan. */
const halfYear = 183;

/** The days of the range that a date can mean, in order: one a year where it names none. */
function daysIn({ day, month, year }: NumericDate, range: DayRange): readonly CivilDate[] {
  const { to, isNew } = range;
  const nearest = addDays(to, -halfYear);
  const from = isNew && year === null && nearest > range.from ? nearest : range.from;
  const [first, last] = [Number(from.slice(0, 4)), Number(to.slice(0, 4))];
  const years = year === null ? Array.from({ length: last - first + 1 }, (_, k) => first + k) : [year];
  return years
    .map((one) => `${one}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`)
    .filter((date) => isCivilDate(date) && date >= from && date <= to);
}

/** What a rep noted before the deal was made, copied into it. */
const daysBeforeCreation = 365;

/** The days between a deal's creation and the last moment at which its text can have been written. */
export function toDayRange(createdOn: CivilDate | null, to: CivilDate, isNew: boolean): DayRange {
  const daysBefore = isNew ? daysBeforeCreation : 0;
  return { from: addDays(createdOn ?? to, -daysBefore), to, isNew };
}
