import type { DayCount, Metric } from "../../domain/norm.ts";
import type { CivilDate } from "../../domain/time.ts";

/** What one rep did, by metric and civil date, and on which dates the rep did anything at all. */
export interface RepHistory {
  readonly repId: string;
  /** Dates without any activity of the metric are absent. */
  readonly counts: Readonly<Record<Metric, ReadonlyMap<CivilDate, number>>>;
  /** Ascending, each date once: a day with any activity in any channel is a worked day. */
  readonly workedDays: readonly CivilDate[];
}

/**
 * One history per active rep, in order of their ids, whatever the order of the input. People who are not in `activeRepIds`
 * (gone, queues, integration users) are left out: they are never judged.
 */
export function toRepHistories(
  dayCounts: Iterable<DayCount>,
  workedDays: ReadonlyMap<string, Iterable<CivilDate>>,
  activeRepIds: ReadonlySet<string>,
): RepHistory[] {
  const drafts = new Map(activeRepIds.values().map((repId) => [repId, emptyDraft()]));
  for (const [repId, dates] of workedDays) for (const date of dates) drafts.get(repId)?.worked.add(date);
  for (const { repId, metric, date, count } of dayCounts) {
    const draft = drafts.get(repId);
    if (draft === undefined || count <= 0) continue;
    draft.worked.add(date);
    draft.counts[metric].set(date, (draft.counts[metric].get(date) ?? 0) + count);
  }
  return [...drafts.keys()].toSorted().flatMap((repId) => {
    const draft = drafts.get(repId);
    return draft === undefined
      ? []
      : [{ repId, counts: draft.counts, workedDays: [...draft.worked].toSorted() }];
  });
}

function emptyDraft() {
  const counts: Record<Metric, Map<CivilDate, number>> = {
    calls: new Map(),
    meetings: new Map(),
    proposals: new Map(),
    emails: new Map(),
  };
  return { worked: new Set<CivilDate>(), counts };
}
