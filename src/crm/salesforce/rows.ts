import { type CivilDate, isCivilDate, type Moment } from "../../domain/time.ts";
import type { Row } from "./reading/query.ts";

/** Null for an empty or missing field. */
export function textOf(row: Row, name: string): string | null {
  const value = row[name];
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value : null;
}

export function numberOf(row: Row, name: string): number | null {
  const value = row[name];
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  const text = textOf(row, name);
  return text === null || !Number.isFinite(Number(text)) ? null : Number(text);
}

export function isTrue(row: Row, name: string): boolean {
  return row[name] === true || row[name] === "true";
}

/** Salesforce writes moments as `2026-10-14T04:00:00.000+0000`, without the colon that Date.parse wants everywhere. */
export function momentOf(row: Row, name: string): Moment | null {
  const text = textOf(row, name);
  if (text === null) return null;
  const at = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, "$1:$2"));
  return Number.isNaN(at) ? null : at;
}

/** A date field, or the date part of one that came as a moment at midnight UTC. */
export function dateOf(row: Row, name: string): CivilDate | null {
  const day = textOf(row, name)?.slice(0, 10) ?? "";
  return isCivilDate(day) ? day : null;
}

/** Ids come with 15 or 18 characters; the long form is the one that compares safely. */
export function idOf(row: Row, name = "Id"): string | null {
  const id = textOf(row, name);
  return id === null ? null : toLongId(id);
}

/** Behind a reference (`Activity.WhoId`): nested in the answer of a query, a column of that name in one of Bulk API. Null for no path. */
export function idBehind(row: Row, path: string | null): string | null {
  if (path === null) return null;
  const [relationship = "", field = ""] = path.split(".");
  const behind = row[relationship];
  return typeof behind === "object" && behind !== null ? idOf(behind as Row, field) : idOf(row, path);
}

const suffixLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

/** The 18 characters of an id of 15: three more that tell which letters are capitals (Salesforce, "18-character ids"). */
export function toLongId(id: string): string {
  if (id.length !== 15) return id;
  const suffix = [0, 5, 10].map((start) => {
    const bits = Array.from({ length: 5 }, (_, index) =>
      /[A-Z]/.test(id.charAt(start + index)) ? 1 << index : 0,
    );
    return suffixLetters[bits.reduce((sum, bit) => sum + bit, 0)];
  });
  return id + suffix.join("");
}

/** Ids are looked for by their 15 characters too, which leaves room for more of them in an address; other texts stay as they are. */
export function toShortId(text: string): string {
  const short = text.slice(0, 15);
  return /^[A-Za-z0-9]{18}$/.test(text) && toLongId(short) === text ? short : text;
}

/** The first three characters of an id name its object. */
const prefixes = { user: "005", opportunity: "006", contact: "003", lead: "00Q" } as const;

export function isIdOf(kind: keyof typeof prefixes, id: string | null): id is string {
  return id?.startsWith(prefixes[kind]) ?? false;
}
