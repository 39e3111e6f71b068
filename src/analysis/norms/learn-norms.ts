import { type Metric, metrics, type Norm, type NormJudgement } from "../../domain/norm.ts";
import { addDays, type CivilDate, mondayOf } from "../../domain/time.ts";
import type { NormSettings } from "../settings.ts";
import { createNormStream } from "./norm-stream.ts";
import type { RepHistory } from "./rep-history.ts";
import type { Cohort } from "./stream-state.ts";
import type { Calendar, RepDay } from "./stream-types.ts";

/** What a night knows beyond the counts. */
export interface NormContext {
  /** The day that is not over yet and counts nothing. */
  readonly today: CivilDate;
  /** The groups of comparable reps somebody belongs to; everybody is comparable when left out. */
  readonly cohortOf?: (repId: string) => Cohort;
  readonly calendar?: Calendar;
}

export interface LearnedNorms {
  /** What is usual for each rep and metric on a plain day, in a usual week and a usual month, as of today. */
  readonly norms: readonly Norm[];
  /** Each rep's last complete day and week and, in the first week of a month, the month before it: against what was usual before each began. */
  readonly judgements: readonly NormJudgement[];
  /** Channels whose record stopped by the last complete day: one case for whoever runs the CRM, no finding about people. */
  readonly silentChannels: readonly SilentChannel[];
}

export interface SilentChannel {
  readonly metric: Metric;
  /** Whose record is missing, in order of ids. */
  readonly repIds: readonly string[];
}

/** Days to look back for the last day on which anybody worked: over a long weekend, not over a lost connection. */
const maxDaysBack = 4;

/**
 * Replays the past day by day and answers for its end. The day judged is the last one before today on which anybody of the
 * account worked, so Friday is looked at until Monday is over. The same period judged again gives the same judgement; its
 * `start` tells them apart.
 */
export function learnNorms(
  histories: readonly RepHistory[],
  settings: NormSettings,
  { today, cohortOf = () => [], calendar = ordinaryCalendar }: NormContext,
): LearnedNorms {
  const day = findLastDay(histories, today);
  const starts = { day, week: addDays(mondayOf(today), -7), month: findMonth(today) };
  const stream = createNormStream({
    settings,
    calendar,
    cohortOf,
    isWanted: (period, start) => start === starts[period],
  });
  const days = byDate(histories, today);
  const judgements: NormJudgement[] = [];
  const silent: { metric: Metric; repId: string }[] = [];
  for (let date = firstDate(days) ?? today; date < today; date = addDays(date, 1)) {
    for (const judgement of stream.addDate(date, days.get(date) ?? noReps)) {
      const { metric, isChannelSilent, usualLow, ...rest } = judgement;
      if (!isMetric(metric)) continue;
      judgements.push({ ...rest, metric, low: usualLow });
      if (isChannelSilent && rest.period === "day") silent.push({ metric, repId: rest.repId });
    }
  }
  const norms = stream
    .norms()
    .flatMap(({ metric, ...norm }) => (isMetric(metric) ? [{ ...norm, metric }] : []));
  const byMetric = Map.groupBy(silent.filter(isChannel), ({ metric }) => metric);
  const silentChannels = [...byMetric].map(([metric, own]) => ({
    metric,
    repIds: own.map(({ repId }) => repId),
  }));
  return { norms, judgements, silentChannels };
}

/** Nobody is listed as absent and no day is a holiday. */
export const ordinaryCalendar: Calendar = { isAbsent: () => false, isDayOff: () => false };

const noReps: ReadonlyMap<string, RepDay> = new Map();

/** New contacts are read off the other channels: their end is no broken connection. */
function isChannel({ metric }: { readonly metric: Metric }): boolean {
  return metric !== "new-contacts";
}

function isMetric(name: string): name is Metric {
  return metrics.some((metric) => metric === name);
}

/** What the histories hold before today, by date and rep. A worked day without a metric counts zero of it, if it is measured. */
function byDate(histories: readonly RepHistory[], today: CivilDate): Map<CivilDate, Map<string, RepDay>> {
  const days = new Map<CivilDate, Map<string, RepDay>>();
  for (const { repId, counts, workedDays } of histories) {
    for (const date of workedDays) {
      if (date >= today) continue;
      const ofDay = days.get(date) ?? new Map<string, RepDay>();
      days.set(date, ofDay);
      const measured = metrics.flatMap((metric) => {
        const own = counts[metric];
        return own === undefined ? [] : [[metric, own.get(date)] as const];
      });
      const unmeasured = measured.filter(([, count]) => count === null).map(([metric]) => metric);
      ofDay.set(repId, {
        counts: new Map(measured.map(([metric, count]) => [metric, count ?? 0])),
        isSeenOtherwise: true,
        ...(unmeasured.length === 0 ? {} : { unmeasured }),
      });
    }
  }
  return days;
}

function firstDate(days: ReadonlyMap<CivilDate, unknown>): CivilDate | undefined {
  return days.keys().toArray().toSorted()[0];
}

function findLastDay(histories: readonly RepHistory[], today: CivilDate): CivilDate {
  const worked = new Set(histories.flatMap(({ workedDays }) => workedDays.slice(-maxDaysRead)));
  for (let back = 1; back <= maxDaysBack; back += 1) {
    const date = addDays(today, -back);
    if (worked.has(date)) return date;
  }
  return addDays(today, -1);
}

/** A month is told once: in the nights of the week after it, of which one may fail. Null in all others. */
function findMonth(today: CivilDate): CivilDate | null {
  const first = `${today.slice(0, 7)}-01`;
  return today < addDays(first, monthToldDays) ? `${addDays(first, -1).slice(0, 7)}-01` : null;
}

const monthToldDays = 7;

/** Records of today and a booked tomorrow may stand behind the days in question. */
const maxDaysRead = 14;
