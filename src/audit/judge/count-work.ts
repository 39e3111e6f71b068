import { toAwayDays } from "../../analysis/norms/away-days.ts";
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
  /** Days off by people's own calendars. Where the file does not say how long an entry lasts, it is one day. */
  readonly daysOff: ReadonlyMap<string, ReadonlySet<CivilDate>>;
}

/** Of a rep's calls of a day, the share whose outcome must be told; else the talks among them are not measured. */
const minKnownShare = 0.75;

/**
 * Per rep, metric and date: calls dialled (answered or not: the effort is the rep's), calls in which somebody was spoken to,
 * meetings held or past without word, proposals sent, e-mails and messages sent. What an automation did is nobody's.
 * Contacts are not in the files, so new ones are not counted.
 */
export function countWork(activities: readonly ActivityRecord[], now: Moment, timeZone: string): Work {
  const counts = new Map<string, CountOfDay>();
  const worked = new Map<string, Set<CivilDate>>();
  const daysOff = new Map<string, Set<CivilDate>>();
  for (const activity of activities) {
    const { at, result } = toTouch(activity, now);
    if (activity.isAutomated || at >= now) continue;
    const own = { repId: toRepId(activity.rep), date: toCivilDate(at, timeZone) };
    if (activity.kind === "absence")
      for (const date of datesOff(activity, own, timeZone)) addTo(daysOff, { ...own, date });
    else if (result === "done" || result === "missed") addTo(worked, own);
    const metric = metricOf(activity, result);
    if (metric !== null) addCount(counts, { ...own, metric }, activity);
  }
  return {
    counts: [...counts.values()].flatMap(toDayCounts),
    workedDays: new Map([...worked].map(([repId, dates]) => [repId, [...dates].toSorted()])),
    daysOff,
  };
}

/** As the nightly run takes them: days of which a few hours are off are days of work. */
function datesOff(
  { at, endAt }: ActivityRecord,
  { repId, date }: { readonly repId: string; readonly date: CivilDate },
  timeZone: string,
): readonly CivilDate[] {
  if (endAt === null || endAt <= at) return [date];
  return toAwayDays([{ repId, from: at, to: endAt }], timeZone).map(({ from }) => from);
}

interface CountOfDay extends Omit<DayCount, "count"> {
  readonly count: number;
  /** Of calls: of how many it is told whether somebody was spoken to, and of how many it is told that somebody was. */
  readonly known: number;
  readonly connected: number;
}

function addCount(
  counts: Map<string, CountOfDay>,
  own: Omit<DayCount, "count">,
  { isConnected }: ActivityRecord,
): void {
  const key = `${own.repId}\n${own.metric}\n${own.date}`;
  const { count, known, connected } = counts.get(key) ?? { count: 0, known: 0, connected: 0 };
  counts.set(key, {
    ...own,
    count: count + 1,
    known: known + (isConnected === null ? 0 : 1),
    connected: connected + (isConnected === true ? 1 : 0),
  });
}

function toDayCounts({ repId, metric, date, count, known, connected }: CountOfDay): DayCount[] {
  const own = { repId, metric, date, count };
  if (metric !== "calls") return [own];
  const talks = known >= minKnownShare * count ? connected : null;
  return [own, { ...own, metric: "connected-calls", count: talks }];
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
  absence: null,
};

function metricOf({ kind, direction }: ActivityRecord, result: Activity["result"]): Metric | null {
  const rule = rules[kind];
  return rule !== null && rule.results.includes(result) && rule.directions.includes(direction)
    ? rule.metric
    : null;
}

function addTo(
  days: Map<string, Set<CivilDate>>,
  { repId, date }: { readonly repId: string; readonly date: CivilDate },
): void {
  const dates = days.get(repId) ?? new Set();
  dates.add(date);
  days.set(repId, dates);
}
