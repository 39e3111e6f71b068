import { toBodyText } from "../../crm/body-text.ts";
import type { DealTouch } from "../../domain/deal-facts.ts";
import type { FollowUp, FollowUpChannel } from "../../domain/follow-up.ts";
import type { Moment } from "../../domain/time.ts";
import { toRepId } from "../import/rep-id.ts";
import type { ActivityRecord } from "../import/to-activity.ts";

/** An activity in the analysis' terms as of `now`: without a word about its result the past is done and the future booked. */
export function toTouch(activity: ActivityRecord, now: Moment): DealTouch {
  const { kind, at, direction, result, isConnected, isAutomated } = activity;
  return {
    kind,
    repId: toRepId(activity.rep),
    at,
    direction,
    result: result ?? (at > now ? "booked" : "done"),
    isConnected,
    source: isAutomated ? "automation" : "rep",
    createdAt: activity.createdAt ?? Math.min(at, now),
    isInferred: false,
  };
}

const channels: Readonly<Record<ActivityRecord["kind"], FollowUpChannel>> = {
  call: "call",
  meeting: "meeting",
  email: "email",
  message: "email",
  proposal: "note",
  note: "note",
  task: "task",
  absence: "meeting",
};

/** What the rep wrote, null when nothing is left of it. A task's words may stand in its title. Mail from the buyer is not the rep's. */
export function toFollowUp(
  activity: ActivityRecord,
  { dealId, now, maxLength }: { dealId: string; now: Moment; maxLength: number },
): FollowUp | null {
  const { id, kind, direction, isAutomated } = activity;
  if (isAutomated || (direction === "inbound" && (kind === "email" || kind === "message"))) return null;
  const text = toBodyText(activity.text || (kind === "task" ? activity.subject : ""), maxLength);
  if (text === null) return null;
  // A task is due later than it was written.
  const writtenAt = Math.min(activity.createdAt ?? activity.at, activity.at);
  if (writtenAt > now) return null;
  return { id, dealId, repId: toRepId(activity.rep), writtenAt, channel: channels[kind], text };
}
