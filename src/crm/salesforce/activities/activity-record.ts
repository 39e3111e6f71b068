import type { Activity, ActivityKind } from "../../../domain/activity.ts";
import type { Moment } from "../../../domain/time.ts";
import { toBodyText } from "../../body-text.ts";
import type { ActivityRecord } from "../../port.ts";
import type { Row } from "../reading/query.ts";
import { idOf, isIdOf, isTrue, momentOf } from "../rows.ts";
import type { ProgramUsers } from "./program-users.ts";

/** What is needed besides the row itself. */
export interface ActivityContext {
  readonly now: Moment;
  readonly timeZone: string;
  readonly maxTextLength: number;
  /** Salesforce's name of the field by which Norma knows its own tasks; null where tasks have none. */
  readonly keyField: string | null;
  readonly programs: ProgramUsers;
}

/** What one row says of itself. */
export interface ActivityFacts {
  readonly kind: ActivityKind;
  readonly at: Moment | null;
  readonly result: Activity["result"];
  readonly direction?: Activity["direction"];
  readonly isConnected?: boolean | null;
  readonly outcome?: string | null;
  readonly durationMs?: number | null;
  /** Where the row itself tells; else it follows from who made it. */
  readonly source?: Activity["source"];
  readonly repId: string | null;
  readonly otherRepIds?: readonly string[];
  /** The records it is about or with: opportunities, contacts and leads become links; accounts and empty ids do not. */
  readonly aboutIds: readonly string[];
  readonly body?: string | null;
}

/** `id` is of `toActivityId`. Null when the row has no date at all or does not say when it changed. */
export function toActivityRecord(
  row: Row,
  { id, ...facts }: ActivityFacts & { readonly id: string },
  { maxTextLength, programs }: ActivityContext,
): ActivityRecord | null {
  const modifiedAt = momentOf(row, "SystemModstamp") ?? momentOf(row, "LastModifiedDate");
  if (modifiedAt === null || facts.at === null) return null;
  const moments = { at: facts.at, createdAt: momentOf(row, "CreatedDate") ?? facts.at, modifiedAt };
  const source = facts.source ?? toSource(row, facts.kind, programs);
  const activity = { id, ...toActivity(facts), source, result: facts.result, ...moments };
  const links = toLinks(facts);
  // A cancelled meeting is a deleted one: Salesforce knows no other way to say it.
  if (isTrue(row, "IsDeleted"))
    return { activity: { ...activity, result: "failed" }, ...links, text: null, isDeleted: true };
  // What a program wrote is not the rep's word.
  const text = source === "rep" ? toBodyText(facts.body ?? null, maxTextLength) : null;
  return { activity, ...links, text };
}

/** What Einstein Activity Capture and its like copy from a person's mailbox and calendar in a program's name. */
const capturedKinds: readonly ActivityKind[] = ["email", "meeting", "absence"];

function toSource(row: Row, kind: ActivityKind, programs: ProgramUsers): Activity["source"] {
  const byId = idOf(row, "CreatedById") ?? "";
  const isCaptured = capturedKinds.includes(kind) && programs.integrations.has(byId);
  const isProgram = programs.automations.has(byId) || programs.integrations.has(byId);
  return isProgram && !isCaptured ? "automation" : "rep";
}

type Told = Pick<
  Activity,
  "kind" | "repId" | "otherRepIds" | "direction" | "isConnected" | "outcome" | "durationMs"
>;

function toActivity(facts: ActivityFacts): Told {
  const { kind, repId, otherRepIds = [] } = facts;
  const { direction = "none", isConnected = null, outcome = null, durationMs = null } = facts;
  return {
    kind,
    // A task may belong to a queue, which is nobody.
    repId: isIdOf("user", repId) ? repId : null,
    otherRepIds: otherRepIds.filter((other) => other !== repId),
    direction,
    isConnected,
    outcome,
    durationMs,
  };
}

function toLinks({ aboutIds }: ActivityFacts): Pick<ActivityRecord, "dealIds" | "contactIds"> {
  const ids = [...new Set(aboutIds)];
  return {
    dealIds: ids.filter((id) => isIdOf("opportunity", id)),
    contactIds: ids.filter((id) => isIdOf("contact", id) || isIdOf("lead", id)),
  };
}
