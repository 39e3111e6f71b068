import { z } from "zod";
import type { CivilDate, Moment } from "../../domain/time.ts";
import { isCivilDate, toCivilDate } from "../../domain/time.ts";

/** A value that may be anything or missing; it is judged where it is used. */
export const anythingSchema = z.unknown().optional();

/** Ids are strings, but have been seen as numbers. */
export const idSchema = z.union([z.string().min(1), z.number()]).transform(String);

const revisionSchema = z.object({
  value: anythingSchema,
  timestamp: anythingSchema,
  sourceType: anythingSchema,
  updatedByUserId: anythingSchema,
});

/** One object as lists, searches and batches give it. Values are judged where they are used, one by one. */
export const recordSchema = z.object({
  id: idSchema,
  properties: z
    .record(z.string(), z.unknown())
    .nullish()
    .transform((values) => values ?? {}),
  propertiesWithHistory: z
    .record(z.string(), z.array(revisionSchema).catch([]))
    .nullish()
    .transform((values) => values ?? {}),
  createdAt: anythingSchema,
  updatedAt: anythingSchema,
  archived: z.boolean().catch(false),
  objectWriteTraceId: z.string().optional().catch(undefined),
});
export type HubSpotRecord = z.infer<typeof recordSchema>;

/** The `paging.next.after` of a page, null at the end. */
export const pagingSchema = z
  .object({ next: z.object({ after: idSchema }).nullish() })
  .nullish()
  .transform((paging) => paging?.next?.after ?? null);

/** A page of raw rows: one row that cannot be read must not lose the others. */
export const pageSchema = z.object({ results: z.array(z.unknown()), paging: pagingSchema });

/** A property's value as text; numbers and booleans are spelt, everything else and the empty text is null. */
export function textOf(record: HubSpotRecord, name: string): string | null {
  return toText(record.properties[name]);
}

export function toText(value: unknown): string | null {
  if (typeof value === "string") return value === "" ? null : value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

export function numberOf(record: HubSpotRecord, name: string): number | null {
  return toNumber(textOf(record, name));
}

export function toNumber(text: string | null): number | null {
  if (text === null || text.trim() === "") return null;
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}

export function momentOf(record: HubSpotRecord, name: string): Moment | null {
  return toMoment(textOf(record, name));
}

/** HubSpot gives moments as ISO text or as milliseconds, in text or as a number. */
export function toMoment(value: unknown): Moment | null {
  const text = toText(value);
  if (text === null) return null;
  const at = /^-?\d{9,}(?:\.\d+)?$/.test(text) ? Math.floor(Number(text)) : parseIso(text);
  // Beyond these a Date is invalid; such values are typing errors.
  return Number.isFinite(at) && Math.abs(at) <= 8.64e15 ? at : null;
}

/** Only full dates: Date.parse would take "3" for a month of 2001. Without a zone it is UTC, not that of this machine. */
function parseIso(text: string): number {
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return Number.NaN;
  return Date.parse(/T.*(?:Z|[+-]\d{2}:?\d{2})$/i.test(text) || text.length === 10 ? text : `${text}Z`);
}

/** A `date` property: midnight UTC by definition. */
export function civilDateOf(record: HubSpotRecord, name: string): CivilDate | null {
  return toCivilDateIn(textOf(record, name), "UTC");
}

/**
 * A civil date from a moment in `timeZone`. Exactly midnight UTC means the UTC day: so integrations write a day they
 * know no time for, and reading it in New York would make it the day before.
 */
export function toCivilDateIn(text: string | null, timeZone: string): CivilDate | null {
  if (text === null) return null;
  if (isCivilDate(text)) return text;
  const at = toMoment(text);
  if (at === null) return null;
  const date = toCivilDate(at, at % 86_400_000 === 0 ? "UTC" : timeZone);
  return isCivilDate(date) ? date : null;
}

/** `;`-separated ids without empties and repeats. */
export function idsOf(record: HubSpotRecord, name: string): readonly string[] {
  const ids = (textOf(record, name) ?? "").split(";").map((id) => id.trim());
  return [...new Set(ids.filter((id) => id !== ""))];
}

/** When the record last changed: the property, else the envelope. */
export function modifiedAtOf(record: HubSpotRecord): Moment | null {
  return momentOf(record, "hs_lastmodifieddate") ?? toMoment(record.updatedAt) ?? toMoment(record.createdAt);
}
