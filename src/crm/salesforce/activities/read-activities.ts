import { z } from "zod";
import { toActivityId } from "../../../domain/activity.ts";
import { inChunks } from "../../../domain/chunks.ts";
import { zoneOf } from "../../account-zone.ts";
import { parseCursor } from "../../cursor.ts";
import { mergeStreams } from "../../merge-streams.ts";
import type { ActivityPage, ActivityRecord, DealActivities, PullWindow } from "../../port.ts";
import { readAccount } from "../account/read-account.ts";
import { isOpportunityId } from "../deals/read-deals.ts";
import { taskKeyName } from "../field-names.ts";
import type { Org } from "../org.ts";
import { queryByIds } from "../reading/by-ids.ts";
import type { Row } from "../reading/query.ts";
import { idOf } from "../rows.ts";
import { readLinkedNotes } from "./links.ts";
import { type Peeks, peekAtSources } from "./peek.ts";
import { readProgramUsers } from "./program-users.ts";
import { isBackfill, type Place, placeSchema, readSource } from "./read-source.ts";
import { createRecentIds } from "./recent-ids.ts";
import {
  type ActivitySource,
  activityStreams,
  contentNotes,
  fieldsOf,
  type SourceReading,
} from "./sources.ts";

/** How far each object is; objects that are not named have not begun. */
const cursorSchema = z.record(z.string(), placeSchema);
type Places = Readonly<Record<string, Place>>;

/** Records of a page of the port. */
const recordsPerPage = 1_000;

/** Objects read side by side: while one waits for its links, the others go on. */
const streamsAtOnce = 3;

/** Ids of Tasks kept to know an e-mail's other half without asking; some 20 MB. */
const maxMailedTaskIds = 250_000;

/** Changed activities of every kind that the user may read, archived and deleted ones too, each with its links. */
export async function* readActivities(org: Org, window: PullWindow): AsyncGenerator<ActivityPage> {
  const { modifiedSince } = window;
  const places: Record<string, Place> = { ...parseCursor(window.cursor, cursorSchema) };
  const reading = await openReading(org);
  const begun: Places = { ...places };
  const isFirstLook = Object.keys(begun).length === 0 && !isBackfill(org, modifiedSince);
  const peeks = isFirstLook ? await peekAtSources(org, activityStreams.flat(), modifiedSince) : new Map();
  const streams = activityStreams.map(
    (sources) => () => readStream(reading, sources, { modifiedSince, places: begun, peeks }),
  );
  for await (const { object, records, endedIds, place } of mergeStreams(streams, streamsAtOnce)) {
    if (place !== null) places[object] = place;
    yield { records, endedIds, cursor: JSON.stringify(places) };
  }
}

interface StreamPage {
  readonly object: string;
  readonly records: readonly ActivityRecord[];
  readonly endedIds: readonly string[];
  /** Null while more records of the same page of the server come. */
  readonly place: Place | null;
}

async function* readStream(
  reading: SourceReading,
  sources: readonly ActivitySource[],
  { modifiedSince, places, peeks }: StreamWindow,
): AsyncGenerator<StreamPage> {
  for (const source of sources) {
    const { object } = source;
    const begun = places[object] ?? null;
    if (begun?.isDone === true) continue;
    const window = { modifiedSince, place: begun, peek: peeks.get(object) ?? null };
    for await (const { rows, place } of readSource(reading.org, source, window)) {
      const all = await source.toRecords(reading, rows);
      const endedIds = findEnded(source, rows, all);
      const parts = [...inChunks(all, recordsPerPage)];
      for (const records of parts.slice(0, -1)) yield { object, records, endedIds: [], place: null };
      yield { object, records: parts.at(-1) ?? [], endedIds, place };
    }
  }
}

function findEnded(
  { endsAs }: ActivitySource,
  rows: readonly Row[],
  records: readonly ActivityRecord[],
): readonly string[] {
  if (endsAs === undefined) return [];
  const found = new Set(records.map(({ activity }) => activity.id));
  return rows.map((row) => toActivityId(endsAs, idOf(row) ?? "")).filter((id) => !found.has(id));
}

interface StreamWindow {
  readonly modifiedSince: number;
  readonly places: Places;
  readonly peeks: Peeks;
}

async function openReading(org: Org): Promise<SourceReading> {
  const context = {
    now: org.now(),
    timeZone: zoneOf(await readAccount(org)),
    maxTextLength: org.maxTextLength,
    keyField: await taskKeyName(org),
    programs: await readProgramUsers(org),
  };
  return { org, context, mailedTaskIds: createRecentIds(maxMailedTaskIds) };
}

/**
 * Only notes can be linked without moving a date: they are shared by a record of its own (ContentDocumentLink), while Task, Event,
 * EmailMessage, Quote and Note name their deal in a field whose change moves their own stamp, so the window shows it. Asking for
 * all of them would read every activity of thousands of quiet deals anew.
 */
export async function readActivitiesOfDeals(
  org: Org,
  dealIds: readonly string[],
  known: ReadonlySet<string>,
): Promise<DealActivities> {
  const ids = dealIds.filter(isOpportunityId);
  const fields = ids.length === 0 ? [] : await fieldsOf(org, contentNotes);
  if (fields.length === 0) return { links: [], records: [] };
  const dealsOfNote = await readLinkedNotes(org, ids);
  const isKnown = (noteId: string) => known.has(`note:${noteId}`);
  const rows = await queryByIds(org, {
    object: contentNotes.object,
    fields,
    field: "Id",
    ids: [...dealsOfNote.keys()].filter((noteId) => !isKnown(noteId)),
    kind: "link",
    act: "reading notes of opportunities",
  });
  const records = rows.length === 0 ? [] : await contentNotes.toRecords(await openReading(org), rows);
  const readable = new Set(records.map(({ activity }) => activity.id));
  return {
    // A shared document that is no note is no activity.
    links: [...dealsOfNote].flatMap(([noteId, linked]) =>
      isKnown(noteId) || readable.has(`note:${noteId}`)
        ? linked.map((dealId) => ({ dealId, activityId: `note:${noteId}` }))
        : [],
    ),
    records,
  };
}
