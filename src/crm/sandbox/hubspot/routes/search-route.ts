import { z } from "zod";
import { readBody } from "../body.ts";
import { typeFacts } from "../object-types.ts";
import { type HubSpotRecord, readValue } from "../record.ts";
import { invalid } from "../refusals.ts";
import { type Answer, type Call, ok, type Route, typeOf } from "../route.ts";
import {
  comparisonOf,
  filterSchema,
  numberReader,
  type Predicate,
  type SearchPlace,
  toPredicate,
} from "../search-filter.ts";
import { toIndexed } from "../search-index.ts";
import { toWire } from "../to-wire.ts";

const sortSchema = z.union([
  z.string().transform((propertyName) => ({ propertyName, direction: "ASCENDING" })),
  z.object({ propertyName: z.string(), direction: z.string().default("ASCENDING") }),
]);

const bodySchema = z.object({
  filterGroups: z.array(z.object({ filters: z.array(filterSchema) })).default([]),
  sorts: z.array(sortSchema).default([]),
  properties: z.array(z.string()).optional(),
  limit: z.coerce.number().int().default(10),
  after: z.union([z.string(), z.number()]).transform(Number).default(0),
  query: z.string().nullish(),
});
type SearchBody = z.infer<typeof bodySchema>;

/** HubSpot's limits of one search: rows a page, rows a query, characters of the request, groups, filters, sorts. */
const limits = {
  page: 200,
  total: 10_000,
  characters: 3_000,
  groups: 5,
  filters: 6,
  allFilters: 18,
  sorts: 1,
};

export const searchRoute: Route = {
  method: "post",
  path: "/crm/objects/:version/:type/search",
  kind: "search",
  scopes: (call) => typeFacts[typeOf(call)].readScopes,
  isWrite: false,
  handle: search,
};

function search(call: Call): Answer {
  const type = typeOf(call);
  if (!typeFacts[type].isSearchable) throw invalid(`Search is not supported for object type ${type}`);
  const body = readBody(bodySchema, call.body);
  checkLimits(call, body);
  const place = { portal: call.portal, type };
  const matches = sortMatches(place, findMatches(call, place, body), body);
  const rows = Math.min(body.limit, call.maxRows ?? body.limit);
  const page = matches.slice(body.after, body.after + rows);
  const next = body.after + page.length;
  const wanted = { properties: body.properties ?? null };
  return ok({
    total: matches.length,
    results: page.map((record) => toWire(call.portal, type, { record, wanted })),
    ...(next < matches.length ? { paging: { next: { after: String(next) } } } : {}),
  });
}

function checkLimits(call: Call, body: SearchBody): void {
  const filters = body.filterGroups.map((group) => group.filters.length);
  const broken = [
    [JSON.stringify(call.body).length > limits.characters, "the request exceeds 3000 characters"],
    [body.limit < 1 || body.limit > limits.page, "limit must be between 1 and 200"],
    [!Number.isInteger(body.after) || body.after < 0, "after must be an integer"],
    [body.after + body.limit > limits.total, "paging beyond 10000 results is not supported"],
    [body.filterGroups.length > limits.groups, "too many filterGroups"],
    [Math.max(0, ...filters) > limits.filters, "too many filters in a group"],
    [filters.reduce((sum, count) => sum + count, 0) > limits.allFilters, "too many filters"],
    [body.sorts.length > limits.sorts, "only one sort is supported"],
  ] as const;
  const [first] = broken.filter(([isBroken]) => isBroken);
  if (first !== undefined) throw invalid(`There was a problem with the request: ${first[1]}`);
}

/** In the order of ids, as the index compares them. */
function findMatches(call: Call, place: SearchPlace, body: SearchBody): HubSpotRecord[] {
  const groups = body.filterGroups.map((group) => group.filters.map((filter) => toPredicate(place, filter)));
  const table = place.portal.tables[place.type];
  const ids = table.idsInOrder(place.portal.settings.idsCompareAsStrings ? "string" : "number");
  const found: HubSpotRecord[] = [];
  for (const id of ids) {
    const record = table.records.get(id);
    const view = record === undefined ? null : toIndexed(record, call.at);
    if (view !== null && isMatch(view, groups)) found.push(view);
  }
  return found;
}

function isMatch(view: HubSpotRecord, groups: readonly (readonly Predicate[])[]): boolean {
  return groups.length === 0 || groups.some((group) => group.every((predicate) => predicate(view)));
}

function sortMatches(place: SearchPlace, matches: HubSpotRecord[], { sorts }: SearchBody): HubSpotRecord[] {
  const [sort] = sorts;
  if (sort === undefined) return matches;
  const isDescending = sort.direction.toUpperCase().startsWith("DESC");
  if (sort.propertyName === "hs_object_id") return isDescending ? matches.reverse() : matches;
  const order = toOrder(place, sort.propertyName);
  return matches.sort((a, b) => (isDescending ? order(b, a) : order(a, b)));
}

function toOrder(place: SearchPlace, name: string): (a: HubSpotRecord, b: HubSpotRecord) => number {
  const comparison = comparisonOf(place, name);
  if (comparison === "number" || comparison === "moment") {
    const read = numberReader(name, comparison);
    return (a, b) => (read(a) ?? 0) - (read(b) ?? 0);
  }
  const read = (record: HubSpotRecord) => readValue(record, name) ?? "";
  return (a, b) => (read(a) < read(b) ? -1 : Number(read(a) > read(b)));
}
