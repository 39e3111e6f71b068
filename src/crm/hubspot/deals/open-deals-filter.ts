import type { Pipeline } from "../../../domain/deal.ts";
import { type Moment } from "../../../domain/time.ts";
import type { Filter } from "../reading/search.ts";

/** HubSpot refuses searches over 3,000 characters and groups of filters over 5; values in one list over 100. */
const maxFilterLength = 1_500;
const maxValues = 100;

/**
 * What to search for to see all open deals and all changed ones, in one pass: by the stages that are open, and by HubSpot's own flag,
 * which also knows of deals in stages that were archived since. With hundreds of stages, by the flag alone.
 */
export function toFlaggedPass(pipelines: readonly Pipeline[], modifiedSince: Moment): Pass {
  const [stages, ...others] = toStageFilters(pipelines);
  const isOpen: Filter = { propertyName: "hs_is_closed", operator: "EQ", value: "false" };
  return [
    [toChanged(modifiedSince)],
    ...(stages === undefined || others.length > 0 ? [] : [[stages]]),
    [isOpen],
  ];
}

/** The same where that flag is missing: passes to be read one after the other, more than one only with hundreds of stages. */
export function toDealPasses(pipelines: readonly Pipeline[], modifiedSince: Moment): readonly Pass[] {
  const [first, ...others] = toStageFilters(pipelines);
  const changed = [toChanged(modifiedSince)];
  return [first === undefined ? [changed] : [changed, [first]], ...others.map((stages) => [[stages]])];
}

/** Any of these groups; all filters of a group. */
type Pass = readonly (readonly Filter[])[];

function toChanged(modifiedSince: Moment): Filter {
  return { propertyName: "hs_lastmodifieddate", operator: "GTE", value: String(Math.floor(modifiedSince)) };
}

function toStageFilters(pipelines: readonly Pipeline[]): readonly Filter[] {
  return inShortLists(toSearchValues(pipelines)).map((values) => {
    return { propertyName: "dealstage", operator: "IN", values };
  });
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
