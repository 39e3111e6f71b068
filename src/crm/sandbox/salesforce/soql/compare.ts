import type { Query } from "@jetstreamapp/soql-parser-js";
import { addDays, startOfDay, toCivilDate } from "../../../../domain/time.ts";
import { type Org, type Row, toLongId } from "../org.ts";
import { invalidOperator, malformedQuery } from "../refusals.ts";
import type { FieldType, ObjectSchema } from "../schema.ts";
import type { Comparison, Condition } from "./condition.ts";
import { resolvePath, valueAt } from "./paths.ts";

type Test = (row: Row) => boolean;

interface Testing {
  readonly schema: ObjectSchema;
  readonly condition: Condition;
  readonly subquery: (query: Query) => ReadonlySet<unknown>;
}

/** A WHERE clause as a function of a row. */
export function toTest(org: Org, { schema, condition, subquery }: Testing): Test {
  const of = (inner: Condition) => toTest(org, { schema, condition: inner, subquery });
  switch (condition.kind) {
    case "compare":
      return toComparison(org, { schema, comparison: condition.comparison, subquery });
    case "not": {
      const test = of(condition.condition);
      return (row) => !test(row);
    }
    case "all": {
      const tests = condition.conditions.map(of);
      return (row) => tests.every((test) => test(row));
    }
    case "any": {
      const tests = condition.conditions.map(of);
      return (row) => tests.some((test) => test(row));
    }
  }
}

interface Comparing extends Omit<Testing, "condition"> {
  readonly comparison: Comparison;
}

function toComparison(org: Org, { schema, comparison, subquery }: Comparing): Test {
  const path = resolvePath(org, schema, comparison.field);
  const operator = comparison.operator.toUpperCase();
  const fold = folderOf(path.field.type);
  const valueOf = (row: Row) => fold(valueAt(org, row, path));
  if (operator === "IN" || operator === "NOT IN") {
    const wanted = listOf(org, { comparison, subquery, type: path.field.type });
    const isIn = (row: Row) => wanted.has(valueOf(row));
    return operator === "IN" ? isIn : (row) => !isIn(row);
  }
  if (operator === "LIKE") return toLike(path.field.type, { comparison, valueOf });
  const [range] = toRanges(org, comparison, path.field.type);
  if (range === undefined) throw malformedQuery("expecting a value");
  const compare = comparers[operator];
  if (compare === undefined) throw malformedQuery(`unexpected operator ${operator}`);
  const folded = { from: fold(range.from), to: fold(range.to) };
  return (row) => compare(valueOf(row), folded);
}

type Value = Row[string];

/** Only of texts. Null is like nothing, not even like `%`. */
function toLike(
  type: FieldType,
  { comparison, valueOf }: { comparison: Comparison; valueOf: (row: Row) => Value },
): Test {
  if (!textTypes.has(type)) throw invalidOperator(`invalid operator on ${type} field`);
  const [literal] = [comparison.value ?? []].flat();
  const pattern = toPattern(String(literal ?? "''").slice(1, -1));
  return (row) => {
    const value = valueOf(row);
    return value !== null && pattern.test(String(value));
  };
}

const textTypes: ReadonlySet<FieldType> = new Set(["string", "textarea", "picklist", "email"]);

/** A single value, or the days that a word such as LAST_N_DAYS:3 spans: from the first moment to before the last. */
interface Range {
  readonly from: Value;
  readonly to: Value;
}

/** Null equals only null, and is neither less nor more than anything. */
const comparers: Readonly<Record<string, (value: Value, range: Range) => boolean>> = {
  "=": (value, range) => isEqual(value, range),
  "!=": (value, range) => !isEqual(value, range),
  "<": (value, { from }) => order(value, from) < 0,
  "<=": (value, { from, to }) => (from === to ? order(value, to) <= 0 : order(value, to) < 0),
  ">": (value, { from, to }) => (from === to ? order(value, to) > 0 : order(value, to) >= 0),
  ">=": (value, { from }) => order(value, from) >= 0,
};

function isEqual(value: Value, { from, to }: Range): boolean {
  return from === to ? value === from : order(value, from) >= 0 && order(value, to) < 0;
}

