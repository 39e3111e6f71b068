import { type RawBuilder, sql } from "kysely";
import type { Moment } from "../domain/time.ts";

/** Object ids of Postgres's own types (pg_type.dat). */
const typeInt8 = 20;
const typeDate = 1082;
const typeTimestamptz = 1184;

/**
 * How values are read, the same for both drivers: moments as milliseconds, civil dates as the text they are
 * (a Date would move them by the machine's zone), counts as numbers.
 */
export const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  [typeInt8]: Number,
  [typeDate]: (text) => text,
  [typeTimestamptz]: parseMoment,
};

/** ISO text and Postgres agree on these years only; what lies beyond is a slip of the keyboard in the CRM. */
const earliest = Date.parse("0001-01-01T00:00:00Z");
const latest = Date.parse("9999-12-31T00:00:00Z");

/** A moment as it is written into a `timestamptz` column. */
export function toTimestamp(at: Moment): string {
  return new Date(Math.min(Math.max(at, earliest), latest)).toISOString();
}

export function toTimestampOrNull(at: Moment | null): string | null {
  return at === null ? null : toTimestamp(at);
}

/** A moment to compare a `timestamptz` column with. */
export function moment(at: Moment): RawBuilder<Moment> {
  return sql<Moment>`${toTimestamp(at)}::timestamptz`;
}

/** A list of texts as one parameter, however long it is. */
export function textArray(texts: Iterable<string>): RawBuilder<string[]> {
  return sql<string[]>`${[...texts]}::text[]`;
}

// Postgres prints `2026-03-01 09:30:00.25+01`; with a T and whole minutes of offset it is ISO 8601.
function parseMoment(text: string): Moment {
  const iso = text.replace(" ", "T");
  return Date.parse(/[+-]\d\d$/.test(iso) ? `${iso}:00` : iso);
}
