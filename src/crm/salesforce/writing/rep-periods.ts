import type { NormJudgement } from "../../../domain/norm.ts";
import type { RepPeriodsReport } from "../../port.ts";
import { findOwnField, keyFieldName, namespaceOf, toFieldName } from "../field-names.ts";
import type { ObjectShape, Org } from "../org.ts";
import { describe } from "../reading/describe.ts";
import { readAllByKeyset } from "../reading/keyset.ts";
import type { Row } from "../reading/query.ts";
import { dateOf, isIdOf, numberOf, textOf, toLongId } from "../rows.ts";
import { writeCollections } from "./collections.ts";

const objectName = "Norma_Rep_Period__c";

/** The fields of a record; it is owned by the rep, so that whoever may see the rep's work may see it. */
const names = {
  key: keyFieldName,
  rep: "Rep__c",
  metric: "Metric__c",
  period: "Period__c",
  start: "Start__c",
  status: "Status__c",
  actual: "Actual__c",
  expected: "Expected__c",
  low: "Low__c",
  high: "High__c",
} as const;
type FieldKey = keyof typeof names;
const fieldKeys = Object.keys(names) as readonly FieldKey[];

type Values = Readonly<Record<FieldKey, string | number>>;

/** The package's object as it is named in this org. */
export interface PeriodObject {
  readonly name: string;
  readonly fields: Readonly<Record<FieldKey, string>>;
}

/**
 * One record per rep, metric, period and start, upserted by a key of ours, so that reports in Salesforce can show norms. Only those
 * are written whose values differ from what the org holds.
 */
export async function writeRepPeriods(
  org: Org,
  judgements: readonly NormJudgement[],
): Promise<RepPeriodsReport> {
  const object = judgements.length === 0 ? null : await findPeriodObject(org);
  if (object === null) return { isSupported: judgements.length === 0, written: 0, unchanged: 0, refused: [] };
  const all = judgements.filter(({ repId }) => isIdOf("user", repId)).map(toValues);
  const held = await readHeld(org, object, all);
  // A customer pays for every record: nothing done where nothing was expected is none, nor is a day off.
  const isTelling = ({ key, actual, expected, period, status }: Values) =>
    held.has(String(key)) || actual !== 0 || (expected !== 0 && !(period === "day" && status === "absent"));
  const wanted = all.filter(isTelling);
  const changed = wanted.filter((values) => !isSame(values, held.get(String(values.key))));
  const results =
    changed.length === 0
      ? []
      : await writeCollections(
          org,
          {
            method: "PATCH",
            path: `composite/sobjects/${object.name}/${object.fields.key}`,
            act: "writing norms of reps",
            isRepeatable: true,
          },
          changed.map((values) => ({
            key: String(values.key),
            parentId: String(values.rep),
            record: toRecord(object, values),
          })),
        );
  return {
    isSupported: true,
    written: results.filter(({ kind }) => kind === "written").length,
    unchanged: wanted.length - changed.length,
    refused: results.flatMap((result) => (result.kind === "written" ? [] : [result.problem])),
  };
}

/** Null where the package is not installed or its object is hidden from our user. */
export async function findPeriodObject(org: Org): Promise<PeriodObject | null> {
  const shape = (await describe(org, objectName)) ?? (await describePackaged(org));
  if (shape?.isCreateable !== true) return null;
  const fields = fieldKeys.map((key) => [key, findOwnField(shape, names[key])] as const);
  const missing = fields.flatMap(([key, name]) => (name === null ? [names[key]] : []));
  if (missing.length > 0) {
    org.log.warn({ object: shape.name, missing }, "norms are not written: fields are missing");
    return null;
  }
  return { name: shape.name, fields: Object.fromEntries(fields) as Record<FieldKey, string> };
}

/** Objects carry the package's namespace as its fields do. */
async function describePackaged(org: Org): Promise<ObjectShape | null> {
  const [first] = org.manifest.dealFields.fields;
  const plain = toFieldName(first?.name ?? "");
  const own = findOwnField(await describe(org, "Opportunity"), plain);
  return own === null || own === plain
    ? null
    : await describe(org, `${namespaceOf(own, plain)}${objectName}`);
}

function toValues({ repId, metric, period, start, status, ...numbers }: NormJudgement): Values {
  const rep = toLongId(repId);
  const { actual, expected, low, high } = numbers;
  return {
    key: `${rep}:${metric}:${period}:${start}`,
    rep,
    metric,
    period,
    start,
    status,
    actual: toHundredths(actual),
    expected: toHundredths(expected),
    low: toHundredths(low),
    high: toHundredths(high),
  };
}

/** The fields hold two decimals; what is sent must compare equal to what is read back. */
function toHundredths(value: number): number {
  return Math.round(value * 100) / 100;
}

function toRecord({ name, fields }: PeriodObject, values: Values): Readonly<Record<string, unknown>> {
  const own = Object.fromEntries(fieldKeys.map((key) => [fields[key], values[key]]));
  return { attributes: { type: name }, OwnerId: values.rep, ...own };
}

/** What the org holds of the same starts, by key: a night's periods begin on two days or three. */
async function readHeld(
  org: Org,
  { name, fields }: PeriodObject,
  wanted: readonly Values[],
): Promise<ReadonlyMap<string, Values>> {
  const starts = [...new Set(wanted.map(({ start }) => start))];
  if (starts.length === 0) return new Map();
  const rows = await readAllByKeyset(org, {
    object: name,
    fields: ["Id", ...Object.values(fields)],
    // Dates stand without quotes in SOQL.
    where: [`${fields.start} IN (${starts.join(", ")})`],
    kind: "period",
    act: "reading norms of reps",
  });
  return new Map(rows.map((row) => [textOf(row, fields.key) ?? "", toHeld(row, fields)]));
}

function toHeld(row: Row, fields: PeriodObject["fields"]): Values {
  const text = (key: FieldKey) => textOf(row, fields[key]) ?? "";
  const number = (key: FieldKey) => numberOf(row, fields[key]) ?? Number.NaN;
  return {
    key: text("key"),
    rep: toLongId(text("rep")),
    metric: text("metric"),
    period: text("period"),
    start: dateOf(row, fields.start) ?? "",
    status: text("status"),
    actual: number("actual"),
    expected: number("expected"),
    low: number("low"),
    high: number("high"),
  };
}

function isSame(values: Values, held: Values | undefined): boolean {
  return held !== undefined && fieldKeys.every((key) => values[key] === held[key]);
}
