import type { Moment } from "../../../domain/time.ts";
import { unreadable } from "../errors.ts";
import { callFor, type Portal } from "../portal.ts";
import { type HubSpotRecord, modifiedAtOf, pageSchema } from "../records.ts";
import { maxEmptyPages, readRows, type SearchPage } from "./search.ts";

/** HubSpot's largest list page. */
const pageSize = 100;

interface PagesQuery {
  readonly type: string;
  readonly properties: readonly string[];
  /** The place that an earlier page gave; null begins at the start. */
  readonly startAfter: string | null;
  readonly act: string;
  /** Archived records in place of live ones. */
  readonly isArchived?: boolean;
  /** The kind of call it is counted under. */
  readonly kind?: string;
}

interface ListQuery extends PagesQuery {
  readonly modifiedSince: Moment;
  /** Pages after which to stop. */
  readonly maxPages?: number;
}

export interface ListedPage {
  readonly records: readonly HubSpotRecord[];
  /** The place of the next page; null at the end. */
  readonly after: string | null;
}

/**
 * All records of a type, for types that HubSpot cannot search; older ones are dropped here. Returns where it stopped, null at the end.
 */
export async function* listAll(portal: Portal, query: ListQuery): AsyncGenerator<SearchPage, string | null> {
  const { maxPages = Infinity } = query;
  let pages = 0;
  for await (const { records, after } of listPages(portal, query)) {
    const changed = records.filter(
      (record) => (modifiedAtOf(record) ?? query.modifiedSince) >= query.modifiedSince,
    );
    if (changed.length > 0) yield { records: changed, lastId: after };
    pages += 1;
    if (pages >= maxPages) return after;
  }
  return null;
}

/**
 * A list page by page, empty ones too. Its `after` marks a record, not an offset, so edits meanwhile move nothing and a page's place
 * can be gone back to.
 */
export async function* listPages(portal: Portal, query: PagesQuery): AsyncGenerator<ListedPage> {
  const isRepeated = watchPlaces();
  let emptyPages = 0;
  let after: string | null = query.startAfter ?? "";
  while (after !== null) {
    const page: Awaited<ReturnType<typeof listPage>> = await listPage(portal, query, after);
    // A page without rows may name its own place as the next one, as a search's does.
    emptyPages = page.results.length === 0 ? emptyPages + 1 : 0;
    if (emptyPages > maxEmptyPages || (emptyPages === 0 && isRepeated(after))) {
      throw unreadable(query, portal, "its list does not end");
    }
    after = page.paging;
    yield { records: readRows(portal, page.results, query.type).records, after };
  }
}

/**
 * Tells a list that goes round in a circle by comparing each place with one kept from before, which moves on at doubling distances
 * (Brent): in constant memory, since a list may have millions of rows.
 */
function watchPlaces(): (place: string) => boolean {
  let kept: string | null = null;
  let steps = 0;
  let distance = 1;
  return (place) => {
    if (place === kept) return true;
    steps += 1;
    if (steps === distance) {
      kept = place;
      steps = 0;
      distance *= 2;
    }
    return false;
  };
}

function listPage(portal: Portal, query: PagesQuery, after: string) {
  return callFor(
    portal,
    {
      method: "GET",
      path: portal.paths.objects(query.type),
      query: {
        limit: String(pageSize),
        properties: query.properties.join(","),
        ...(query.isArchived === true ? { archived: "true" } : {}),
        ...(after === "" ? {} : { after }),
      },
      kind: query.kind ?? "list",
      act: query.act,
    },
    pageSchema,
  );
}
