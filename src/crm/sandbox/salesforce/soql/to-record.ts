import { type Org, type Row, tableOf } from "../org.ts";
import type { Field, ObjectSchema } from "../schema.ts";
import { type Path, valueAt } from "./paths.ts";

/** A row as an answer shows it: the selected fields, related ones nested, moments as Salesforce writes them. */
export function toRecord(
  org: Org,
  schema: ObjectSchema,
  { row, paths }: { readonly row: Row; readonly paths: readonly Path[] },
): Record<string, unknown> {
  const record: Record<string, unknown> = { attributes: toAttributes(schema.name, String(row["Id"])) };
  for (const path of paths) {
    const at = enter(org, record, { row, steps: path.steps });
    if (at !== null) at[path.field.name] = show(path.field, valueAt(org, row, path));
  }
  return record;
}

/** The record of the path's last step inside the outer record; null, and shown as null, when the reference is empty. */
function enter(
  org: Org,
  record: Record<string, unknown>,
  { row, steps }: { readonly row: Row; readonly steps: Path["steps"] },
): Record<string, unknown> | null {
  let at = record;
  let behind: Row | undefined = row;
  for (const { relationship, field, object } of steps) {
    behind = tableOf(org, object).get(String(behind[field]));
    if (behind === undefined) {
      at[relationship] = null;
      return null;
    }
    at[relationship] ??= { attributes: toAttributes(object, String(behind["Id"])) };
    at = at[relationship] as Record<string, unknown>;
  }
  return at;
}

function toAttributes(type: string, id: string) {
  return { type, url: `/services/data/v66.0/sobjects/${type}/${id}` };
}

/** `2026-10-14T04:00:00.000+0000`, without a colon in the offset. */
function show(field: Pick<Field, "type">, value: Row[string]): unknown {
  if (field.type !== "datetime" || typeof value !== "number") return value;
  return new Date(value).toISOString().replace("Z", "+0000");
}
