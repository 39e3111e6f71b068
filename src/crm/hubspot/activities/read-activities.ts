import { z } from "zod";
import { isAppError } from "../../../domain/errors.ts";
import { parseCursor } from "../../cursor.ts";
import { mergeStreams } from "../../merge-streams.ts";
import type { ActivityPage, ActivityRecord, PullWindow } from "../../port.ts";
import { isWithheld } from "../account/read-account.ts";
import { statusOf } from "../errors.ts";
import type { Portal } from "../portal.ts";
import { listAll } from "../reading/list-objects.ts";
import { type SearchPage, searchByKeyset } from "../reading/search.ts";
import type { HubSpotRecord } from "../records.ts";
import { type ActivityType, activityTypes } from "./activity-types.ts";
import { toActivityRecords } from "./link-activities.ts";

/** Records of a page: one association read holds as many ids. */
const recordsPerPage = 1_000;

/** Kinds read side by side: while one waits for its associations the others use the search budget. */
const kindsAtOnce = 3;

/** How far each kind is; kinds that are not named have not begun. */
const cursorSchema = z.record(z.string(), z.object({ lastId: z.string().nullable(), isDone: z.boolean() }));
type Places = z.infer<typeof cursorSchema>;

interface KindPage {
  readonly type: ActivityType;
  readonly records: readonly ActivityRecord[];
  /** Null for a kind that cannot be read: it has no place to go on from, whoever takes this up. */
  readonly place: Places[string] | null;
}

/** Changed activities of every kind that the token may read, with their links. */
export async function* readActivities(portal: Portal, window: PullWindow): AsyncGenerator<ActivityPage> {
  const places: Places = parseCursor(window.cursor, cursorSchema) ?? {};
  const streams = activityTypes
    .filter(({ kind }) => places[kind]?.isDone !== true && !portal.unmeasured.has(kind))
    .map(
      (type) => () => readKind(portal, type, { ...window, startAfter: places[type.kind]?.lastId ?? null }),
    );
  for await (const { type, records, place } of mergeStreams(streams, kindsAtOnce)) {
    if (place === null) {
      yield { records, cursor: JSON.stringify(places), unmeasured: [type.kind] };
    } else {
      places[type.kind] = place;
      yield { records, cursor: JSON.stringify(places) };
    }
  }
}

interface KindWindow extends PullWindow {
  readonly startAfter: string | null;
}

/** The last page says that the kind is done, so that a night broken off after it does not read the kind again. */
async function* readKind(portal: Portal, type: ActivityType, window: KindWindow): AsyncGenerator<KindPage> {
  let lastId = window.startAfter;
  try {
    for await (const page of gather(readRaw(portal, type, window))) {
      lastId = page.lastId ?? lastId;
      const records = await toActivityRecords(portal, type, page.records);
      yield { type, records, place: { lastId, isDone: page.isLast } };
    }
  } catch (error) {
    if (!isAppError(error) || !isWithheld(error)) throw error;
    portal.unmeasured.add(type.kind);
    portal.log.info(
      { kind: type.kind, code: error.code },
      "a kind of activity cannot be read and is not measured",
    );
    yield { type, records: [], place: null };
  }
}

async function* readRaw(portal: Portal, type: ActivityType, window: KindWindow): AsyncGenerator<SearchPage> {
  const query = { type: type.type, properties: type.properties, act: `reading ${type.type}` };
  const place = { modifiedSince: window.modifiedSince, startAfter: window.startAfter };
  if (type.access === "list") return yield* listOrSearch(portal, type, { ...query, ...place });
  try {
    yield* searchChanged(portal, { ...query, ...place });
  } catch (error) {
    if (!isUnknownSearch(error, type)) throw error;
    yield* listAll(portal, { ...query, ...place });
  }
}

type RawQuery = Parameters<typeof listAll>[1];

function searchChanged(portal: Portal, { modifiedSince, startAfter, ...query }: RawQuery) {
  const changed = {
    propertyName: "hs_lastmodifieddate",
    operator: "GTE",
    value: String(Math.floor(modifiedSince)),
  } as const;
  return searchByKeyset(portal, { ...query, anyOf: [[changed]] }, startAfter);
}

/**
 * A list tells nothing of what changed, so all of it is read, every night. Where that takes long, a search is tried: HubSpot's guide
 * does not name it, its API reference does.
 */
async function* listOrSearch(
  portal: Portal,
  type: ActivityType,
  query: RawQuery,
): AsyncGenerator<SearchPage> {
  const stoppedAt = yield* listAll(portal, { ...query, maxPages: maxListedPages });
  if (stoppedAt === null) return;
  try {
    // A row's id is no place in a list: whoever takes this up begins with the list again.
    for await (const page of searchChanged(portal, { ...query, startAfter: null }))
      yield { ...page, lastId: null };
  } catch (error) {
    if (!isUnknownSearch(error, type)) throw error;
    yield* listAll(portal, { ...query, startAfter: stoppedAt });
  }
}

/** 2,000 rows, some seconds of calls. */
const maxListedPages = 20;

/** No such path; of types that not every portal can search, any complaint about the request. */
function isUnknownSearch(error: unknown, { access }: ActivityType): boolean {
  const statuses = access === "search" ? [404, 405] : [400, 404, 405];
  return isAppError(error) && statuses.includes(statusOf(error) ?? 0);
}

interface Gathered extends SearchPage {
  readonly isLast: boolean;
}

/** Joins small pages, so that the links of a thousand records cost one call. The last one may be empty. */
async function* gather(pages: AsyncGenerator<SearchPage>): AsyncGenerator<Gathered> {
  let records: HubSpotRecord[] = [];
  let lastId: string | null = null;
  for await (const page of pages) {
    if (records.length > 0 && records.length + page.records.length > recordsPerPage) {
      yield { records, lastId, isLast: false };
      records = [];
    }
    records.push(...page.records);
    lastId = page.lastId;
  }
  yield { records, lastId, isLast: true };
}
