import type { Activity, ActivityKind } from "../../domain/activity.ts";
import type { DayCount, Metric } from "../../domain/norm.ts";
import { type CivilDate, type Moment, toCivilDate } from "../../domain/time.ts";
import { toRepId } from "../import/rep-id.ts";
import type { ActivityRecord } from "../import/to-activity.ts";
import { toTouch } from "./to-touches.ts";

/** What everybody did by hand, as the nightly run counts it from its store. */
export interface Work {
  readonly counts: readonly DayCount[];
  /** Per rep the dates, ascending, with anything done in any channel. */
  readonly workedDays: ReadonlyMap<string, readonly CivilDate[]>;
}

/**
 * Per rep, metric and date: calls dialled (answered or not: the effort is the rep's), meetings held or past without word,
 * proposals sent, e-mails and messages sent. What an automation did is nobody's.
 */
export function countWork(activities: readonly ActivityRecord[], now: Moment, timeZone: string): Work {
  const counts = new Map<string, DayCount>();
  const worked = new Map<string, Set<CivilDate>>();
  for (const activity of activities) {
    const { at, result } = toTouch(activity, now);
    if (activity.isAutomated || at >= now) continue;
    const repId = toRepId(activity.rep);
    const date = toCivilDate(at, timeZone);
    if (result === "done" || result === "missed") addTo(worked, repId, date);
    const metric = metricOf(activity, result);
    if (metric === null) continue;
    const key = `${repId}\n${metric}\n${date}`;
    counts.set(key, { repId, metric, date, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return {
    counts: [...counts.values()],
    workedDays: new Map([...worked].map(([repId, dates]) => [repId, [...dates].toSorted()])),
  };
}

interface CountRule {
  readonly metric: Metric;
  readonly results: readonly Activity["result"][];
  readonly directions: readonly Activity["direction"][];
}

const sent = { results: ["done"], directions: ["outbound"] } as const;
const rules: Readonly<Record<ActivityKind, CountRule | null>> = {
  call: { metric: "calls", results: ["done", "missed"], directions: ["outbound", "none"] },
  meeting: { metric: "meetings", results: ["done", "booked"], directions: ["outbound", "inbound", "none"] },
  proposal: { metric: "proposals", results: ["done"], directions: ["outbound", "inbound", "none"] },
  email: { metric: "emails", ...sent },
  message: { metric: "emails", ...sent },
  note: null,
  task: null,
};

function metricOf({ kind, direction }: ActivityRecord, result: Activity["result"]): Metric | null {
  const rule = rules[kind];
  return rule !== null && rule.results.includes(result) && rule.directions.includes(direction)
    ? rule.metric
    : null;
}

function addTo(worked: Map<string, Set<CivilDate>>, repId: string, date: CivilDate): void {
  const dates = worked.get(repId) ?? new Set();
  dates.add(date);
  worked.set(repId, dates);
}
