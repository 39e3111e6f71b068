import { z } from "zod";
import { readBody } from "../body.ts";
import { checkedChanges, createChecked, inputSchema } from "../checked-writes.ts";
import { type ObjectType, toObjectType, typeFacts } from "../object-types.ts";
import type { HubSpotRecord } from "../record.ts";
import { invalid, notFound } from "../refusals.ts";
import { type Answer, type Call, ok, paramOf, type Route, typeOf, writeContext } from "../route.ts";
import { toWire, type Wanted } from "../to-wire.ts";
import { archiveRecord, updateRecord } from "../write-record.ts";

const maxListPage = 100;
/** The limit of batch reads with history; taken for lists as well. */
const maxListPageWithHistory = 50;

const readScopes = (call: Call) => typeFacts[typeOf(call)].readScopes;
const writeScopes = (call: Call) => typeFacts[typeOf(call)].writeScopes;

export const objectRoutes: readonly Route[] = [
  {
    method: "get",
    path: "/crm/objects/:version/:type",
    kind: "object-list",
    scopes: readScopes,
    isWrite: false,
    handle: listObjects,
  },
  {
    method: "post",
    path: "/crm/objects/:version/:type",
    kind: "write",
    scopes: writeScopes,
    isWrite: true,
    handle: createObject,
  },
  {
    method: "get",
    path: "/crm/objects/:version/:type/:id",
    kind: "object-read",
    scopes: readScopes,
    isWrite: false,
    handle: readObject,
  },
  {
    method: "patch",
    path: "/crm/objects/:version/:type/:id",
    kind: "write",
    scopes: writeScopes,
    isWrite: true,
    handle: updateObject,
  },
  {
    method: "delete",
    path: "/crm/objects/:version/:type/:id",
    kind: "write",
    scopes: writeScopes,
    isWrite: true,
    handle: archiveObject,
  },
];

function listObjects(call: Call): Answer {
  const type = typeOf(call);
  const wanted = wantedOf(call.query);
  const limit = toLimit(call.query, wanted);
  const page = takePage(call, { type, limit: Math.min(limit, call.maxRows ?? limit) });
  const results = page.records.map((record) => toWire(call.portal, type, { record, wanted }));
  if (!page.hasMore) return ok({ results });
  const after = page.records.at(-1)?.id ?? call.query.get("after") ?? "0";
  return ok({ results, paging: { next: { after, link: `?after=${after}` } } });
}

function toLimit(query: URLSearchParams, wanted: Wanted): number {
  const limit = Number(query.get("limit") ?? 10);
  const most = (wanted.withHistory ?? []).length > 0 ? maxListPageWithHistory : maxListPage;
  if (Number.isInteger(limit) && limit >= 1 && limit <= most) return limit;
  throw invalid(`The requested limit ${limit} is not between 1 and ${most}.`);
}

/** Ids ascend; `after` is the last id of the page before. */
function takePage(call: Call, options: { type: ObjectType; limit: number }) {
  const table = call.portal.tables[options.type];
  const isArchivedPass = call.query.get("archived") === "true";
  const after = Number(call.query.get("after") ?? 0);
  const ids = table.idsInOrder("number");
  const records: HubSpotRecord[] = [];
  for (let index = firstAfter(ids, after); index < ids.length; index++) {
    const record = table.records.get(ids[index] ?? "");
    if (record === undefined || (record.archivedAt !== null) !== isArchivedPass) continue;
    if (records.length === options.limit) return { records, hasMore: true };
    records.push(record);
  }
  return { records, hasMore: false };
}

function firstAfter(ids: readonly string[], after: number): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (Number(ids[middle]) <= after) low = middle + 1;
    else high = middle;
  }
  return low;
}

function wantedOf(query: URLSearchParams): Wanted {
  const list = (name: string) =>
    query.getAll(name).flatMap((part) => part.split(",").filter((word) => word !== ""));
  return {
    properties: query.has("properties") ? list("properties") : null,
    withHistory: list("propertiesWithHistory"),
    associations: list("associations")
      .map(toObjectType)
      .filter((type) => type !== null),
  };
}

function readObject(call: Call): Answer {
  const type = typeOf(call);
  const record = call.portal.tables[type].find(paramOf(call, "id"));
  const isArchivedWanted = call.query.get("archived") === "true";
  if (record === undefined || (record.archivedAt !== null) !== isArchivedWanted) throw notFound();
  return ok(toWire(call.portal, type, { record, wanted: wantedOf(call.query) }));
}

function createObject(call: Call): Answer {
  const type = typeOf(call);
  const input = readBody(inputSchema, call.body);
  const record = createChecked(call, type, input);
  const properties = Object.keys(input.properties);
  return { status: 201, body: toWire(call.portal, type, { record, wanted: { properties } }) };
}

function updateObject(call: Call): Answer {
  const type = typeOf(call);
  const record = liveRecord(call, type);
  const { properties } = readBody(z.object({ properties: inputSchema.shape.properties }), call.body);
  const values = checkedChanges(call, { type, record }, properties);
  const written = updateRecord(writeContext(call), { type, record }, values);
  return ok(toWire(call.portal, type, { record: written, wanted: { properties: Object.keys(values) } }));
}

function archiveObject(call: Call): Answer {
  const type = typeOf(call);
  const record = call.portal.tables[type].records.get(paramOf(call, "id"));
  if (record !== undefined) archiveRecord(writeContext(call), record);
  return { status: 204, body: null };
}

function liveRecord(call: Call, type: ObjectType): HubSpotRecord {
  const record = call.portal.tables[type].find(paramOf(call, "id"));
  if (record === undefined || record.archivedAt !== null) throw notFound();
  return record;
}
