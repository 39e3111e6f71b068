import { z } from "zod";
import { toActivityId } from "../../../domain/activity.ts";
import { isAppError } from "../../../domain/errors.ts";
import { parseCursor } from "../../cursor.ts";
import type { DeletedPage } from "../../port.ts";
import { isRefusal } from "../account/read-account.ts";
import type { Portal } from "../portal.ts";
import { type ListedPage, listPages } from "../reading/list-objects.ts";
import { type ActivityType, activityTypes } from "./activity-types.ts";

/** Which of the kinds is read, in their own order, and its mark in the list; null for its beginning. */
const cursorSchema = z.object({ index: z.number().int().min(0), after: z.string().nullable() });

/**
 * Activities that HubSpot shows as archived, which is what deleting them does; for 90 days (its guide on restoring activities). Archiving
 * moves no date of a record, so no search shows it, and a list cannot be narrowed: each page costs a call. Kinds whose list is refused
 * are passed over.
 */
export async function* readDeletedActivities(
  portal: Portal,
  cursor: string | null,
): AsyncGenerator<DeletedPage> {
  const place = parseCursor(cursor, cursorSchema) ?? { index: 0, after: null };
  for (const [offset, type] of activityTypes.slice(place.index).entries()) {
    if (portal.unmeasured.has(type.kind)) continue;
    const index = place.index + offset;
    for await (const { records, after } of archivedPages(portal, type, offset === 0 ? place.after : null)) {
      // A server that knows nothing of archived records may list the live ones.
      const archived = records.filter((record) => record.archived);
      const next = after === null ? { index: index + 1, after } : { index, after };
      yield {
        activityIds: archived.map(({ id }) => toActivityId(type.kind, id)),
        cursor: JSON.stringify(next),
      };
    }
  }
}

async function* archivedPages(
  portal: Portal,
  { kind, type }: ActivityType,
  startAfter: string | null,
): AsyncGenerator<ListedPage> {
  const act = `reading which ${type} are deleted`;
  const list = { type, properties: ["hs_createdate"], isArchived: true, startAfter, act, kind: "deleted" };
  try {
    yield* listPages(portal, list);
  } catch (error) {
    if (!isAppError(error) || !isRefusal(error)) throw error;
    portal.log.info(
      { kind, code: error.code },
      "the CRM does not say which activities of a kind are deleted",
    );
  }
}
