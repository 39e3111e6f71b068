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
 * Bytes that the values of one `IN` list may take in an address. Salesforce allows 16,384 for address and headers together
 * (help article 000386264) and 100,000 characters for a query; its 4,000 are for each text between quotes. With the fields, the
 * other conditions and a token that is 500 ids of 15 characters.
 */
export const maxListBytes = 12_000;
