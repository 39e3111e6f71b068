import { z } from "zod";
import { isAppError } from "../../../domain/errors.ts";
import { parseCursor } from "../../cursor.ts";
import { mergeStreams } from "../../merge-streams.ts";
import type { DealRecord, DealsById, Page, PullWindow } from "../../port.ts";
import { isRefusal, readAccount } from "../account/read-account.ts";
import { knowPipelines } from "../account/read-pipelines.ts";
import { statusOf } from "../errors.ts";
import type { Portal } from "../portal.ts";
import { readLinks } from "../reading/associations.ts";
import { readBatches } from "../reading/batch-read.ts";
import { type SearchQuery, searchByKeyset } from "../reading/search.ts";
import type { HubSpotRecord } from "../records.ts";
import { type DealContext, dealProperties, toDealContext, toDealRecord } from "./map-deal.ts";
import { toDealPasses, toFlaggedPass } from "./open-deals-filter.ts";

const act = "reading deals";

const cursorSchema = z.object({ pass: z.number().int().min(0), lastId: z.string().nullable() });

/** All open deals and all changed ones, in pages of the search; the next is fetched while a page is worked on. */
export function readDeals(portal: Portal, window: PullWindow): AsyncGenerator<Page<DealRecord>> {
  return mergeStreams([() => readPages(portal, window)], 1);
}

async function* readPages(portal: Portal, window: PullWindow): AsyncGenerator<Page<DealRecord>> {
  const { pipelines, context, properties } = await prepare(portal);
  const start = parseCursor(window.cursor, cursorSchema) ?? { pass: 0, lastId: null };
  const readPass = async function* (pass: number, anyOf: SearchQuery["anyOf"]) {
    const startAfter = pass === start.pass ? start.lastId : null;
    for await (const page of searchByKeyset(portal, { type: "deals", anyOf, properties, act }, startAfter)) {
      yield {
        records: toDealRecords(portal, page.records, context),
        cursor: JSON.stringify({ pass, lastId: page.lastId }),
      };
    }
  };
  if (start.pass === 0) {
    try {
      return yield* readPass(0, toFlaggedPass(pipelines, window.modifiedSince));
    } catch (error) {
      // A filter by a property that the portal does not have is refused before the first row.
      if (!isAppError(error) || statusOf(error) !== 400) throw error;
    }
  }
  for (const [pass, anyOf] of toDealPasses(pipelines, window.modifiedSince).entries()) {
    if (pass >= start.pass) yield* readPass(pass, anyOf);
  }
}

/** The deals themselves rather than the index. What does not come back is looked for among the archived ones: only those are gone. */
export async function readDealsById(portal: Portal, dealIds: readonly string[]): Promise<DealsById> {
  if (dealIds.length === 0) return { found: [], gone: [], vanished: [] };
  const { context, properties } = await prepare(portal);
  const batch = { type: "deals", ids: dealIds, properties, act };
  const { records, undecided } = await readBatches(portal, batch);
  const live = records.filter((record) => !record.archived);
  const byId = new Map(toDealRecords(portal, live, context).map((record) => [record.deal.id, record]));
  const unreadable = new Set([...undecided, ...live.map(({ id }) => id).filter((id) => !byId.has(id))]);
  const survivorOf = new Map(
    [...byId.values()].flatMap(({ deal, mergedIds }) => mergedIds.map((id) => [id, deal.id])),
  );
  const missing = dealIds.filter((dealId) => !byId.has(dealId) && !unreadable.has(dealId));
  const archived = await readArchived(
    portal,
    missing.filter((dealId) => !survivorOf.has(dealId)),
  );
  const isGone = (dealId: string) => survivorOf.has(dealId) || archived.ids.has(dealId);
  return {
    found: [...byId.values()],
    gone: missing.filter(isGone).map((dealId) => ({ dealId, mergedIntoId: survivorOf.get(dealId) ?? null })),
    vanished: missing.filter((dealId) => !isGone(dealId) && !archived.undecided.has(dealId)),
  };
}

interface Archived {
  readonly ids: ReadonlySet<string>;
  readonly undecided: ReadonlySet<string>;
}

/** HubSpot shows archived records for 90 days (its guide on restoring them). A portal that does not is believed to have none. */
async function readArchived(portal: Portal, dealIds: readonly string[]): Promise<Archived> {
  const batch = { type: "deals", ids: dealIds, properties: [], act, isArchived: true };
  try {
    const { records, undecided } = await readBatches(portal, batch);
    return { ids: new Set(records.map(({ id }) => id)), undecided: new Set(undecided) };
  } catch (error) {
    if (!isAppError(error) || !isRefusal(error)) throw error;
    return { ids: new Set(), undecided: new Set() };
  }
}

export function readDealContacts(
  portal: Portal,
  dealIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  return readLinks(portal, { from: "deals", to: "contacts", act: "reading the contacts of deals" }, dealIds);
}

async function prepare(portal: Portal) {
  const [account, pipelines] = await Promise.all([readAccount(portal), knowPipelines(portal)]);
  const context = toDealContext(pipelines, account, portal.manifest);
  // All by name: HubSpot passes over names it does not know, and its list of properties does not name all it has.
  return { pipelines, context, properties: [...dealProperties, ...context.names.values()] };
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
