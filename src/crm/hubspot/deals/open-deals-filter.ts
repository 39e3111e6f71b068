import type { Pipeline } from "../../../domain/deal.ts";
import { type Moment } from "../../../domain/time.ts";
import type { Filter } from "../reading/search.ts";

/** HubSpot refuses searches over 3,000 characters and groups of filters over 5; values in one list over 100. */
const maxFilterLength = 1_500;
const maxValues = 100;

/**
 * What to search for to see all open deals and all changed ones: passes to be read one after the other. One pass in
 * any ordinary portal; with hundreds of stages, HubSpot's own closed flag instead of their ids, or else more passes.
 */
export function toDealPasses(
  pipelines: readonly Pipeline[],
  modifiedSince: Moment,
  hasClosedFlag: boolean,
): readonly (readonly (readonly Filter[])[])[] {
  const changed: Filter[] = [
    { propertyName: "hs_lastmodifieddate", operator: "GTE", value: String(Math.floor(modifiedSince)) },
  ];
  const lists = inShortLists(toSearchValues(pipelines));
  if (lists.length > 1 && hasClosedFlag) {
    return [[changed, [{ propertyName: "hs_is_closed", operator: "EQ", value: "false" }]]];
  }
  const [first, ...others] = lists.map((values): Filter[] => [
    { propertyName: "dealstage", operator: "IN", values },
  ]);
  return [first === undefined ? [changed] : [changed, first], ...others.map((filters) => [filters])];
}

/** Enumerations are compared exactly, text in lists in lower case: ids with capitals are named in both spellings. */
function toSearchValues(pipelines: readonly Pipeline[]): readonly string[] {
  const open = pipelines.flatMap(({ stages }) => stages.filter(({ outcome }) => outcome === "open"));
  return [...new Set(open.flatMap(({ id }) => [id, id.toLowerCase()]))];
}

function inShortLists(values: readonly string[]): readonly (readonly string[])[] {
  const lists: string[][] = [];
  let length = 0;
  for (const value of values) {
    const list = lists.at(-1);
    length += value.length + 3;
    if (list === undefined || list.length >= maxValues || length > maxFilterLength) {
      lists.push([value]);
      length = value.length + 3;
    } else {
      list.push(value);
    }
  }
  return lists;
}
