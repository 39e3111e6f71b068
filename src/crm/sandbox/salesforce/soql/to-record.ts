import type { Org, Row } from "../org.ts";
import type { Field, ObjectSchema } from "../schema.ts";
import { type Path, valueAt } from "./paths.ts";

/** A row as an answer shows it: the selected fields, related ones nested, moments as Salesforce writes them. */
export function toRecord(
  org: Org,
  schema: ObjectSchema,
  { row, paths }: { readonly row: Row; readonly paths: readonly Path[] },
): Record<string, unknown> {
  const record: Record<string, unknown> = { attributes: toAttributes(org, schema.name, String(row["Id"])) };
  for (const path of paths) {
    let at = record;
    for (const { relationship, object } of path.steps) {
      at[relationship] ??= { attributes: { type: object } };
      at = at[relationship] as Record<string, unknown>;
    }
    at[path.field.name] = show(path.field, valueAt(org, row, path));
  }
  return record;
}

function toAttributes(_org: Org, type: string, id: string) {
  return { type, url: `/services/data/v66.0/sobjects/${type}/${id}` };
}

/** `2026-10-14T04:00:00.000+0000`, without a colon in the offset. */
export function show(field: Pick<Field, "type">, value: Row[string]): unknown {
  if (field.type !== "datetime" || typeof value !== "number") return value;
  return new Date(value).toISOString().replace("Z", "+0000");
}
