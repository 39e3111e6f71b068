import { z } from "zod";
import { inChunks } from "../../../domain/chunks.ts";
import { parseCursor } from "../../cursor.ts";
import type { ActivityRecord, DealActivities, Page, PullWindow } from "../../port.ts";
import { readAccount } from "../account/read-account.ts";
import { isOpportunityId } from "../deals/read-deals.ts";
import { taskKeyField } from "../field-names.ts";
import type { Org } from "../org.ts";
import { queryByIds } from "../reading/by-ids.ts";
import { readByKeyset } from "../reading/keyset.ts";
import type { Row } from "../reading/query.ts";
import { toSoqlMoment } from "../reading/soql.ts";
import { idOf, isTrue } from "../rows.ts";
import type { ActivityContext } from "./activity-record.ts";
import { readLinkedNotes } from "./links.ts";
import { type ActivitySource, activitySources, fieldsOf, type SourceReading } from "./sources.ts";

/** How far each object is; objects that are not named have not begun. */
const cursorSchema = z.record(z.string(), z.object({ lastId: z.string().nullable(), isDone: z.boolean() }));

/** Records of a page of the port. */
const recordsPerPage = 1_000;

/** Changed activities of every kind that the user may read, archived ones too, each with its links. */
export async function* readActivities(org: Org, window: PullWindow): AsyncGenerator<Page<ActivityRecord>> {
  const places = parseCursor(window.cursor, cursorSchema) ?? {};
  const reading = await openReading(org);
  for (const source of activitySources) {
    const place = places[source.object];
    if (place?.isDone === true) continue;
    const pages = readSource(reading, source, { window, startAfter: place?.lastId ?? null });
    for await (const { rows, lastId, isLast } of pages) {
      const parts = toParts(await source.toRecords(reading, rows));
      // The place moves on only with the last part of the server's page.
      for (const records of parts.slice(0, -1)) yield { records, cursor: JSON.stringify(places) };
      places[source.object] = { lastId, isDone: isLast };
      yield { records: parts.at(-1) ?? [], cursor: JSON.stringify(places) };
    }
  }
}

function toParts(records: readonly ActivityRecord[]): readonly (readonly ActivityRecord[])[] {
  return [...inChunks(records, recordsPerPage)];
}

async function openReading(org: Org): Promise<SourceReading> {
  const { timeZone } = await readAccount(org);
  const context: ActivityContext = {
    now: org.now(),
    timeZone,
    maxTextLength: org.maxTextLength,
    keyField: taskKeyField,
  };
  return { org, context, mailedTaskIds: new Set() };
}

async function* readSource(
  { org }: SourceReading,
  source: ActivitySource,
  { window, startAfter }: { window: PullWindow; startAfter: string | null },
): AsyncGenerator<{ rows: readonly Row[]; lastId: string | null; isLast: boolean }> {
  const fields = await fieldsOf(org, source, taskKeyField);
  if (fields.length === 0) {
    if (source.kind !== null) org.unmeasured.add(source.kind);
    yield { rows: [], lastId: startAfter, isLast: true };
    return;
  }
  const query = {
    object: source.object,
    fields,
    where: [`${source.stamp} >= ${toSoqlMoment(window.modifiedSince)}`],
    kind: "query",
    act: `reading ${source.object}`,
    isAll: source.isArchived,
  };
  for await (const page of readByKeyset(org, query, startAfter)) {
    yield { ...page, rows: page.rows.filter((row) => !isTrue(row, "IsDeleted")) };
  }
}

/** The same objects from the deals' side; only what is not known yet comes as a record. */
export async function readActivitiesOfDeals(
  org: Org,
  dealIds: readonly string[],
  known: ReadonlySet<string>,
): Promise<DealActivities> {
  const ids = dealIds.filter(isOpportunityId);
  if (ids.length === 0) return { links: [], records: [] };
  const reading = await openReading(org);
  const all: ActivityRecord[] = [];
  for (const source of activitySources) {
    const rows = await readRowsOfDeals(org, source, ids);
    all.push(...(await source.toRecords(reading, rows)));
  }
  const asked = new Set(ids);
  return {
    links: all.flatMap(({ activity, dealIds: linked }) =>
      linked.filter((id) => asked.has(id)).map((dealId) => ({ dealId, activityId: activity.id })),
    ),
    records: all.filter(({ activity }) => !known.has(activity.id)),
  };
}

async function readRowsOfDeals(
  org: Org,
  source: ActivitySource,
  dealIds: readonly string[],
): Promise<readonly Row[]> {
  const fields = await fieldsOf(org, source, taskKeyField);
  if (fields.length === 0) return [];
  const { dealField } = source;
  const ids = dealField === null ? [...(await readLinkedNotes(org, dealIds)).keys()] : dealIds;
  const rows = await queryByIds(org, {
    object: source.object,
    fields,
    field: dealField ?? "Id",
    ids,
    kind: "link",
    act: `reading ${source.object} of opportunities`,
    isAll: source.isArchived,
  });
  return rows.filter((row) => !isTrue(row, "IsDeleted") && idOf(row) !== null);
}
