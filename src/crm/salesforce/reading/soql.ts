import type { Moment } from "../../../domain/time.ts";

/** A text as SOQL writes it. */
export function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

/** `Id IN (…)`; never with an empty list, which SOQL does not know. */
export function isIn(field: string, values: readonly string[]): string {
  return `${field} IN (${values.map(quote).join(",")})`;
}

/** A moment as SOQL writes it: no quotes, UTC, whole seconds rounded down. */
export function toSoqlMoment(at: Moment): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/**
 * Characters that the values of one `IN` list may take: Salesforce allows a WHERE text of 4,000 (SOQL limits), of which other
 * conditions need some. 180 ids of 18 characters fit.
 */
export const maxListLength = 3_800;
