import { z } from "zod";
import { unreadable } from "../errors.ts";
import { callFor, type Portal } from "../portal.ts";
import { type HubSpotRecord, idSchema, pageSchema, recordSchema } from "../records.ts";

export interface Filter {
  readonly propertyName: string;
  readonly operator: "EQ" | "GT" | "GTE" | "IN";
  readonly value?: string;
  readonly values?: readonly string[];
}

export interface SearchQuery {
  /** Object type in the path. */
  readonly type: string;
  /** Any of these groups; all filters of a group. */
  readonly anyOf: readonly (readonly Filter[])[];
  readonly properties: readonly string[];
  readonly act: string;
}

export interface SearchPage {
  readonly records: readonly HubSpotRecord[];
  /** Where the next page begins: the raw id of the last row, of a list its own mark. Null: no place to go back to. */
  readonly lastId: string | null;
}

/** HubSpot's largest search page. */
const pageSize = 200;

/** Empty pages in a row that still promise more: as many as there are full ones in the 10,000 rows of a query. */
export const maxEmptyPages = 50;

/**
 * All matches in the order of their ids, each page asked for by "id greater than the last one": unlike offsets this
 * neither skips rows when records leave the window meanwhile nor ends at 10,000. A page may be short or empty and not
 * be the last; only the absence of `paging.next` ends it. Ids are compared by the server, as numbers or as text, so the
 * last row's raw id is handed back unchanged.
 */
export async function* searchByKeyset(
  portal: Portal,
  query: SearchQuery,
  startAfterId: string | null,
): AsyncGenerator<SearchPage> {
  const order = watchOrder();
  let lastId = startAfterId;
  let offset: string | null = null;
  let emptyPages = 0;
  let idsBefore: ReadonlySet<string> = new Set();
  while (true) {
    const whole = await searchOnce(portal, query, { lastId, offset });
    const page = withoutRowsOf(idsBefore, whole);
    if (page.ids.length > 0) {
      idsBefore = new Set(whole.ids);
      // A single page that holds everything may come in any order.
      const isPartOfMany = lastId !== null || page.next !== null;
      if (isPartOfMany && !order.continues(lastId, page.ids)) {
        throw unreadable(query, portal, "its search does not go on in the order of ids that was asked for");
      }
      lastId = page.ids.at(-1) ?? lastId;
      offset = null;
      emptyPages = 0;
      yield { records: page.records, lastId };
    } else {
      emptyPages += 1;
      if (page.next !== null && emptyPages > maxEmptyPages) {
        throw unreadable(query, portal, "its search promises more rows and never sends them");
      }
      offset = page.next;
    }
    if (page.next === null) return;
  }
}

/** Rows of the page before that a page brings again; one that brings nothing else goes nowhere and is left for the order to refuse. */
function withoutRowsOf(idsBefore: ReadonlySet<string>, page: RawPage): RawPage {
  const ids = page.ids.filter((id) => !idsBefore.has(id));
  if (ids.length === 0 && page.next !== null) return page;
  return { ...page, ids, records: page.records.filter(({ id }) => !idsBefore.has(id)) };
}

interface RawPage {
  readonly ids: readonly string[];
  readonly records: readonly HubSpotRecord[];
  readonly next: string | null;
}

async function searchOnce(
  portal: Portal,
  query: SearchQuery,
  { lastId, offset }: { lastId: string | null; offset: string | null },
): Promise<RawPage> {
  const beyond: Filter[] =
    lastId === null ? [] : [{ propertyName: "hs_object_id", operator: "GT", value: lastId }];
  const page = await callFor(
    portal,
    {
      method: "POST",
      path: portal.paths.objects(query.type, "search"),
      body: {
        filterGroups: query.anyOf.map((filters) => ({ filters: [...filters, ...beyond] })),
        sorts: [{ propertyName: "hs_object_id", direction: "ASCENDING" }],
        properties: query.properties,
        limit: pageSize,
        ...(offset === null ? {} : { after: offset }),
      },
      kind: "search",
      budget: "search",
      act: query.act,
    },
    pageSchema,
  );
  return { ...readRows(portal, page.results, query.type), next: page.paging };
}

const onlyIdSchema = z.object({ id: idSchema });

/** Rows that are records, and the ids of all that have one. What cannot be read is named in the log by its id only. */
export function readRows(
  portal: Portal,
  rows: readonly unknown[],
  type: string,
): { readonly ids: readonly string[]; readonly records: readonly HubSpotRecord[] } {
  const ids: string[] = [];
  const records: HubSpotRecord[] = [];
  for (const row of rows) {
    const parsed = recordSchema.safeParse(row);
    const id = parsed.data?.id ?? onlyIdSchema.safeParse(row).data?.id ?? null;
    if (id !== null) ids.push(id);
    if (parsed.success) records.push(parsed.data);
    else portal.log.warn({ type, id }, "a record of the CRM cannot be read and is left out");
  }
  return { ids, records };
}

/** Ids must rise, as numbers or as text, the same way on every page: then paging cannot turn in a circle. */
function watchOrder(): { continues(lastId: string | null, ids: readonly string[]): boolean } {
  let mayBeNumeric = true;
  let mayBeText = true;
  return {
    continues: (lastId, ids) => {
      mayBeNumeric &&= isRising(lastId, ids, isBelowAsNumber);
      mayBeText &&= isRising(lastId, ids, (a, b) => a < b);
      return mayBeNumeric || mayBeText;
    },
  };
}

/** The same row twice within a page is harmless; the page as a whole must lie beyond `lastId`. */
function isRising(
  lastId: string | null,
  ids: readonly string[],
  isBelow: (a: string, b: string) => boolean,
): boolean {
  const first = ids[0];
  if (lastId !== null && first !== undefined && !isBelow(lastId, first)) return false;
  return ids.every((id, index) => {
    const before = ids[index - 1];
    return before === undefined || before === id || isBelow(before, id);
  });
}

/** Digits without leading zeros compare by length first; exact for ids beyond 2^53 too. */
function isBelowAsNumber(a: string, b: string): boolean {
  return a.length === b.length ? a < b : a.length < b.length;
}
