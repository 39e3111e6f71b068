import { z } from "zod";
import type { FollowUpInput } from "../analysis/follow-ups/classify-follow-up.ts";
import type { ExplainedClause } from "../analysis/follow-ups/explain-follow-up.ts";
import { type Classification, followUpChannels } from "../domain/follow-up.ts";
import { type CivilDate, isCivilDate, isTimeZone, toCivilDate } from "../domain/time.ts";
import { describeFeature } from "./describe-feature.ts";

/** One row of `norma classify`, checked. */
export interface FollowUpRow {
  readonly id: string | number;
  readonly input: FollowUpInput;
}

export type ParsedRow =
  | { readonly kind: "row"; readonly row: FollowUpRow }
  /** `problem` names every field that is wrong and what it must be; it never repeats the text. */
  | { readonly kind: "bad"; readonly id: string | number | null; readonly problem: string };

/** Tags that name no language: undetermined and several (ISO 639-2). */
const openTags: ReadonlySet<string> = new Set(["", "und", "mul"]);

const dateOrInstant =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

const writtenOnHint = "must be a date such as 2026-03-17 or an instant such as 2026-03-17T09:30:00Z";

const rowSchema = z
  .object({
    id: z.union([z.string(), z.number()], "must be a string or a number"),
    text: z.string("must be a string"),
    written_on: z.string(writtenOnHint),
    lang: z
      .string("must be a language tag such as en")
      .regex(/^(?:[a-z]{2,3}(?:[-_][a-z0-9-_]*)?)?$/i, "must be a language tag such as en")
      .nullish(),
    channel: z.enum(followUpChannels, `must be one of ${followUpChannels.join(", ")}`).nullish(),
    time_zone: z.string("must be a time zone such as Europe/Warsaw").nullish(),
  })
  .transform(({ id, text, written_on, lang, channel, time_zone }, context) => {
    const timeZone = time_zone ?? "UTC";
    if (!isKnownZone(timeZone)) {
      context.addIssue({
        code: "custom",
        path: ["time_zone"],
        message: "is not a time zone; expected a name such as Europe/Warsaw",
      });
      return z.NEVER;
    }
    const writtenOn = toDay(written_on.trim(), timeZone);
    if (writtenOn === null) {
      context.addIssue({ code: "custom", path: ["written_on"], message: writtenOnHint });
      return z.NEVER;
    }
    return { id, input: { text, writtenOn, ...toLanguage(lang ?? ""), ...(channel ? { channel } : {}) } };
  });

/** Reads one line of JSON. Fields that `classify` does not know are ignored. */
export function parseRow(line: string): ParsedRow {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { kind: "bad", id: null, problem: "is not JSON; each line must be one object" };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const problem = 'must be one object such as {"id":"1","text":"…","written_on":"2026-03-17"}';
    return { kind: "bad", id: null, problem };
  }
  const result = rowSchema.safeParse(value);
  if (result.success) return { kind: "row", row: result.data };
  const problem = result.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`).join("; ");
  return { kind: "bad", id: idOf(value), problem };
}

function idOf(value: object): string | number | null {
  const id: unknown = "id" in value ? value.id : null;
  return typeof id === "string" || typeof id === "number" ? id : null;
}

/**
 * The civil date in `timeZone` of a date, an instant, or a wall-clock time without an offset, which is taken to be read
 * off a clock in that zone already. Null when it is none of these.
 */
function toDay(text: string, timeZone: string): CivilDate | null {
  const [, date = "", time, offset] = dateOrInstant.exec(text) ?? [];
  if (!isCivilDate(date)) return null;
  if (time === undefined) return date;
  const at = Date.parse(`${date}T${time.replace(",", ".")}${isoOffset(offset ?? "Z")}`);
  if (Number.isNaN(at)) return null;
  return offset === undefined ? date : toCivilDate(at, timeZone);
}

/** `+02` and `+0200` as `+02:00`. */
function isoOffset(offset: string): string {
  const [, hours, minutes = "00"] = /^([+-]\d\d):?(\d\d)?$/.exec(offset) ?? [];
  return hours === undefined ? "Z" : `${hours}:${minutes}`;
}

/** The engine's languages by their tag; any other one is not judged, no tag leaves it to the text. */
function toLanguage(tag: string): Pick<FollowUpInput, "language"> {
  const [language = ""] = tag.toLowerCase().split(/[-_]/);
  if (openTags.has(language)) return {};
  if (language === "en" || language === "pl" || language === "ru") return { language };
  return { language: "other" };
}

/** Making sure of a zone costs 0.1 ms, and whole files are in one. */
const knownZones = new Map<string, boolean>();

function isKnownZone(name: string): boolean {
  const known = knownZones.get(name) ?? isTimeZone(name);
  if (knownZones.size < 1_000) knownZones.set(name, known);
  return known;
}

/** One row of the answer, in the order of fields that the contract names. */
export function toAnswer({ id }: Pick<FollowUpRow, "id">, classification: Classification) {
  const { language, verdict, step, stepKind, due, reason, party, evidence, confidence, isAbstained } =
    classification;
  return {
    id,
    lang: language,
    verdict,
    step,
    step_kind: stepKind,
    due,
    reason,
    party,
    evidence: evidence.map(({ start, end, kind }) => ({ start, end, kind })),
    confidence,
    abstained: isAbstained,
  };
}

/** What `--explain` adds. */
export function toExplained(clauses: readonly ExplainedClause[]) {
  return clauses.map(({ start, end, text, tag, probability, because }) => ({
    start,
    end,
    text,
    tag,
    probability: round(probability),
    because: because.map(({ feature, weight }) => ({
      feature,
      says: describeFeature(feature),
      weight: round(weight),
    })),
  }));
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
