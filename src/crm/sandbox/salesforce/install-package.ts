import { readFileSync } from "node:fs";
import { parseManifest } from "../../manifest.ts";
import type { Org } from "./org.ts";
import { type Field, type FieldType, type ObjectSchema, toField } from "./schema.ts";

const manifestFile = new URL("../../../../manifest.json", import.meta.url);

const types: Readonly<Record<string, FieldType>> = {
  enumeration: "picklist",
  date: "date",
  number: "double",
  text: "textarea",
};

/** Characters of a long text field. */
const longText = 4_000;

/** As after an admin installed Norma's package and gave its permission set to the integration user. */
export function installPackage(org: Org): void {
  const { dealFields } = parseManifest(JSON.parse(readFileSync(manifestFile, "utf8")));
  addFields(
    org,
    "Opportunity",
    dealFields.fields.map(({ name, type, options }) => {
      const values = options.map(({ value, label }) => ({ value, label, isDefault: false }));
      return toField(toApiName(name), types[type] ?? "string", { ...writable, length: longText, values });
    }),
  );
  addFields(org, "Task", [keyField]);
  const period: ObjectSchema = {
    name: "Norma_Rep_Period__c",
    prefix: "a0N",
    isWritable: true,
    fields: new Map([...systemFieldsOf(org), ...periodFields].map((field) => [field.name, field])),
  };
  org.objects.set(period.name, period);
  org.tables.set(period.name, new Map());
}

const writable = { isCreateable: true, isUpdateable: true };
const keyField = toField("Norma_Key__c", "string", { ...writable, isExternalId: true, length: 255 });

const periodFields: readonly Field[] = [
  keyField,
  toField("OwnerId", "reference", { ...writable, references: ["User"] }),
  toField("Rep__c", "reference", { ...writable, references: ["User"] }),
  ...["Metric__c", "Period__c", "Status__c"].map((name) => toField(name, "string", writable)),
  toField("Start__c", "date", writable),
  ...["Actual__c", "Expected__c", "Low__c", "High__c"].map((name) => toField(name, "double", writable)),
];

function systemFieldsOf(org: Org): readonly Field[] {
  const names = [
    "Id",
    "CreatedDate",
    "CreatedById",
    "LastModifiedDate",
    "LastModifiedById",
    "SystemModstamp",
    "IsDeleted",
  ];
  const fields = org.objects.get("Task")?.fields;
  return names.flatMap((name) => fields?.get(name) ?? []);
}

function addFields(org: Org, object: string, fields: readonly Field[]): void {
  const schema = org.objects.get(object);
  if (schema === undefined) throw new RangeError(`The sandbox has no object ${object}`);
  const all = new Map([...schema.fields, ...fields.map((field) => [field.name, field] as const)]);
  org.objects.set(object, { ...schema, fields: all });
}

/** `norma_stalled_since` becomes `Norma_Stalled_Since__c`. */
function toApiName(name: string): string {
  const words = name.split("_").map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join("_")}__c`;
}
