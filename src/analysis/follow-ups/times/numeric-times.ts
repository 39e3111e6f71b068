import type { Token } from "../text/tokens.ts";

/** What a token that begins with a digit can mean in a time: a date (D), clock (h), day (d), ordinal (o), count (n). */
export type NumericTime =
  | {
      readonly code: "D";
      readonly day: number;
      readonly month: number;
      readonly year: number | null;
      readonly isSwappable: boolean;
    }
  | { readonly code: "h" | "d" | "o" | "n" | "#"; readonly value: number };

const noise: NumericTime = { code: "#", value: 0 };
const ordinalSuffix = /^(\d{1,2})-?(?:st|nd|rd|th|го|му|ого|ому|ое|е|го|tego|ego|go|ym|tym|szego|ciego)$/;
const clock =
  /^\d{1,2}[:]\d{2}(?:[-:]\d{1,2})*(?:am|pm|h|hrs)?$|^\d{1,2}(?:[.:]\d{2})?-?(?:am|pm|h|hrs|ч)$|^\d{1,2}[:.]\d{2}-\d{1,2}[:.]\d{2}$/;
const isoDate = /^(20\d\d)-(\d{1,2})-(\d{1,2})$/;
const dayMonth = /^(?:\d{1,2}[.]?-)?(\d{1,2})([./])(\d{1,2})(?:[./-](\d{4}|\d{2}))?(?:г|r)?$/;
const dashedDate = /^(\d{1,2})-(\d{1,2})-(20\d\d)$/;
const moneyBefore = new Set([
  "£",
  "$",
  "€",
  "₽",
  "#",
  "№",
  "v",
  "nr",
  "ver",
  "version",
  "wersja",
  "wersji",
  "версия",
  "версии",
  "+",
  "fi",
  "ø",
]);
const unitAfter = new Set(
  "% € £ $ ₽ zl pln usd eur gbp k m mln mio tys tysiecy тыс млн млрд руб р рублей euro euros dollars pounds grand kg t ton tons тонн кг мм мм2 mm cm m2 шт szt sztuk pcs бар bar bara kw квт mb gb процентов procent percent per x".split(
    " ",
  ),
);

export function numericTimeOf(tokens: readonly Token[], index: number): NumericTime {
  const token = tokens[index];
  if (!token || isMeasure(tokens, index)) return noise;
  return readDate(token.low, tokens[index + 1]) ?? readCount(token.low);
}

/** Prices, versions, phone numbers and amounts are no times. */
function isMeasure(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1];
  const after = tokens[index + 1];
  const token = tokens[index];
  if (!token) return true;
  if (token.low === "24/7" || token.low === "24x7" || token.low.length > 21) return true;
  if (before && moneyBefore.has(before.fold) && before.end >= token.start - 1) return true;
  if (after && isUnit(after)) return true;
  return isPhonePart(tokens, index);
}

/** A small x stands between measures, a large one may be the month of October. */
function isUnit({ raw, fold }: Token): boolean {
  return unitAfter.has(fold) && raw !== "X";
}

/** Three numbers in a row, only dashes, brackets or spaces between, are a phone number. */
function isPhonePart(tokens: readonly Token[], index: number): boolean {
  let run = 0;
  for (let at = index - 4; at <= index + 4; at++) {
    const token = tokens[at];
    if (token?.kind === "number" && /^[\d-]+$/.test(token.low)) run++;
    else if (token && !/^[()+-]$/.test(token.raw)) {
      if (at > index) break;
      run = 0;
    }
  }
  return run >= 3;
}

function readDate(low: string, after: Token | undefined): NumericTime | null {
  const iso = isoDate.exec(low);
  if (iso)
    return {
      code: "D",
      year: Number(iso[1]),
      month: Number(iso[2]),
      day: Number(iso[3]),
      isSwappable: false,
    };
  const dashed = dashedDate.exec(low);
  if (dashed)
    return {
      code: "D",
      day: Number(dashed[1]),
      month: Number(dashed[2]),
      year: Number(dashed[3]),
      isSwappable: false,
    };
  const short = dayMonth.exec(low);
  return short && readDayMonth(short, after);
}

function readDayMonth(match: RegExpExecArray, after: Token | undefined): NumericTime | null {
  const year = match[4] === undefined ? null : fullYear(match[4]);
  const numbers = { first: Number(match[1]), second: Number(match[3]), year };
  const isSlashed = match[2] === "/";
  const isPadded = match[3]?.length === 2;
  const isLikely = isSlashed || isPadded || year !== null || after?.raw === ".";
  const found = isLikely ? dayFirst(numbers, isSlashed) : null;
  return found ?? (isSlashed ? monthFirst(numbers) : null);
}

function monthFirst({ first, second, year }: Numbers): NumericTime | null {
  if (!isMonth(first) || !isDay(second)) return null;
  return { code: "D", day: second, month: first, year, isSwappable: false };
}

interface Numbers {
  readonly first: number;
  readonly second: number;
  readonly year: number | null;
}

function dayFirst({ first, second, year }: Numbers, isSlashed: boolean): NumericTime | null {
  if (!isDay(first) || !isMonth(second)) return null;
  return {
    code: "D",
    day: first,
    month: second,
    year,
    isSwappable: isSlashed && first <= 12 && first !== second,
  };
}

function fullYear(year: string): number {
  return Number(year) + (year.length === 2 ? 2000 : 0);
}

function isDay(value: number): boolean {
  return value >= 1 && value <= 31;
}

function isMonth(value: number): boolean {
  return value >= 1 && value <= 12;
}

function readCount(low: string): NumericTime {
  const ordinal = ordinalSuffix.exec(low);
  if (ordinal) return dayOr(Number(ordinal[1]), "o");
  if (/^\d{1,2}$/.test(low)) return dayOr(Number(low), "d");
  if (clock.test(low) || isDottedClock(low)) return { code: "h", value: 0 };
  const range = /^\d{1,2}-(\d{1,2})$/.exec(low);
  if (range) return dayOr(Number(range[1]), "d");
  return /^\d+$/.test(low) ? { code: "n", value: Number(low) } : noise;
}

/** "9.30" and "14.00": a minute that is no month. */
function isDottedClock(low: string): boolean {
  const [, hour, minute] = /^(\d{1,2})\.(\d{2})$/.exec(low) ?? [];
  return hour !== undefined && Number(hour) <= 24 && Number(minute) % 5 === 0 && Number(minute) < 60;
}

function dayOr(value: number, code: "d" | "o"): NumericTime {
  if (value >= 1 && value <= 31) return { code, value };
  return code === "d" ? { code: "n", value } : noise;
}