/** Negative, zero or positive; not a number when either is null, so that every comparison fails. */
function order(a: Value, b: Value): number {
  if (a === null || b === null) return Number.NaN;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Texts are compared without regard to case; ids are not. */
export function folderOf(type: FieldType): (value: Value) => Value {
  if (type === "id" || type === "reference") return (value) => value;
  return (value) => (typeof value === "string" ? value.toLowerCase() : value);
}

function listOf(
  org: Org,
  { comparison, subquery, type }: { comparison: Comparison; subquery: Testing["subquery"]; type: FieldType },
): ReadonlySet<unknown> {
  if (comparison.valueQuery !== undefined) return subquery(comparison.valueQuery as Query);
  const fold = folderOf(type);
  return new Set(toRanges(org, comparison, type).map(({ from }) => fold(from)));
}

function toRanges(org: Org, comparison: Comparison, type: FieldType): readonly Range[] {
  const values = [comparison.value ?? []].flat();
  const kinds = [comparison.literalType ?? "STRING"].flat();
  return values.map((value, index) =>
    toRange(org, { value, kind: kinds[index] ?? kinds[0] ?? "STRING", type }),
  );
}

interface Literal {
  readonly value: string;
  readonly kind: string;
  readonly type: FieldType;
}

function toRange(org: Org, { value, kind, type }: Literal): Range {
  if (kind === "DATE_LITERAL" || kind === "DATE_N_LITERAL") return toDays(org, value, type);
  const one = toValue(value, kind, type);
  return { from: one, to: one };
}

function toValue(value: string, kind: string, type: FieldType): Value {
  if (kind === "NULL") return null;
  if (kind === "BOOLEAN") return value.toUpperCase() === "TRUE";
  if (kind === "INTEGER" || kind === "DECIMAL") return Number(value);
  if (kind === "DATETIME" || kind === "DATE") {
    if (type === "date") return value.slice(0, 10);
    if (kind === "DATE")
      throw malformedQuery("value of filter criterion for a dateTime field must be of type dateTime");
    return Date.parse(value);
  }
  if (["datetime", "date", "boolean", "double", "currency", "int"].includes(type)) {
    throw malformedQuery(
      `value of filter criterion must be of type ${type} and should not be enclosed in quotes`,
    );
  }
  return toText(value, type);
}

/** Characters of one text between quotes. */
const longestText = 4_000;

/** What stands between quotes; an id of 15 characters means the same row as its long form. */
function toText(quoted: string, type: FieldType): Value {
  const text = quoted.slice(1, -1).replaceAll(/\\(.)/g, "$1");
  if (text.length > longestText) throw malformedQuery(`a text is longer than ${longestText} characters`);
  if (type !== "id" && type !== "reference") return text;
  if (text === "") return null;
  if (!/^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/.test(text)) throw invalidOperator(`invalid ID field: ${text}`);
  return toLongId(text);
}

/** Days before and after today that a word spans, both ends included. */
const spans: Readonly<Record<string, (count: number) => readonly [number, number]>> = {
  TODAY: () => [0, 0],
  YESTERDAY: () => [-1, -1],
  TOMORROW: () => [1, 1],
  LAST_90_DAYS: () => [-90, 0],
  NEXT_90_DAYS: () => [1, 90],
  LAST_N_DAYS: (count) => [-count, 0],
  NEXT_N_DAYS: (count) => [1, count],
};

function toDays(org: Org, word: string, type: FieldType): Range {
  const [name = "", count = "0"] = word.toUpperCase().split(":");
  const span = spans[name]?.(Number(count));
  if (span === undefined) throw malformedQuery(`${name} is not simulated`);
  const today = toCivilDate(org.clock.now(), org.timeZone);
  const [from, to] = [addDays(today, span[0]), addDays(today, span[1] + 1)];
  return type === "date"
    ? { from, to }
    : { from: startOfDay(from, org.timeZone), to: startOfDay(to, org.timeZone) };
}

/** `%` stands for any text, `_` for one character; with a backslash in front each stands for itself. */
function toPattern(like: string): RegExp {
  const parts = like.match(/\\.|[^\\]/gs) ?? [];
  const pattern = parts.map((part) => {
    if (part === "%") return "[^]*";
    if (part === "_") return "[^]";
    return part.slice(-1).replace(/[.*+?^${}()|[\]\\]/, String.raw`\$&`);
  });
  return new RegExp(`^${pattern.join("")}$`, "i");
}
