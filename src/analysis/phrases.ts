import { z } from "zod";
import { activityKinds } from "../domain/activity.ts";
import { type Flag, flags } from "../domain/flag.ts";
import { reasonCodes } from "../domain/follow-up.ts";
import { metrics, periods } from "../domain/norm.ts";
import { crmKinds } from "../domain/tenant.ts";
import { addDays, type CivilDate } from "../domain/time.ts";

const sentence = z.string().min(1);
/** A counted noun in the four plural classes of CLDR that our languages use; English repeats itself. */
const counted = z.strictObject({ one: sentence, few: sentence, many: sentence, other: sentence });
const perPeriod = z.strictObject({ day: sentence, week: sentence, month: sentence });

/**
 * Everything Norma says to people, in one language. Plain data from config/locales; `{…}` are places to fill.
 * A phrase never counts days "until today", because a text on a deal must not change by itself.
 */
export const phrasesSchema = z.strictObject({
  /** BCP 47, for dates, numbers and plural forms. */
  locale: sentence,
  norms: z.strictObject({
    metrics: z.record(z.enum(metrics), counted),
    sample: z.record(z.enum(periods), counted),
    usual: perPeriod,
    run: perPeriod,
    noComparison: perPeriod,
    absent: perPeriod,
    lastingChange: z.strictObject({ drop: sentence, rise: sentence }),
    silentChannel: sentence,
  }),
  /** For whoever runs the CRM. */
  vanishedDeals: z.strictObject({ told: sentence, cure: z.record(z.enum(crmKinds), sentence) }),
  deletedActivities: z.strictObject({ told: sentence, kinds: z.record(z.enum(activityKinds), sentence) }),
  times: counted,
  rules: z.strictObject({
    "stage-age": z.strictObject({ stage: sentence, pipeline: sentence, guess: sentence }),
    silence: z.strictObject({ stage: sentence, pipeline: sentence, account: sentence, guess: sentence }),
    "close-date-past": sentence,
    "close-date-pushed": sentence,
    "no-next-step": sentence,
    "single-threaded": sentence,
  }),
  reasons: z.record(z.enum(reasonCodes), sentence),
  asks: z.strictObject({
    solution: sentence,
    solutionUndated: sentence,
    vague: sentence,
    silent: sentence,
    broken: sentence,
    repeated: sentence,
    excuse: z.record(z.enum(reasonCodes), sentence),
  }),
  contradictions: z.strictObject({
    "price-without-proposal": sentence,
    "answered-since": sentence,
    "no-attempt-since": sentence,
    "no-attempt": sentence,
  }),
  evidence: z.strictObject({ byAuthor: sentence, anonymous: sentence }),
  task: z.strictObject({
    subject: z.record(z.enum(flags.filter(isTaskFlag)), sentence),
    evidence: sentence,
    nothingWritten: sentence,
    background: sentence,
    rule: sentence,
    contradiction: sentence,
    question: sentence,
    contest: sentence,
  }),
});

export type Phrases = z.infer<typeof phrasesSchema>;
export type CountedNoun = z.infer<typeof counted>;

/** A stalled deal whose rep has named a step with a date needs no task beside it. */
export type TaskFlag = Exclude<Flag, "moving" | "solution">;

export function isTaskFlag(flag: Flag): flag is TaskFlag {
  return flag !== "moving" && flag !== "solution";
}

/** The phrase with its places filled. A place without a value is our mistake and throws. */
export function fill(phrase: string, values: Readonly<Record<string, string | number>>): string {
  return phrase.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`no value for {${name}} in “${phrase}”`);
    return String(value);
  });
}

/** The noun with its number in the right grammatical form, e.g. `3 звонка`. */
export function countOf(noun: CountedNoun, count: number, { locale }: Phrases): string {
  const form = formatters(locale).plural.select(count);
  const phrase = form === "one" || form === "few" || form === "many" ? noun[form] : noun.other;
  return fill(phrase, { count });
}

/** `21 days` in the language, e.g. `21 день`. */
export function daysOf(days: number, { locale }: Phrases): string {
  return formatters(locale).days.format(days);
}

/** Day and month, e.g. `13 Oct`. A civil date has no zone of its own, so none can shift it. */
export function dateOf(date: CivilDate, { locale }: Phrases): string {
  return formatters(locale).date.format(Date.parse(`${addDays(date, 0)}T00:00:00Z`));
}

/** Day, month and year, for what stays on a record. */
export function fullDateOf(date: CivilDate, { locale }: Phrases): string {
  return formatters(locale).fullDate.format(Date.parse(`${addDays(date, 0)}T00:00:00Z`));
}

// Building an Intl object takes longer than a whole finding, so each language builds its own once.
const formattersByLocale = new Map<string, ReturnType<typeof createFormatters>>();

function formatters(locale: string) {
  const known = formattersByLocale.get(locale) ?? createFormatters(locale);
  formattersByLocale.set(locale, known);
  return known;
}

function createFormatters(locale: string) {
  const dayAndMonth = { day: "numeric", month: "short", timeZone: "UTC" } as const;
  return {
    plural: new Intl.PluralRules(locale),
    days: new Intl.NumberFormat(locale, { style: "unit", unit: "day", unitDisplay: "long" }),
    date: new Intl.DateTimeFormat(locale, dayAndMonth),
    fullDate: new Intl.DateTimeFormat(locale, { ...dayAndMonth, year: "numeric" }),
  };
}
