import type { Moment } from "./time.ts";

/**
 * `message` is a WhatsApp, LinkedIn or text message logged in the CRM. `absence` is time off in a rep's calendar: nobody's work, and
 * the reason why there is none.
 */
export const activityKinds = [
  "call",
  "meeting",
  "email",
  "message",
  "proposal",
  "note",
  "task",
  "absence",
] as const;
export type ActivityKind = (typeof activityKinds)[number];

/** One thing that happened (or is booked) with a customer, as a fact without its text. */
export interface Activity {
  /** Of `toActivityId`. */
  readonly id: string;
  readonly kind: ActivityKind;
  readonly repId: string | null;
  /** Other reps who took part (attendees of a meeting), without `repId`. */
  readonly otherRepIds: readonly string[];
  /** When it happened or will happen; for a task when it is due. */
  readonly at: Moment;
  readonly direction: "outbound" | "inbound" | "none";
  /** `booked`: still to come or never updated; `missed`: no answer, no-show; `failed`: bounced, cancelled, deleted. */
  readonly result: "done" | "booked" | "missed" | "failed";
  /** Did the rep speak with the buyer? Null when the CRM does not say. */
  readonly isConnected: boolean | null;
  /** What the CRM calls the outcome of a call, in small letters; null where it does not say, and for all other kinds. */
  readonly outcome: string | null;
  readonly durationMs: number | null;
  /** `norma`: made by us, never counts; `automation`: sequence, workflow or import, not a rep's effort. */
  readonly source: "rep" | "automation" | "norma";
  readonly createdAt: Moment;
  readonly modifiedAt: Moment;
}

/**
 * The CRM's id behind the kind of its collection there, e.g. `call:5512`; ids of different collections may be equal in a CRM. One record
 * stays one however it is renamed or reworked: where a collection holds several kinds (time off stands among the meetings;
 * Salesforce's Tasks are calls, e-mails, messages and tasks) all of them have ids of one.
 */
export function toActivityId(kind: ActivityKind, id: string): string {
  return `${kind === "absence" ? "meeting" : kind}:${id}`;
}

/** The kinds by which a buyer is reached; notes and tasks are the rep's own desk. */
export const buyerFacingKinds: readonly ActivityKind[] = ["call", "meeting", "email", "message", "proposal"];

/** Whether the buyer took or gets notice of it: done (or inbound), of a buyer-facing kind, not made by us. */
export function isBuyerFacing(activity: Pick<Activity, "kind" | "result" | "source">): boolean {
  return (
    buyerFacingKinds.includes(activity.kind) && activity.source !== "norma" && activity.result !== "failed"
  );
}
