import type { Manifest } from "../manifest.ts";

/** `norma_stalled_since` as Salesforce writes it: `Norma_Stalled_Since__c`. */
export function toFieldName(name: string): string {
  return `${toWords(name)}__c`;
}

/** The external id by which a task is upserted, so that a retry can never make a second one. */
export const taskKeyField = "Norma_Key__c";

/** Salesforce's name of the field that holds a domain's field, by the manifest. */
export function fieldNamesOf(manifest: Manifest): ReadonlyMap<string, string> {
  return new Map(manifest.dealFields.fields.map(({ field, name }) => [field, toFieldName(name)]));
}

function toWords(name: string): string {
  return name
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("_");
}
