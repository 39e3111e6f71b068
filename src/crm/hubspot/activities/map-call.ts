import type { Activity } from "../../../domain/activity.ts";
import type { Moment } from "../../../domain/time.ts";
import { meaningOfOutcome, toOutcomeName, wasTalk } from "../../call-outcome.ts";
import { type HubSpotRecord, momentOf, numberOf, textOf } from "../records.ts";

/** What one kind of activity says of itself. */
export interface ActivityFacts {
  /** Where it is another than the record's type says. */
  readonly kind?: Activity["kind"];
  readonly result: Activity["result"];
  readonly at?: Moment | null;
  readonly direction?: Activity["direction"];
  readonly isConnected?: boolean | null;
  readonly outcome?: string | null;
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

/** HubSpot's own outcomes: their ids never change, whatever a portal calls them. */
const defaultOutcomes: Readonly<Record<string, string>> = {
  "f240bbac-87c9-4f6e-bf70-924b57d47db7": "connected",
  "b2cf5968-551e-4856-9783-52b3da59a7d0": "left voicemail",
  "a4c4c377-d246-4b32-a13b-75a56a4cd0ff": "left live message",
  "73a0d17f-1163-4015-bdd5-ec830791da20": "no answer",
  "9d9162e7-6cf3-4944-bf63-4dff82258764": "busy",
  "17b47fee-58de-441e-a44c-c6300d46f273": "wrong number",
};

/** `dispositions`: labels of the portal's call outcomes by their id, both in lower case. */
export function toCall(
  record: HubSpotRecord,
  { now, dispositions }: { readonly now: Moment; readonly dispositions: ReadonlyMap<string, string> },
): ActivityFacts {
  const id = toOutcomeName(textOf(record, "hs_call_disposition")) ?? "";
  const outcome = toOutcomeName(dispositions.get(id) ?? defaultOutcomes[id] ?? id);
  const meaning = meaningOfOutcome(defaultOutcomes[id] ?? outcome);
  const durationMs = numberOf(record, "hs_call_duration");
  const result = toResult(record, now, meaning?.isMissed ?? false);
  return {
    result,
    direction: toCallDirection(textOf(record, "hs_call_direction")),
    isConnected: isConnected(result, meaning?.isConnected ?? wasTalk(durationMs)),
    outcome,
    durationMs,
    body: textOf(record, "hs_call_body"),
  };
}

function isConnected(result: Activity["result"], told: boolean | null): boolean | null {
  if (result === "booked") return null;
  return result === "done" ? told : false;
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
