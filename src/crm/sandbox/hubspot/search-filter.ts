import { z } from "zod";
import { type ObjectType, toObjectType } from "./object-types.ts";
import { findProperty, type Portal } from "./portal.ts";
import type { PropertyType } from "./property-definition.ts";
import { type HubSpotRecord, readValue } from "./record.ts";
import { invalid } from "./refusals.ts";

const textSchema = z.union([z.string(), z.number(), z.boolean()]).transform(String);

export const filterSchema = z.object({
  propertyName: z.string(),
  operator: z.enum([
    "EQ",
    "NEQ",
    "GT",
    "GTE",
    "LT",
    "LTE",
    "BETWEEN",
    "IN",
    "NOT_IN",
    "HAS_PROPERTY",
    "NOT_HAS_PROPERTY",
    "CONTAINS_TOKEN",
    "NOT_CONTAINS_TOKEN",
  ]),
  value: textSchema.optional(),
  highValue: textSchema.optional(),
  values: z.array(textSchema).optional(),
});
type Filter = z.infer<typeof filterSchema>;

export type Predicate = (view: HubSpotRecord) => boolean;

export interface SearchPlace {
  readonly portal: Portal;
  readonly type: ObjectType;
}

/** How a property's values compare: as numbers (moments included), or as text. */
export type Comparison = "number" | "moment" | "text" | "exact";

export function comparisonOf({ portal, type }: SearchPlace, name: string): Comparison {
  if (name === "hs_object_id") return portal.settings.idsCompareAsStrings ? "exact" : "number";
  const property = findProperty(portal, type, name);
  if (property === undefined) throw invalid(`There was a problem with the request: unknown property ${name}`);
  return comparisons[property.type];
}

const comparisons: Readonly<Record<PropertyType, Comparison>> = {
  number: "number",
  date: "moment",
  datetime: "moment",
  enumeration: "exact",
  bool: "exact",
  string: "text",
  phone_number: "text",
  json: "text",
};

export function toPredicate(place: SearchPlace, filter: Filter): Predicate {
  if (filter.propertyName.startsWith("associations.")) return linkPredicate(place, filter);
  return predicates[filter.operator](filter, comparisonOf(place, filter.propertyName));
}

const predicates: Readonly<
  Record<Filter["operator"], (filter: Filter, comparison: Comparison) => Predicate>
> = {
  EQ: orderPredicate,
  NEQ: orderPredicate,
  GT: orderPredicate,
  GTE: orderPredicate,
  LT: orderPredicate,
  LTE: orderPredicate,
  BETWEEN: orderPredicate,
  IN: memberPredicate,
  NOT_IN: memberPredicate,
  CONTAINS_TOKEN: tokenPredicate,
  NOT_CONTAINS_TOKEN: tokenPredicate,
  HAS_PROPERTY: (filter) => (view) => readValue(view, filter.propertyName) !== null,
  NOT_HAS_PROPERTY: (filter) => (view) => readValue(view, filter.propertyName) === null,
};

function orderPredicate(filter: Filter, comparison: Comparison): Predicate {
  return comparison === "number" || comparison === "moment"
    ? numberPredicate(filter, comparison)
    : textPredicate(filter, comparison);
}

function need(filter: Filter): string {
  if (filter.value === undefined) throw invalid(`operator ${filter.operator} requires a value`);
  return filter.value;
}

type Compare<T> = (a: T, low: T, high: T) => boolean;
const compare: Readonly<Record<string, Compare<number> & Compare<string>>> = {
  EQ: (a: unknown, low: unknown) => a === low,
  NEQ: (a: unknown, low: unknown) => a !== low,
  GT: <T>(a: T, low: T) => a > low,
  GTE: <T>(a: T, low: T) => a >= low,
  LT: <T>(a: T, low: T) => a < low,
  LTE: <T>(a: T, low: T) => a <= low,
  BETWEEN: <T>(a: T, low: T, high: T) => a >= low && a <= high,
};

function numberPredicate(filter: Filter, comparison: "number" | "moment"): Predicate {
  const low = toNumber(need(filter), comparison);
  const high = toNumber(filter.highValue ?? need(filter), comparison);
  if (Number.isNaN(low) || Number.isNaN(high)) {
    throw invalid(`${filter.value} is not a valid value of ${filter.propertyName}`);
  }
  const test = compare[filter.operator];
  const read = numberReader(filter.propertyName, comparison);
  return (view) => {
    const value = read(view);
    if (value === null) return filter.operator === "NEQ";
    return test?.(value, low, high) ?? false;
  };
}

/** The stamp is compared for every record of every page, so it is not turned into text and back. */
export function numberReader(
  name: string,
  comparison: "number" | "moment",
): (view: HubSpotRecord) => number | null {
  if (name === "hs_lastmodifieddate" || name === "lastmodifieddate") return (view) => view.modifiedAt;
  if (name === "hs_createdate") return (view) => view.createdAt;
  return (view) => {
    const value = readValue(view, name);
    return value === null ? null : toNumber(value, comparison);
  };
}

function toNumber(text: string, comparison: "number" | "moment"): number {
  if (comparison === "number" || /^-?\d+$/.test(text)) return text.trim() === "" ? Number.NaN : Number(text);
  return Date.parse(text);
}

function textPredicate(filter: Filter, comparison: "text" | "exact"): Predicate {
  const fold = (text: string) => (comparison === "text" ? text.toLowerCase() : text);
  const low = fold(need(filter));
  const high = fold(filter.highValue ?? low);
  const test = compare[filter.operator];
  return (view) => {
    const value = readValue(view, filter.propertyName);
    if (value === null) return filter.operator === "NEQ";
    return test?.(fold(value), low, high) ?? false;
  };
}

/** Of text properties, IN and NOT_IN only match values given in lower case (HubSpot's documentation). */
function memberPredicate(filter: Filter, comparison: Comparison): Predicate {
  const given = filter.values ?? [];
  if (given.length === 0) throw invalid(`operator ${filter.operator} requires values`);
  const fold = (text: string): string => {
    if (comparison === "text") return text.toLowerCase();
    return comparison === "moment" ? String(toNumber(text, "moment")) : text;
  };
  const members = new Set(comparison === "moment" ? given.map(fold) : given);
  const isIn = filter.operator === "IN";
  return (view) => {
    const value = readValue(view, filter.propertyName);
    return value === null ? !isIn : members.has(fold(value)) === isIn;
  };
}

/** Words of the value, `*` at either end standing for anything. */
function tokenPredicate(filter: Filter): Predicate {
  const wanted = need(filter).toLowerCase();
  const pattern = wanted.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^\\s]*");
  const token = new RegExp(`(^|[\\s.,;:!?()<>@/-])${pattern}($|[\\s.,;:!?()<>@/-])`, "u");
  const isWanted = filter.operator === "CONTAINS_TOKEN";
  return (view) => {
    const value = readValue(view, filter.propertyName);
    return (value !== null && token.test(value.toLowerCase())) === isWanted;
  };
}

function linkPredicate({ portal, type }: SearchPlace, filter: Filter): Predicate {
  const to = toObjectType(filter.propertyName.slice("associations.".length));
  if (to === null) throw invalid(`unknown association ${filter.propertyName}`);
  const ids = new Set(filter.operator === "IN" ? (filter.values ?? []) : [need(filter)]);
  return (view) => portal.links.read({ type, id: view.id }, to).some((id) => ids.has(id));
}
