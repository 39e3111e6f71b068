import { addDays, mondayOf, weekdayOf } from "../../../domain/time.ts";
import * as calendar from "./calendar.ts";
import {
  dateAt,
  readDayMonth,
  readMonthDay,
  readSpacedDate,
  readWeekOfDate,
  weekOf,
} from "./date-readers.ts";
import { type Match, type Meaning, past, span, time, valueAt, valueOf } from "./match.ts";
import {
  endAhead,
  readAhead,
  readEnd,
  readFeast,
  readFirstDay,
  readIsoWeek,
  readLastDay,
  readOrdinal,
  readPart,
  readQuarter,
  readWeekFromDay,
  readWithin,
} from "./readers.ts";
import {
  nextNamedWeekday,
  readNthWeekday,
  readWeekdayAfterFeast,
  readWeekdayAhead,
  readWeekdayOfNextWeek,
  readWeekdayWeek,
  readWeeksFromWeekday,
} from "./weekday-readers.ts";

interface Rule {
  readonly pattern: RegExp;
  readonly read: (match: Match) => Meaning | null;
}

function rule(codes: string, read: (match: Match) => Meaning | null): Rule {
  return { pattern: new RegExp(codes, "y"), read };
}

/** In order: a longer or more definite way of saying comes before the shorter one it holds. */
const rules: readonly Rule[] = [
  rule("[kU][f.s]?[no]?[do]f*[MY]", readWeekOfDate),
  rule("k[f.s]?D", ({ on, coded, at, codes }) => weekOf(dateAt(coded, at + codes.length - 1, on))),
  rule("[joL]W[fip]*[MY]n?", readNthWeekday),
  rule("[joL]W[fip]*X?f?U", readNthWeekday),
  rule("[no]?[do][fu]*[MY]n?", readDayMonth),
  rule("[MY]f?[do](?![.,]?U)n?", readMonthDay),
  rule("dd(?![ndohUM#])", readSpacedDate),
  rule("[do]u", readOrdinal),
  rule("D", ({ coded, at, on }) => time(dateAt(coded, at, on), "date")),
  rule("W[p,fb]*Xf?U|Xf?U[p,]*W", readWeekdayOfNextWeek),
  rule("W[,]?U(?!g)", readWeekdayWeek),
  rule("n?UpW", readWeekdayWeek),
  rule("[nd]UsW", readWeeksFromWeekday),
  rule("W,?i[nd]?U", readWeekdayAhead),
  rule("i[nd]?UpW", readWeekdayAhead),
  rule("n?UR|RU", readWeekFromDay),
  rule("W[,fht.]?r?a[.f]?H", readWeekdayAfterFeast),
  rule("e[nod]?[WU]|w[WU]?", () => ({ kind: "every" })),
  rule("LU[fT]*[UM]|LUf*Xf?U", readLastDay),
  rule("oB?Uf*[MY]", readFirstDay),
  rule("L[WU]|LnU|y", () => past),
  rule("Xf?W", ({ on, coded, at, codes }) =>
    time(nextNamedWeekday(on, coded, at + codes.length - 1), "weekday"),
  ),
  rule("[TX]?W", ({ on, coded, at, codes }) =>
    time(calendar.nextWeekday(on, valueAt(coded, at + codes.length - 1)), "weekday"),
  ),
  rule("R", ({ on, coded, at }) => time(addDays(on, valueAt(coded, at)), "day")),
  rule("Tt", ({ on }) => time(on, "day")),
  rule("[nd]{0,2}Ug", () => past),
  rule("[nd]{1,2}UsR|[nd]{1,2}Usc|UsR", readAhead),
  rule("[ip]*i[fbp]*[nd]{0,2}B?U", readAhead),
  rule("p[nd]{1,2}B?U(?!s)", readWithin),
  rule("Zf?Xf?U|[XT]?Z", readEnd),
  rule("Ef*[TX]?f?U|Ef*[MY]|bf*Uf*[MY]", readEnd),
  rule("[Sm]f*X?f?U|[Sm]f*[MY]", readPart),
  rule("UaX", ({ on }) => time(addDays(mondayOf(on), 18), "week")),
  rule("UaR", ({ on, coded, at }) => time(addDays(on, valueAt(coded, at) + valueAt(coded, at + 2)), "day")),
  rule("X[nd]U", readAhead),
  rule("Xf?U", (match) => time(endAhead(match.on, valueOf(match, "U"), 1), "week")),
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
