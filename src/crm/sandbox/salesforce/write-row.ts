import type { Moment } from "../../../domain/time.ts";
import { changeDealRow } from "./apply-deal-event.ts";
import { addRow, changeRow, findLive, findObject, type Org, type Row, tableOf } from "./org.ts";
import type { Field, ObjectSchema } from "./schema.ts";

/** One record's result, as composite answers give it. */
export interface RowResult {
  readonly id?: string;
  readonly success: boolean;
  readonly errors: readonly {
    readonly statusCode: string;
    readonly message: string;
    readonly fields: readonly string[];
  }[];
  readonly created?: boolean;
}

export interface Writing {
  readonly at: Moment;
  readonly byId: string;
  /** Accepted and then lost: nothing is kept. */
  readonly isDropped: boolean;
}

/** A record as a client sends it. */
export type Input = Readonly<Record<string, unknown>>;

export function insertRow(
  org: Org,
  object: string,
  { input, writing }: { input: Input; writing: Writing },
): RowResult {
  const schema = findObject(org, object);
  if (schema === null || !schema.isWritable)
    return failed("INVALID_TYPE", `sObject type '${object}' is not supported.`);
  const problem = findProblem(org, schema, { input, isNew: true }) ?? findLock(org, input["WhatId"]);
  if (problem !== null) return problem;
  const { at, byId, isDropped } = writing;
  const values = withDerived(org, schema.name, { values: valuesOf(schema, input), at });
  const row = addRow(org, schema.name, { at, byId, values: { OwnerId: byId, ...values } });
  if (isDropped) tableOf(org, schema.name).delete(String(row["Id"]));
  return { id: String(row["Id"]), success: true, errors: [], created: true };
}

export function updateRow(
  org: Org,
  object: string,
  { input, writing }: { input: Input; writing: Writing },
): RowResult {
  const schema = findObject(org, object);
  if (schema === null || !schema.isWritable)
    return failed("INVALID_TYPE", `sObject type '${object}' is not supported.`);
  const row = findLive(org, schema.name, toText(input["id"] ?? input["Id"]));
  if (row === null) return failed("ENTITY_IS_DELETED", "entity is deleted");
  const problem =
    findProblem(org, schema, { input, isNew: false }) ??
    findLock(org, schema.name === "Opportunity" ? row["Id"] : row["WhatId"]) ??
    findRule(org, schema, row);
  if (problem !== null) return problem;
  if (!writing.isDropped) applyUpdate(org, schema, { row, input, writing });
  return { id: String(row["Id"]), success: true, errors: [] };
}

function applyUpdate(
  org: Org,
  schema: ObjectSchema,
  { row, input, writing: { at, byId } }: { row: Row; input: Input; writing: Writing },
): void {
  const change = { at, byId, values: withDerived(org, schema.name, { values: valuesOf(schema, input), at }) };
  if (schema.name === "Opportunity") changeDealRow(org, row, change);
  else changeRow(row, change);
}

/** Finds the row by its external id, else makes one. */
export function upsertRow(
  org: Org,
  object: string,
  { input, writing, key }: { input: Input; writing: Writing; key: string },
): RowResult {
  const field = findObject(org, object)?.fields.get(key);
  if (field?.isExternalId !== true) {
    return failed("INVALID_FIELD", `Provided external ID field does not exist or is not accessible: ${key}`, [
      key,
    ]);
  }
  const wanted = input[key];
  if (typeof wanted !== "string" || wanted === "") return failed("MISSING_ARGUMENT", `${key} not specified`);
  const rows = [...tableOf(org, object).values()].filter(
    (row) => row[key] === wanted && row["IsDeleted"] !== true,
  );
  const [row, second] = rows;
  if (second !== undefined) return failed("DUPLICATE_EXTERNAL_ID", `${key}: more than one record found`);
  if (row === undefined) return insertRow(org, object, { input, writing });
  return { ...updateRow(org, object, { input: { ...input, id: row["Id"] }, writing }), created: false };
}

export function deleteRow(org: Org, id: string, { at, byId, isDropped }: Writing): RowResult {
  for (const schema of org.objects.values()) {
    if (!schema.isWritable || !id.startsWith(schema.prefix)) continue;
    const row = findLive(org, schema.name, id);
    if (row === null) return failed("ENTITY_IS_DELETED", "entity is deleted");
    if (!isDropped) changeRow(row, { at, byId, values: { IsDeleted: true } });
    return { id, success: true, errors: [] };
  }
  return failed("MALFORMED_ID", `bad id ${id}`);
}

function failed(statusCode: string, message: string, fields: readonly string[] = []): RowResult {
  return { success: false, errors: [{ statusCode, message, fields }] };
}

