import type { Period } from "../../domain/norm.ts";
import type { CivilDate } from "../../domain/time.ts";
import { type Attendance, createAttendance } from "./attendance.ts";
import { computePrior, emptyPrior, type Prior } from "./cohort.ts";
import { type AlarmSettings, createGuard, type Guard } from "./guard.ts";
import { computeInflation, createLonger, type Longer } from "./longer-period.ts";
import {
  type Beginning,
  computeRamp,
  createBeginning,
  type Ramp,
  type RampNow,
  type RampSettings,
  rampAt,
} from "./ramp.ts";
import { createSeries, type LearningSettings, type Series, weightsOf } from "./series.ts";

export interface StreamSettings {
  readonly learning: LearningSettings;
  readonly ramp: RampSettings;
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
  /** The first weeks of a rep who is new; null for all others. */
  readonly beginning: Beginning | null;
  readonly week: Longer;
  readonly month: Longer;
  readonly guards: Readonly<Record<Period, Guard>>;
  /** How improbable the zeros of the last worked days were together: minus the logarithm, 0 after any count. */
  quiet: number;
}

export interface RepState {
  readonly repId: string;
  readonly cohort: Cohort;
  /** Began in the time of the record; for all others nobody knows since when they have been there. */
  readonly isNew: boolean;
  readonly attendance: Attendance;
  readonly tracks: Map<string, Track>;
  lastSeen: CivilDate;
  /** Days at work since the record began. */
  workedDays: number;
  /** Usual working days in a row up to now without any work. */
  awayDays: number;
  /** Monday of the last week into which an absence of several days reached; null before the first. */
  interruptedWeek: CivilDate | null;
}

/** Names of the groups of comparable reps somebody belongs to, each within the one before it; empty: only in that of everybody. */
export type Cohort = readonly string[];

/** What a cohort says about one metric. */
export interface CohortView {
  readonly prior: Prior;
  readonly inflation: Readonly<Record<"week" | "month", number>>;
  readonly ramp: Ramp;
}

export const emptyView: CohortView = {
  prior: emptyPrior,
  inflation: { week: 1.3, month: 1.6 },
  ramp: null,
};

export function createRep(who: Pick<RepState, "repId" | "cohort" | "isNew">, date: CivilDate): RepState {
  return {
    ...who,
    attendance: createAttendance(),
    tracks: new Map(),
    lastSeen: date,
    workedDays: 0,
    awayDays: 0,
    interruptedWeek: null,
  };
}

export function createTrack({ isNew }: Pick<RepState, "isNew">): Track {
  return {
    series: createSeries(),
    beginning: isNew ? createBeginning() : null,
    week: createLonger(),
    month: createLonger(),
    guards: { day: createGuard(), week: createGuard(), month: createGuard() },
    quiet: 0,
  };
}

/** A group of comparable reps and what it says by metric. */
type Views = ReadonlyMap<string, CohortView>;

/**
 * Views by cohort and metric from what all reps have shown up to now. Each group is shrunk to the wider one that it lies in,
 * the widest being everybody.
 */
export function computeViews(
  reps: readonly RepState[],
  settings: RampSettings,
): (cohort: Cohort, metric: string) => CohortView {
  const everybody = viewsByMetric(reps, { views: new Map(), settings });
  const views = new Map<string, Views>();
  const depth = Math.max(0, ...reps.map(({ cohort }) => cohort.length));
  for (let level = 0; level < depth; level += 1) {
    const deep = reps.filter(({ cohort }) => cohort.length > level);
    const groups = Map.groupBy(deep, ({ cohort }) => cohort[level] ?? "");
    for (const [group, members] of groups) {
      const wider = views.get(members[0]?.cohort[level - 1] ?? "") ?? everybody;
      views.set(
        group,
        members.length === reps.length ? everybody : viewsByMetric(members, { views: wider, settings }),
      );
    }
  }
  return (cohort, metric) => {
    for (const group of cohort.toReversed()) {
      const found = views.get(group)?.get(metric);
      if (found !== undefined) return found;
    }
    return everybody.get(metric) ?? emptyView;
  };
}

function viewsByMetric(
  reps: readonly RepState[],
  wider: { readonly views: Views; readonly settings: RampSettings },
): Views {
  const tracks = new Map<string, Track[]>();
  for (const rep of reps) {
    for (const [metric, track] of rep.tracks) {
      const list = tracks.get(metric) ?? [];
      tracks.set(metric, list);
      list.push(track);
    }
  }
  return new Map([...tracks].map(([metric, list]) => [metric, viewOf(list, metric, wider)]));
}

function viewOf(
  tracks: readonly Track[],
  metric: string,
  { views, settings }: { readonly views: Views; readonly settings: RampSettings },
): CohortView {
  const wider = views.get(metric);
  return {
    prior: computePrior(
      tracks.map(({ series }) => series),
      wider?.prior,
    ),
    inflation: {
      week: computeInflation(
        tracks.map(({ week }) => week),
        wider?.inflation.week,
      ),
      month: computeInflation(
        tracks.map(({ month }) => month),
        wider?.inflation.month,
      ),
    },
    // How reps begin is a habit of the account: too few begin to tell teams apart.
    ramp:
      wider?.ramp ??
      computeRamp(
        tracks.flatMap(({ beginning }) => beginning ?? []),
        settings,
      ),
  };
}

/** Where a rep stands on the ramp; null for whoever is not new. */
export function rampOf(rep: RepState, { ramp }: CohortView, settings: RampSettings): RampNow | null {
  return rep.isNew ? rampAt(ramp, rep.workedDays, settings) : null;
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
