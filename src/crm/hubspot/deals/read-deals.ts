import { z } from "zod";
import { parseCursor } from "../../cursor.ts";
import { mergeStreams } from "../../merge-streams.ts";
import type { DealRecord, DealsById, Page, PullWindow } from "../../port.ts";
import { readAccount } from "../account/read-account.ts";
import { readPipelines } from "../account/read-pipelines.ts";
import type { Portal } from "../portal.ts";
import { readLinks } from "../reading/associations.ts";
import { readBatches } from "../reading/batch-read.ts";
import { hasProperty } from "../reading/property-definitions.ts";
import { searchByKeyset } from "../reading/search.ts";
import type { HubSpotRecord } from "../records.ts";
import { type DealContext, dealProperties, toDealContext, toDealRecord } from "./map-deal.ts";
import { toDealPasses } from "./open-deals-filter.ts";

const act = "reading deals";

const cursorSchema = z.object({ pass: z.number().int().min(0), lastId: z.string().nullable() });

/** All open deals and all changed ones, in pages of the search; the next is fetched while a page is worked on. */
export function readDeals(portal: Portal, window: PullWindow): AsyncGenerator<Page<DealRecord>> {
  return mergeStreams([() => readPages(portal, window)], 1);
}

async function* readPages(portal: Portal, window: PullWindow): AsyncGenerator<Page<DealRecord>> {
  const { pipelines, context, properties } = await prepare(portal);
  const hasClosedFlag = await hasProperty(portal, "deals", "hs_is_closed");
  const passes = toDealPasses(pipelines, window.modifiedSince, hasClosedFlag);
  const start = parseCursor(window.cursor, cursorSchema) ?? { pass: 0, lastId: null };
  for (const [pass, anyOf] of passes.entries()) {
    if (pass < start.pass) continue;
    const startAfter = pass === start.pass ? start.lastId : null;
    for await (const page of searchByKeyset(portal, { type: "deals", anyOf, properties, act }, startAfter)) {
      yield {
        records: toDealRecords(portal, page.records, context),
        cursor: JSON.stringify({ pass, lastId: page.lastId }),
      };
    }
  }
}

/** The deals themselves rather than the index; what does not come back is archived, deleted or merged. */
export async function readDealsById(portal: Portal, dealIds: readonly string[]): Promise<DealsById> {
  if (dealIds.length === 0) return { found: [], gone: [] };
  const { context, properties } = await prepare(portal);
  const records = await readBatches(portal, { type: "deals", ids: dealIds, properties, act });
  const live = records.filter((record) => !record.archived);
  const byId = new Map(toDealRecords(portal, live, context).map((record) => [record.deal.id, record]));
  const unreadable = new Set(live.map(({ id }) => id).filter((id) => !byId.has(id)));
  const survivorOf = new Map(
    [...byId.values()].flatMap(({ deal, mergedIds }) => mergedIds.map((id) => [id, deal.id])),
  );
  const gone = dealIds
    .filter((dealId) => !byId.has(dealId) && !unreadable.has(dealId))
    .map((dealId) => ({ dealId, mergedIntoId: survivorOf.get(dealId) ?? null }));
  return { found: [...byId.values()], gone };
}

export function readDealContacts(
  portal: Portal,
  dealIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  return readLinks(portal, { from: "deals", to: "contacts", act: "reading the contacts of deals" }, dealIds);
}

async function prepare(portal: Portal) {
  const [account, pipelines] = await Promise.all([readAccount(portal), readPipelinesOnce(portal)]);
  const context = toDealContext(pipelines, account, portal.manifest);
  // All by name: HubSpot passes over names it does not know, and its list of properties does not name all it has.
  return { pipelines, context, properties: [...dealProperties, ...context.names.values()] };
}

/** A night reads deals in many chunks; their stages' outcomes do not change meanwhile. */
function readPipelinesOnce(portal: Portal): ReturnType<typeof readPipelines> {
  portal.memory.pipelines ??= readPipelines(portal).catch((error: unknown) => {
    portal.memory.pipelines = null;
    throw error;
  });
  return portal.memory.pipelines;
}

function toDealRecords(
  portal: Portal,
  records: readonly HubSpotRecord[],
  context: DealContext,
): readonly DealRecord[] {
  return records.flatMap((record) => {
    const mapped = toDealRecord(record, context);
    if (mapped === null) {
      portal.log.warn({ type: "deals", id: record.id }, "a record of the CRM cannot be read and is left out");
    }
    return mapped === null ? [] : [mapped];
  });
}
