import { cutAt } from "../../body-text.ts";
import type { ObjectShape } from "../org.ts";

/** Texts cut to what the org's field holds: Salesforce refuses a whole row for one character too many. */
export function clipTexts<T extends Readonly<Record<string, unknown>>>(
  shape: ObjectShape | null,
  record: T,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => {
      const length = shape?.fields.get(name)?.length ?? 0;
      return [name, typeof value === "string" && length > 0 ? cutAt(value.toWellFormed(), length) : value];
    }),
  );
}
