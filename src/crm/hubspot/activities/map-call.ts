import type { Activity } from "../../../domain/activity.ts";
import type { Moment } from "../../../domain/time.ts";
import { type HubSpotRecord, momentOf, numberOf, textOf } from "../records.ts";

/** What one kind of activity says of itself. */
export interface ActivityFacts {
  readonly result: Activity["result"];
  readonly at?: Moment | null;
  readonly direction?: Activity["direction"];
  readonly isConnected?: boolean | null;
  readonly durationMs?: number | null;
  readonly attendeeIds?: readonly string[];
  readonly source?: Activity["source"];
  readonly body?: string | null;
}

const callResults: Readonly<Record<string, Activity["result"]>> = {
  COMPLETED: "done",
  NO_ANSWER: "missed",
  BUSY: "missed",
  MISSED: "missed",
  FAILED: "failed",
  CANCELED: "failed",
};

/** HubSpot's own outcomes under their fixed ids and, as portals add theirs, under the usual labels. */
const dispositionMeanings: Readonly<Record<string, { isConnected: boolean; isMissed: boolean }>> = {
  "f240bbac-87c9-4f6e-bf70-924b57d47db7": { isConnected: true, isMissed: false },
  connected: { isConnected: true, isMissed: false },
  "b2cf5968-551e-4856-9783-52b3da59a7d0": { isConnected: false, isMissed: false },
  "left voicemail": { isConnected: false, isMissed: false },
  "a4c4c377-d246-4b32-a13b-75a56a4cd0ff": { isConnected: false, isMissed: false },
  "left live message": { isConnected: false, isMissed: false },
  "73a0d17f-1163-4015-bdd5-ec830791da20": { isConnected: false, isMissed: true },
  "no answer": { isConnected: false, isMissed: true },
  "9d9162e7-6cf3-4944-bf63-4dff82258764": { isConnected: false, isMissed: true },
  busy: { isConnected: false, isMissed: true },
  "17b47fee-58de-441e-a44c-c6300d46f273": { isConnected: false, isMissed: true },
  "wrong number": { isConnected: false, isMissed: true },
};

/** `dispositions`: labels of the portal's call outcomes by their id, both in lower case. */
export function toCall(
  record: HubSpotRecord,
  { now, dispositions }: { readonly now: Moment; readonly dispositions: ReadonlyMap<string, string> },
): ActivityFacts {
  const meaning = toMeaning(textOf(record, "hs_call_disposition")?.toLowerCase() ?? "", dispositions);
  const result = toResult(record, now, meaning?.isMissed ?? false);
  const wasReached = result !== "missed" && result !== "failed";
  return {
    result,
    direction: toCallDirection(textOf(record, "hs_call_direction")),
    isConnected: wasReached ? (meaning?.isConnected ?? null) : false,
    durationMs: numberOf(record, "hs_call_duration"),
    body: textOf(record, "hs_call_body"),
  };
}

function toMeaning(disposition: string, labels: ReadonlyMap<string, string>) {
  return dispositionMeanings[disposition] ?? dispositionMeanings[labels.get(disposition) ?? ""];
}

/** Logged calls are nearly always COMPLETED, even when nobody answered: then the outcome knows better. */
function toResult(record: HubSpotRecord, now: Moment, isMissed: boolean): Activity["result"] {
  const ofStatus = callResults[textOf(record, "hs_call_status") ?? ""] ?? toPastOrBooked(record, now);
  return ofStatus === "done" && isMissed ? "missed" : ofStatus;
}

function toCallDirection(text: string | null): Activity["direction"] {
  if (text === "OUTBOUND") return "outbound";
  return text === "INBOUND" ? "inbound" : "none";
}

function toPastOrBooked(record: HubSpotRecord, now: Moment): Activity["result"] {
  const at = momentOf(record, "hs_timestamp");
  return at !== null && at > now ? "booked" : "done";
}
