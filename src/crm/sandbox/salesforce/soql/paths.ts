import { findObject, type Org, type Row, tableOf } from "../org.ts";
import { invalidField } from "../refusals.ts";
import type { Field, ObjectSchema } from "../schema.ts";

/** A field of the queried object, or one that lies behind its references: `Owner.Manager.Name`. */
export interface Path {
  readonly steps: readonly {
    readonly relationship: string;
    readonly field: string;
    readonly object: string;
  }[];
  readonly field: Field;
}

/** `OwnerId` leads to `Owner`, `Rep__c` to `Rep__r`. */
export function toRelationship(field: string): string {
  return field.endsWith("__c") ? field.replace(/__c$/, "__r") : field.replace(/Id$/, "");
}

/** Throws INVALID_FIELD as Salesforce words it. Names are not case-sensitive. */
export function resolvePath(org: Org, schema: ObjectSchema, name: string): Path {
  const parts = name.split(".");
  const last = parts.pop() ?? "";
  const steps: Path["steps"][number][] = [];
  let at = schema;
  for (const relationship of parts) {
    const field = findField(
      at,
      relationship.endsWith("__r") ? relationship.replace(/__r$/, "__c") : `${relationship}Id`,
    );
    const target = field?.references[0];
    const next = target === undefined ? null : findObject(org, target);
    if (field === undefined || next === null) throw invalidField(at.name, relationship);
    steps.push({ relationship: toRelationship(field.name), field: field.name, object: next.name });
    at = next;
  }
  const field = findField(at, last);
  if (field === undefined) throw invalidField(at.name, last);
  return { steps, field };
}

export function toName({ steps, field }: Path): string {
  return [...steps.map(({ relationship }) => relationship), field.name].join(".");
}

export function valueAt(org: Org, row: Row, { steps, field }: Path): Row[string] {
  let at: Row | undefined = row;
  for (const step of steps)
    at = at === undefined ? undefined : tableOf(org, step.object).get(String(at[step.field]));
  return at?.[field.name] ?? null;
}

function findField(schema: ObjectSchema, name: string): Field | undefined {
  const exact = schema.fields.get(name);
  return (
    exact ?? [...schema.fields.values()].find((field) => field.name.toLowerCase() === name.toLowerCase())
  );
}
