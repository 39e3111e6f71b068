import type { Period } from "../../domain/norm.ts";
import type { CivilDate } from "../../domain/time.ts";
import { type Attendance, createAttendance } from "./attendance.ts";
import { computePrior, emptyPrior, type Prior } from "./cohort.ts";
import { type AlarmSettings, createGuard, type Guard } from "./guard.ts";
import { computeInflation, createLonger, type Longer } from "./longer-period.ts";
import { createSeries, type LearningSettings, type Series, weightsOf } from "./series.ts";

export interface StreamSettings {
  readonly learning: LearningSettings;
  readonly alarms: Readonly<Record<Period, AlarmSettings>>;
  /** Days without any record after which a rep is taken to have left, and is no longer spoken of. */
  readonly goneAfterDays: number;
  /** A day with less than this share of the rep's usual activity, all channels together, is no day's work. */
  readonly marginalShare: number;
  /** Worked days, own or of comparable reps, before anything is predicted. */
  readonly minBasisDays: number;
}

/** One rep and metric. */
export interface Track {
  readonly series: Series;
  readonly week: Longer;
  readonly month: Longer;
  readonly guards: Readonly<Record<Period, Guard>>;
  /** How improbable the zeros of the last worked days were together: minus the logarithm, 0 after any count. */
  quiet: number;
}

export interface RepState {
  readonly repId: string;
  readonly cohort: string;
  readonly attendance: Attendance;
  readonly tracks: Map<string, Track>;
  lastSeen: CivilDate;
}

/** What a cohort says about one metric. */
export interface CohortView {
  readonly prior: Prior;
  readonly inflation: Readonly<Record<"week" | "month", number>>;
}

export const emptyView: CohortView = { prior: emptyPrior, inflation: { week: 1.3, month: 1.6 } };

export function createRep(repId: string, cohort: string, date: CivilDate): RepState {
  return { repId, cohort, attendance: createAttendance(), tracks: new Map(), lastSeen: date };
}

export function createTrack(): Track {
  return {
    series: createSeries(),
    week: createLonger(),
    month: createLonger(),
    guards: { day: createGuard(), week: createGuard(), month: createGuard() },
    quiet: 0,
  };
}

/** Fewer comparable reps than this say less than everybody does. */
const minCohort = 3;

/** Views by cohort and metric from what all reps have shown up to now. */
export function computeViews(reps: readonly RepState[]): (cohort: string, metric: string) => CohortView {
  const byCohort = Map.groupBy(reps, ({ cohort }) => cohort);
  const everybody = viewsByMetric(reps);
  const views = new Map<string, ReadonlyMap<string, CohortView>>();
  for (const [cohort, members] of byCohort)
    views.set(cohort, members.length < minCohort || byCohort.size === 1 ? everybody : viewsByMetric(members));
  return (cohort, metric) => views.get(cohort)?.get(metric) ?? everybody.get(metric) ?? emptyView;
}

function viewsByMetric(reps: readonly RepState[]): ReadonlyMap<string, CohortView> {
  const tracks = new Map<string, Track[]>();
  for (const rep of reps) {
    for (const [metric, track] of rep.tracks) {
      const list = tracks.get(metric) ?? [];
      tracks.set(metric, list);
      list.push(track);
    }
  }
  return new Map([...tracks].map(([metric, list]) => [metric, viewOf(list)]));
}

function viewOf(tracks: readonly Track[]): CohortView {
  return {
    prior: computePrior(tracks.map(({ series }) => series)),
    inflation: {
      week: computeInflation(tracks.map(({ week }) => week)),
      month: computeInflation(tracks.map(({ month }) => month)),
    },
  };
}

/** Weights of remembered days and periods, newest first; the same for all series. */
export function allWeights({ halfLifeDays, halfLifePeriods }: LearningSettings) {
  return { days: weightsOf(halfLifeDays), periods: weightsOf(halfLifePeriods) };
}

/**
 * Is this hardly a trace of work? Each channel counts by its own usual, so that one meeting weighs as much as many mails. A
 * rep whose only channel is counted has no other to be compared with, and is taken at the count.
 */
export function isMarginalDay(
  { tracks }: RepState,
  counts: ReadonlyMap<string, number>,
  marginalShare: number,
): boolean {
  let activity = 0;
  let channels = 0;
  for (const [metric, { series }] of tracks) {
    if (series.days < minDaysOfHabit || series.sumCount <= 0) continue;
    activity += ((counts.get(metric) ?? 0) * series.sumFactor) / series.sumCount;
    channels += 1;
  }
  return channels >= 2 && activity < marginalShare * channels;
}

const minDaysOfHabit = 10;
