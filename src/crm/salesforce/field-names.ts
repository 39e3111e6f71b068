import type { ManifestField } from "../manifest.ts";
import type { ObjectShape, Org } from "./org.ts";
import { describe } from "./reading/describe.ts";

/** `norma_stalled_since` as Salesforce writes it: `Norma_Stalled_Since__c`. */
export function toFieldName(name: string): string {
  return `${toWords(name)}__c`;
}

/** The external id by which Norma's tasks and records are upserted, so that a retry can never make a second one. */
export const keyFieldName = "Norma_Key__c";

/**
 * The field's name in this org: a packaged field carries the package's namespace (`acme__Norma_Flag__c`), a field that was made
 * by hand or belongs to an unmanaged package does not. Null when our user sees neither.
 */
export function findOwnField(shape: ObjectShape | null, name: string): string | null {
  if (shape === null) return null;
  if (shape.fields.has(name)) return name;
  const fields = [...shape.fields.keys()];
  // Names of fields know no case: one made by hand may be written another way.
  const own = fields.find((field) => field.toLowerCase() === name.toLowerCase());
  return own ?? fields.find((field) => isNamespaced(field, name)) ?? null;
}

/** `acme__` of a packaged name, nothing of any other. */
export function namespaceOf(fieldName: string, plainName: string): string {
  return fieldName.slice(0, fieldName.length - plainName.length);
}

/** Name by the domain's field, of those that our user sees on opportunities. */
export async function dealFieldNames(org: Org): Promise<ReadonlyMap<ManifestField["field"], string>> {
  const shape = await describe(org, "Opportunity");
  return new Map(
    org.manifest.dealFields.fields.flatMap(({ field, name }) => {
      const own = findOwnField(shape, toFieldName(name));
      return own === null ? [] : [[field, own] as const];
    }),
  );
}

/** Null in an org where tasks have no such field; there they are known by their text. */
export async function taskKeyName(org: Org): Promise<string | null> {
  return findOwnField(await describe(org, "Task"), keyFieldName);
}

function isNamespaced(field: string, name: string): boolean {
  return (
    field.endsWith(`__${name}`) &&
    /^[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*$/.test(field.slice(0, -name.length - 2))
  );
}

function toWords(name: string): string {
  return name
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("_");
}
