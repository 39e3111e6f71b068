import type { Activity, ActivityKind } from "../../../domain/activity.ts";
import type { Moment } from "../../../domain/time.ts";
import { toBodyText } from "../../body-text.ts";
import type { ActivityRecord } from "../../port.ts";
import type { Row } from "../reading/query.ts";
import { isIdOf, momentOf } from "../rows.ts";

/** What is needed besides the row itself. */
export interface ActivityContext {
  readonly now: Moment;
  readonly timeZone: string;
  readonly maxTextLength: number;
  /** Salesforce's name of the field by which Norma knows its own tasks. */
  readonly keyField: string;
}

/** What one row says of itself. */
export interface ActivityFacts {
  readonly kind: ActivityKind;
  readonly at: Moment | null;
  readonly result: Activity["result"];
  readonly direction?: Activity["direction"];
  readonly isConnected?: boolean | null;
  readonly durationMs?: number | null;
  readonly source?: Activity["source"];
  readonly repId: string | null;
  readonly otherRepIds?: readonly string[];
  /** The record it is about: an opportunity, or an account, which is no link. */
  readonly whatId?: string | null;
  /** The person it is with: a contact, or a lead, which is no link. */
  readonly whoId?: string | null;
  readonly dealIds?: readonly string[];
  readonly body?: string | null;
}

/** Null when the row has no date at all or does not say when it changed. */
export function toActivityRecord(
  row: Row,
  facts: ActivityFacts,
  { id, maxTextLength }: { readonly id: string; readonly maxTextLength: number },
): ActivityRecord | null {
  const modifiedAt = momentOf(row, "SystemModstamp") ?? momentOf(row, "LastModifiedDate");
  if (modifiedAt === null || facts.at === null) return null;
  const moments = { at: facts.at, createdAt: momentOf(row, "CreatedDate") ?? facts.at, modifiedAt };
  const activity = { id: `${facts.kind}:${id}`, ...toActivity(facts), ...moments };
  return {
    activity,
    ...toLinks(facts),
    // What a program wrote is not the rep's word.
    text: activity.source === "rep" ? toBodyText(facts.body ?? null, maxTextLength) : null,
  };
}

function toActivity(facts: ActivityFacts): Omit<Activity, "id" | "at" | "createdAt" | "modifiedAt"> {
  const { kind, repId, result, otherRepIds = [] } = facts;
  const { direction = "none", isConnected = null, durationMs = null, source = "rep" } = facts;
  return {
    kind,
    repId,
    otherRepIds: otherRepIds.filter((other) => other !== repId),
    direction,
    result,
    isConnected,
    durationMs,
    source,
  };
}

function toLinks({
  whatId = null,
  whoId = null,
  dealIds = [],
}: ActivityFacts): Pick<ActivityRecord, "dealIds" | "contactIds"> {
  return {
    dealIds: isIdOf("opportunity", whatId) ? [whatId, ...dealIds] : dealIds,
    contactIds: isIdOf("contact", whoId) ? [whoId] : [],
  };
}
