import { parseQuery, type Query } from "@jetstreamapp/soql-parser-js";
import { findObject, type Org, type Row, tableOf } from "../org.ts";
import { invalidType, malformedQuery, refuse } from "../refusals.ts";
import type { ObjectSchema } from "../schema.ts";
import { toTest } from "./compare.ts";
import { type Condition, toCondition } from "./condition.ts";
import { resolvePath, toName, valueAt } from "./paths.ts";
import { sortRows } from "./sort.ts";
import { toRecord } from "./to-record.ts";

export interface Selected {
  readonly object: string;
  readonly records: readonly Record<string, unknown>[];
  /** Names of the selected fields, as the object spells them: `Owner.Name`. */
  readonly columns: readonly string[];
  /** Of `COUNT()`: the number alone, without records. */
  readonly count: number | null;
}

export interface Asking {
  /** Deleted and archived rows too. */
  readonly isAll: boolean;
}

/** Runs a SOQL query with Salesforce's own refusals for what is wrong with it. */
export function select(org: Org, soql: string, asking: Asking): Selected {
  const query = parse(soql);
  const schema = schemaOf(org, query);
  const rows = findRows(org, { query, schema, asking });
  if (isCount(query)) return { object: schema.name, records: [], columns: [], count: rows.length };
  const paths = fieldNames(query).map((name) => resolvePath(org, schema, name));
  return {
    object: schema.name,
    records: rows.map((row) => toRecord(org, schema, { row, paths })),
    columns: paths.map(toName),
    count: null,
  };
}

/** Characters of one query. */
const longestQuery = 100_000;

function parse(soql: string): Query {
  if (soql.length > longestQuery) throw malformedQuery(`the query is longer than ${longestQuery} characters`);
  try {
    return parseQuery(soql, { ignoreParseErrors: false });
  } catch (error) {
    throw malformedQuery(Error.isError(error) ? error.message : "unexpected token");
  }
}

function schemaOf(org: Org, query: Query): ObjectSchema {
  const schema = findObject(org, query.sObject ?? "");
  if (schema === null) throw invalidType(query.sObject ?? "");
  if (query.groupBy !== undefined || query.having !== undefined) {
    throw malformedQuery("GROUP BY is not simulated");
  }
  return schema;
}

/** Further rows are reached by other means. */
const maxOffset = 2_000;

interface Search {
  readonly query: Query;
  readonly schema: ObjectSchema;
  readonly asking: Asking;
}

function findRows(org: Org, { query, schema, asking }: Search): readonly Row[] {
  const condition = toCondition(query.where);
  if (schema.needsFilterOn !== undefined) requireFilter(schema, condition);
  const test =
    condition === null ? () => true : toTest(org, { schema, condition, subquery: subqueryOf(org, asking) });
  const rows = [...tableOf(org, schema.name).values()].filter(
    (row) => (asking.isAll || (row["IsDeleted"] !== true && row["IsArchived"] !== true)) && test(row),
  );
  const sorted = sortRows(org, { rows, schema, query });
  const start = query.offset ?? 0;
  if (start > maxOffset) throw refuse(400, "NUMBER_OUTSIDE_VALID_RANGE", `maximum OFFSET is ${maxOffset}`);
  return sorted.slice(start, query.limit === undefined ? undefined : start + query.limit);
}

/** `IN (SELECT …)`: the values of the one field that the inner query selects. */
function subqueryOf(org: Org, asking: Asking): (query: Query) => ReadonlySet<unknown> {
  return (query) => {
    const schema = schemaOf(org, query);
    const [name] = fieldNames(query);
    if (name === undefined) throw malformedQuery("a subquery needs a field");
    const path = resolvePath(org, schema, name);
    return new Set(findRows(org, { query, schema, asking }).map((row) => valueAt(org, row, path)));
  };
}

/** Salesforce answers some objects only for named records. */
function requireFilter(schema: ObjectSchema, condition: Condition | null): void {
  const names = schema.needsFilterOn ?? [];
  const isNamed = (one: Condition | null): boolean => {
    if (one?.kind === "all") return one.conditions.some(isNamed);
    if (one?.kind !== "compare") return false;
    return names.includes(one.comparison.field) && ["=", "IN"].includes(one.comparison.operator);
  };
  if (!isNamed(condition)) {
    throw malformedQuery(
      `Implementation restriction: ${schema.name} requires a filter by a single Id on ${names.join(", ")} using the equals operator or multiple Id's using the IN operator.`,
    );
  }
}

function isCount(query: Query): boolean {
  const [field] = query.fields ?? [];
  return field?.type === "FieldFunctionExpression" && field.functionName.toUpperCase() === "COUNT";
}

function fieldNames(query: Query): readonly string[] {
  return (query.fields ?? []).map((field) => {
    if (field.type === "Field") return field.field;
    if (field.type === "FieldRelationship") return [...field.relationships, field.field].join(".");
    throw malformedQuery(`${field.type} is not simulated`);
  });
}
