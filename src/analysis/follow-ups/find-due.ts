import { addDays, type CivilDate, isCivilDate, mondayOf, weekdayOf } from "../../domain/time.ts";

/** How a time is said: a pattern and what it means on the day the text was written. */
interface TimeRule {
  readonly pattern: RegExp;
  readonly resolve: (match: RegExpExecArray, writtenOn: CivilDate) => CivilDate | null;
}

const weekdays = [
  "mon(?:day)?|poniedzia[lł](?:ek|ku|kiem)|pn|понедельник\\p{L}*|пн",
  "tue(?:s|sday)?|wtor(?:ek|ku|kiem)|wt|вторник\\p{L}*|вт",
  "wed(?:nesday)?|[sś]rod(?:a|y|ę|e|zie)|[sś]r|сред[уеы]|ср",
  "thu(?:rs|rsday)?|czwart(?:ek|ku|kiem)|czw|четверг\\p{L}*|чт",
  "fri(?:day)?|pi[aą]t(?:ek|ku|kiem)|pt|пятниц\\p{L}+|пт",
  "sat(?:urday)?|sobot(?:a|y|ę|e)|суббот\\p{L}+|сб",
  "sunday|niedziel(?:a|i|ę|e)|воскресень\\p{L}|вс",
];
const months = [
  "jan(?:uary)?|stycz(?:eń|nia|niu)|styczen|январ\\p{L}",
  "feb(?:ruary)?|lut(?:y|ego|ym)|феврал\\p{L}",
  "mar(?:ch)?|marc(?:a|u)|marzec|марта?",
  "apr(?:il)?|kwie(?:cień|cien|tnia|tniu)|апрел\\p{L}",
  "may|maj(?:a|u)?|ма[йяе]",
  "june?|czerw(?:iec|ca|cu)|июн\\p{L}",
  "july?|lip(?:iec|ca|cu)|июл\\p{L}",
  "aug(?:ust)?|sierp(?:ień|ien|nia|niu)|август\\p{L}?",
  "sept?(?:ember)?|wrze(?:sień|sien|śnia|sniu|śniu|snia)|сентябр\\p{L}",
  "oct(?:ober)?|pa[zź]dziernik(?:a|u)?|октябр\\p{L}",
  "nov(?:ember)?|listopad(?:a|zie)?|ноябр\\p{L}",
  "dec(?:ember)?|grud(?:zień|zien|nia|niu)|декабр\\p{L}",
];
const numberWords: Readonly<Record<string, number>> = {
  a: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  dwóch: 2,
  dwoch: 2,
  dwa: 2,
  trzech: 3,
  trzy: 3,
  pięciu: 5,
  двух: 2,
  два: 2,
  две: 2,
  трёх: 3,
  трех: 3,
  три: 3,
  пяти: 5,
  пять: 5,
};

function word(body: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${body})(?![\\p{L}\\p{N}])`, "iu");
}

function weekdayRules(): TimeRule[] {
  return weekdays.map((names, index) => ({
    pattern: word(names),
    resolve: (_, writtenOn) => addDays(writtenOn, ((index + 1 - weekdayOf(writtenOn) + 6) % 7) + 1),
  }));
}

function monthRules(): TimeRule[] {
  return months.flatMap((names, index) => [
    {
      pattern: word(`(\\d{1,2})(?:st|nd|rd|th|-?го|-?е)?\\.?\\s+(?:of\\s+)?(?:${names})`),
      resolve: ([, day], on) => toDate(Number(day), index + 1, on),
    },
    {
      pattern: word(`(?:${names})\\s+(\\d{1,2})(?:st|nd|rd|th)?`),
      resolve: ([, day], on) => toDate(Number(day), index + 1, on),
    },
  ]);
}

const rules: readonly TimeRule[] = [
  {
    pattern: /(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?!\d)/u,
    resolve: ([date]) => (date && isCivilDate(date) ? date : null),
  },
  ...monthRules(),
  {
    pattern:
      /(?<![\d.,])([0-3]?\d)[./]([01]?\d)(?:[./](?:20)?\d\d)?(?![\d%])(?!\s*(?:zł|zl|k|m|€|%|р|тыс|млн))/u,
    resolve: ([, day, month], on) => toDate(Number(day), Number(month), on),
  },
  {
    pattern: word(
      "end of (?:the |this )?week|(?:do )?ko[nń]ca tygodnia|ko[nń]cem tygodnia|до конца (?:этой )?недели|к концу недели",
    ),
    resolve: (_, on) => addDays(mondayOf(on), 4),
  },
  {
    pattern: word("end of (?:the |this )?month|ko[nń]ca miesi[aą]ca|до конца месяца|к концу месяца"),
    resolve: (_, on) => endOfMonth(on),
  },
  {
    pattern: word("next week|przysz[lł]ym tygodniu|następnym tygodniu|следующей неделе|след неделе"),
    resolve: (_, on) => addDays(mondayOf(on), 11),
  },
  {
    pattern: word(
      "(?:within|in|w ci[aą]gu|za|в течение|через)\\s+(\\p{L}+|\\d{1,2})\\s+(?:days?|dni|дн\\p{L}+)",
    ),
    resolve: ([, count], on) => addDaysByWord(count, on),
  },
  { pattern: word("day after tomorrow|pojutrze|послезавтра"), resolve: (_, on) => addDays(on, 2) },
  { pattern: word("tomorrow|tmrw|jutro|jutra|завтра"), resolve: (_, on) => addDays(on, 1) },
  { pattern: word("today|tonight|this afternoon|dzi[sś]|dzisiaj|сегодня"), resolve: (_, on) => on },
  ...weekdayRules(),
];

/** The first time the text names, in the order of how definite the way of saying is; null when none is found. */
export function findDue(text: string, writtenOn: CivilDate): CivilDate | null {
  for (const { pattern, resolve } of rules) {
    const match = pattern.exec(text);
    const due = match && resolve(match, writtenOn);
    if (due) return due;
  }
  return null;
}

function addDaysByWord(count: string | undefined, writtenOn: CivilDate): CivilDate | null {
  const days = Number(count) || numberWords[(count ?? "").toLowerCase()];
  return days ? addDays(writtenOn, days) : null;
}

function endOfMonth(writtenOn: CivilDate): CivilDate {
  const [year = 0, month = 1] = writtenOn.split("-").map(Number);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

/** Day and month without a year mean the next such day. */
function toDate(day: number, month: number, writtenOn: CivilDate): CivilDate | null {
  const year = Number(writtenOn.slice(0, 4));
  for (const candidate of [year, year + 1]) {
    const date = `${candidate}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
    if (isCivilDate(date) && date >= writtenOn) return date;
  }
  return null;
}