function entriesOf(input: Input): readonly (readonly [string, unknown])[] {
  return Object.entries(input).filter(([name]) => name !== "attributes" && name.toLowerCase() !== "id");
}

function valuesOf(schema: ObjectSchema, input: Input): Row {
  return Object.fromEntries(
    entriesOf(input).map(([name, value]) => [name, toStored(schema.fields.get(name), value)] as const),
  );
}

/** Texts are kept without spaces around them, as Salesforce keeps them. */
function toStored(field: Field | undefined, value: unknown): Row[string] {
  if (value === null || value === undefined || value === "") return null;
  if (field?.type === "datetime") return Date.parse(toText(value));
  if (typeof value === "number" || typeof value === "boolean") return value;
  return toText(value).trim();
}

interface Checking {
  readonly input: Input;
  readonly isNew: boolean;
}

function findProblem(org: Org, schema: ObjectSchema, { input, isNew }: Checking): RowResult | null {
  for (const [name, value] of entriesOf(input)) {
    const field = schema.fields.get(name);
    if (field === undefined) {
      return failed("INVALID_FIELD", `No such column '${name}' on sobject of type ${schema.name}`, [name]);
    }
    const problem = findFieldProblem(org, schema, { field, value, isNew });
    if (problem !== null) return problem;
  }
  return null;
}

function findFieldProblem(
  org: Org,
  schema: ObjectSchema,
  { field, value, isNew }: { field: Field; value: unknown; isNew: boolean },
): RowResult | null {
  const isReadOnly = org.settings.readOnlyFields.includes(`${schema.name}.${field.name}`);
  if (isReadOnly || !(isNew ? field.isCreateable : field.isUpdateable)) {
    const problem = `Unable to create/update fields: ${field.name}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`;
    return failed("INVALID_FIELD_FOR_INSERT_UPDATE", problem, [field.name]);
  }
  if (value === null || value === "") return null;
  return findValueProblem(org, field, value);
}

function findValueProblem(org: Org, field: Field, value: unknown): RowResult | null {
  const text = toText(value);
  if (field.length > 0 && text.length > field.length) {
    const problem = `${field.name}: data value too large: ${text} (max length=${field.length})`;
    return failed("STRING_TOO_LONG", problem, [field.name]);
  }
  const isMalformed =
    (field.type === "date" && !/^\d{4}-\d{2}-\d{2}/.test(text)) ||
    (field.type === "double" && typeof value !== "number");
  if (isMalformed) {
    const problem = `Cannot deserialize instance of ${field.type} from ${text}`;
    return failed("JSON_PARSER_ERROR", problem, [field.name]);
  }
  return field.type === "reference"
    ? findReferenceProblem(org, field, text)
    : findPicklistProblem(field, text);
}

/** Norma's own lists are restricted; an org's own picklists take any word by API. */
function findPicklistProblem(field: Field, text: string): RowResult | null {
  const isRestricted = field.values.length > 0 && field.name.endsWith("__c");
  if (!isRestricted || field.values.some(({ value }) => value === text)) return null;
  const problem = `bad value for restricted picklist field: ${text}`;
  return failed("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", problem, [field.name]);
}

function findReferenceProblem(org: Org, field: Field, id: string): RowResult | null {
  if (!/^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/.test(id))
    return failed("MALFORMED_ID", `${field.name}: id value of incorrect type: ${id}`, [field.name]);
  const isThere = field.references.some(
    (object) => org.tables.has(object) && findLive(org, object, id) !== null,
  );
  if (isThere) return null;
  return failed("INVALID_CROSS_REFERENCE_KEY", `${field.name}: invalid cross reference id`, [field.name]);
}

/** Writing a task locks the deal it is about. A lock ends after so many tries. */
function findLock(org: Org, dealId: unknown): RowResult | null {
  const id = typeof dealId === "string" ? dealId : "";
  const left = org.lockedDeals.get(id) ?? 0;
  if (left === 0) return null;
  org.lockedDeals.set(id, left - 1);
  return failed("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record or 1 records: " + id);
}

function findRule(org: Org, schema: ObjectSchema, row: Row): RowResult | null {
  const message = schema.name === "Opportunity" ? org.refusedDeals.get(String(row["Id"])) : undefined;
  return message === undefined ? null : failed("FIELD_CUSTOM_VALIDATION_EXCEPTION", message);
}

/** What Salesforce fills in by itself when a status is set. */
function withDerived(org: Org, object: string, { values, at }: { values: Row; at: Moment }): Row {
  if (object !== "Task" || values["Status"] === undefined) return values;
  const status = [...tableOf(org, "TaskStatus").values()].find((row) => row["ApiName"] === values["Status"]);
  const isClosed = status?.["IsClosed"] === true;
  return { ...values, IsClosed: isClosed, CompletedDateTime: isClosed ? at : null };
}

function toText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
