import { findObject, type Org, tableOf } from "../org.ts";
import { notFound } from "../refusals.ts";
import type { Call, Route } from "../route.ts";
import type { Field, ObjectSchema } from "../schema.ts";
import { toRelationship } from "../soql/paths.ts";

function describe({ org, params }: Call) {
  const schema = findObject(org, params["object"] ?? "");
  if (schema === null) throw notFound();
  const { name, prefix, isWritable } = schema;
  const body = {
    name,
    keyPrefix: prefix,
    createable: isWritable,
    updateable: isWritable,
    queryable: true,
    fields: [...schema.fields.values()].map((field) => describeField(org, schema, field)),
  };
  return { status: 200, body };
}

function describeField(org: Org, schema: ObjectSchema, field: Field) {
  const isReadOnly = org.settings.readOnlyFields.includes(`${schema.name}.${field.name}`);
  return {
    name: field.name,
    label: field.name,
    type: field.type,
    length: field.length,
    createable: field.isCreateable && !isReadOnly,
    updateable: field.isUpdateable && !isReadOnly,
    externalId: field.isExternalId,
    custom: field.name.endsWith("__c"),
    nillable: true,
    referenceTo: field.references,
    relationshipName: field.type === "reference" ? toRelationship(field.name) : null,
    picklistValues: valuesOf(org, schema, field).map(({ value, label, isDefault }) => ({
      active: true,
      value,
      label,
      defaultValue: isDefault,
    })),
  };
}

/** Picklists whose values are records of their own. */
const sources: Readonly<Record<string, string>> = {
  "Opportunity.StageName": "OpportunityStage",
  "Task.Status": "TaskStatus",
  "Task.Priority": "TaskPriority",
};

function valuesOf(org: Org, schema: ObjectSchema, field: Field): Field["values"] {
  const source = sources[`${schema.name}.${field.name}`];
  if (source === undefined) return field.values;
  return [...tableOf(org, source).values()].map((row) => {
    const value = String(row["ApiName"]);
    return { value, label: String(row["MasterLabel"]), isDefault: false };
  });
}

export const describeRoutes: readonly Route[] = [
  { method: "get", path: "/sobjects/:object/describe", kind: "describe", isWrite: false, handle: describe },
];
