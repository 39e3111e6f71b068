import type { Moment } from "../../../domain/time.ts";
import type { Portal } from "./portal.ts";
import type { ChangeSource } from "./record.ts";
import type { WriteContext } from "./write-record.ts";

/** A change typed in by a person; null: by somebody who owns nothing. */
export function personContext(portal: Portal, at: Moment, personId: string | null): WriteContext {
  const userId = portal.owners.find(({ id }) => id === personId)?.userIdIncludingInactive ?? null;
  const source: ChangeSource = { type: "CRM_UI", id: userId === null ? null : `userId:${userId}`, userId };
  return { portal, at, source, isDropped: false };
}
