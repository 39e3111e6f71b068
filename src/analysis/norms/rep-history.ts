import { type DayCount, type Metric, metrics } from "../../domain/norm.ts";
import type { CivilDate } from "../../domain/time.ts";

/** What one rep did, by metric and civil date, and on which dates the rep did anything at all. */
export interface RepHistory {
  readonly repId: string;
  /** Dates without any activity of the metric are absent, those on which it was not measured null. A metric that is not measured at all is left out. */
  readonly counts: Readonly<Partial<Record<Metric, ReadonlyMap<CivilDate, number | null>>>>;
  /** Ascending, each date once: a day with any activity in any channel is a worked day. */
  readonly workedDays: readonly CivilDate[];
}

/**
 * One history per active rep, in order of their ids, whatever the order of the input. People who are not in `activeRepIds`
 * (gone, queues, integration users) are left out: they are never judged. Left out as well is a metric of which nobody has
 * any on record: the account does not hold it, which says nothing about work.
 */
export function toRepHistories(
  dayCounts: Iterable<DayCount>,
  workedDays: ReadonlyMap<string, Iterable<CivilDate>>,
  activeRepIds: ReadonlySet<string>,
): RepHistory[] {
  const drafts = new Map(activeRepIds.values().map((repId) => [repId, emptyDraft()]));
  for (const [repId, dates] of workedDays) for (const date of dates) drafts.get(repId)?.worked.add(date);
  const held = new Set<Metric>();
  for (const one of dayCounts) {
    const draft = drafts.get(one.repId);
    if (draft === undefined) continue;
    addCount(draft.counts[one.metric], one);
    if ((one.count ?? 0) <= 0) continue;
    held.add(one.metric);
    draft.worked.add(one.date);
  }
  const isHeld = (metric: Metric) => held.has(metric);
  return [...drafts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([repId, draft]) => toHistory(repId, draft, isHeld));
}

interface Draft {
  readonly worked: Set<CivilDate>;
  readonly counts: Readonly<Record<Metric, Map<CivilDate, number | null>>>;
}

function emptyDraft(): Draft {
  return {
    worked: new Set(),
    counts: {
      calls: new Map(),
      "connected-calls": new Map(),
      meetings: new Map(),
      proposals: new Map(),
      emails: new Map(),
      "new-contacts": new Map(),
    },
  };
}

function addCount(counts: Map<CivilDate, number | null>, { date, count }: DayCount): void {
  const known = counts.get(date) ?? null;
  counts.set(date, count === null ? known : (known ?? 0) + count);
}

function toHistory(
  repId: string,
  { worked, counts }: Draft,
  isHeld: (metric: Metric) => boolean,
): RepHistory {
  const measured = metrics.filter((metric) => isHeld(metric) && isMeasured(counts[metric]));
  return {
    repId,
    counts: Object.fromEntries(measured.map((metric) => [metric, counts[metric]])),
    workedDays: [...worked].toSorted(),
  };
}

/** Who lately leaves it open on most days is not measured: the few days that say something are not the usual ones. */
function isMeasured(counts: ReadonlyMap<CivilDate, number | null>): boolean {
  const latest = [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).slice(-latestDays);
  return 2 * latest.filter(([, count]) => count === null).length <= latest.length;
}

/** Dates with something of it on record: four weeks of five days. */
const latestDays = 20;
