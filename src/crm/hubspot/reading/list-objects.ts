import type { Moment } from "../../../domain/time.ts";
import { unreadable } from "../errors.ts";
import { callFor, type Portal } from "../portal.ts";
import { modifiedAtOf, pageSchema } from "../records.ts";
import { maxEmptyPages, readRows, type SearchPage } from "./search.ts";

/** HubSpot's largest list page. */
const pageSize = 100;

interface ListQuery {
  readonly type: string;
  readonly properties: readonly string[];
  readonly modifiedSince: Moment;
  /** The place that an earlier page gave; null begins at the start. */
  readonly startAfter: string | null;
  readonly act: string;
  /** Pages after which to stop. */
  readonly maxPages?: number;
}

/**
 * All records of a type, for types that HubSpot cannot search; older ones are dropped here. Its `after` marks a record,
 * not an offset, so edits meanwhile move nothing and a page's place can be gone back to. Returns where it stopped, null at the end.
 */
export async function* listAll(portal: Portal, query: ListQuery): AsyncGenerator<SearchPage, string | null> {
  const { maxPages = Infinity } = query;
  const isRepeated = watchPlaces();
  let emptyPages = 0;
  let after: string | null = query.startAfter ?? "";
  for (let pages = 0; after !== null && pages < maxPages; pages += 1) {
    const page: Awaited<ReturnType<typeof listPage>> = await listPage(portal, query, after);
    // A page without rows may name its own place as the next one, as a search's does.
    emptyPages = page.results.length === 0 ? emptyPages + 1 : 0;
    if (emptyPages > maxEmptyPages || (emptyPages === 0 && isRepeated(after))) {
      throw unreadable(query, portal, "its list does not end");
    }
    const { records } = readRows(portal, page.results, query.type);
    const changed = records.filter(
      (record) => (modifiedAtOf(record) ?? query.modifiedSince) >= query.modifiedSince,
    );
    if (changed.length > 0) yield { records: changed, lastId: page.paging };
    after = page.paging;
  }
  return after;
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

function listPage(portal: Portal, query: ListQuery, after: string) {
  return callFor(
    portal,
    {
      method: "GET",
      path: portal.paths.objects(query.type),
      query: {
        limit: String(pageSize),
        properties: query.properties.join(","),
        ...(after === "" ? {} : { after }),
      },
      kind: "list",
      act: query.act,
    },
    pageSchema,
  );
}
