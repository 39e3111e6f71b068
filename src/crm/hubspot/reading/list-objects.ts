import type { Moment } from "../../../domain/time.ts";
import { unreadable } from "../errors.ts";
import { callFor, type Portal } from "../portal.ts";
import { modifiedAtOf, pageSchema } from "../records.ts";
import { readRows, type SearchPage } from "./search.ts";

/** HubSpot's largest list page. */
const pageSize = 100;

/** Pages in a row without a new record; an empty page now and then is not the end. */
const maxIdlePages = 20;

interface ListQuery {
  readonly type: string;
  readonly properties: readonly string[];
  readonly modifiedSince: Moment;
  /** The place that an earlier page gave; null begins at the start. */
  readonly startAfter: string | null;
  readonly act: string;
}

/**
 * All records of a type, for types that HubSpot cannot search; older ones are dropped here. Its `after` marks a record,
 * not an offset, so edits meanwhile move nothing and a page's place can be gone back to.
 */
export async function* listAll(portal: Portal, query: ListQuery): AsyncGenerator<SearchPage> {
  const seen = new Set<string>();
  let idlePages = 0;
  for (let after: string | null = query.startAfter ?? ""; after !== null; ) {
    const page: Awaited<ReturnType<typeof listPage>> = await listPage(portal, query, after);
    const { ids, records } = readRows(portal, page.results, query.type);
    idlePages = ids.every((id) => seen.has(id)) ? idlePages + 1 : 0;
    if (idlePages > maxIdlePages) throw unreadable(query, portal, "its list does not end");
    for (const id of ids) seen.add(id);
    const changed = records.filter(
      (record) => (modifiedAtOf(record) ?? query.modifiedSince) >= query.modifiedSince,
    );
    if (changed.length > 0) yield { records: changed, lastId: page.paging };
    after = page.paging;
  }
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
