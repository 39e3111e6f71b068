import type { Moment } from "../../../domain/time.ts";
import type { WantedTask } from "../../port.ts";
import type { Portal } from "../portal.ts";
import { readLinks } from "../reading/associations.ts";
import { readAllBatches } from "../reading/batch-read.ts";
import { searchByKeyset } from "../reading/search.ts";
import { type HubSpotRecord, textOf } from "../records.ts";
import { findMarker } from "../task-marker.ts";

const act = "looking for own tasks";
const properties = ["hs_task_body", "hs_createdate"] as const;

/**
 * Task ids by draft key. First over the deals' links, which are read from the database and lag behind nothing; then by
 * a search for recent tasks, in case a link was lost.
 */
export async function findTasks(
  portal: Portal,
  wanted: readonly WantedTask[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  if (wanted.length === 0) return found;
  const keys = new Set(wanted.map(({ key }) => key));
  for (const record of await readTasksOfDeals(portal, wanted)) keep(found, keys, record);
  const missing = wanted.filter(({ key }) => !found.has(key));
  if (missing.length === 0) return found;
  const since = Math.min(...missing.map(({ createdSince }) => createdSince));
  for await (const page of searchRecentTasks(portal, since)) {
    for (const record of page.records) keep(found, keys, record);
  }
  return found;
}

async function readTasksOfDeals(
  portal: Portal,
  wanted: readonly WantedTask[],
): Promise<readonly HubSpotRecord[]> {
  const dealIds = [...new Set(wanted.map(({ dealId }) => dealId))];
  const links = await readLinks(portal, { from: "deals", to: "tasks", act }, dealIds);
  const ids = [...new Set([...links.values()].flat())];
  return readAllBatches(portal, { type: "tasks", ids, properties, act });
}

function searchRecentTasks(portal: Portal, since: Moment): ReturnType<typeof searchByKeyset> {
  const recent = {
    propertyName: "hs_createdate",
    operator: "GTE",
    value: String(Math.floor(since)),
  } as const;
  return searchByKeyset(portal, { type: "tasks", anyOf: [[recent]], properties, act }, null);
}

function keep(found: Map<string, string>, keys: ReadonlySet<string>, record: HubSpotRecord): void {
  const key = findMarker(textOf(record, "hs_task_body"));
  if (key !== null && keys.has(key) && !found.has(key)) found.set(key, record.id);
}
