import { type CivilDate, mondayOf, weekdayOf } from "../../domain/time.ts";
import { type DayRecord, isAtWork, isComparableWeekday, isUsualDay, learnAttendance } from "./attendance.ts";
import { updateShift } from "./guard.ts";
import { judgePeriod } from "./judge-period.ts";
import type { Misses } from "./levels.ts";
import { addCount, addWorkedDay, markIncomplete } from "./longer-period.ts";
import { cdf, type Predictive } from "./predictive.ts";
import { learnBeginning, type RampNow } from "./ramp.ts";
import { type LearningSettings, type Level, learnDay, levelOf, predictDay } from "./series.ts";
import { addQuiet, hasStopped, isSilentForAll } from "./silent-channels.ts";
import {
  isTold,
  levelsOf,
  missesOf,
  type State,
  sortedReps,
  sortedTracks,
  toJudgement,
  updateLevelsOf,
} from "./stream-run.ts";
import { isMarginalDay, type RepState, rampOf, type Track } from "./stream-state.ts";
import type { RepDay, StreamJudgement } from "./stream-types.ts";

/** A rep on a date, with what was recorded. */
interface Present {
  readonly rep: RepState;
  readonly date: CivilDate;
  readonly day: RepDay | undefined;
  readonly record: DayRecord;
  readonly isAtWork: boolean;
  readonly isComparable: boolean;
  readonly isDayOff: boolean;
  /** Hardly a trace in any channel: a few minutes, or another day's leftovers. No day's work, so neither judged nor learned. */
  readonly isMarginal: boolean;
}

/** Judges one date of all reps by what came before it, then learns it. */
export function judgeDate(
  state: State,
  date: CivilDate,
  days: ReadonlyMap<string, RepDay>,
): StreamJudgement[] {
  const present = sortedReps(state).map((rep) => lookAt(state, rep, { date, day: days.get(rep.repId) }));
  const cases = present.flatMap((one) => toCases(state, one));
  const silent = findSilent(cases);
  const misses = new Map<string, Misses>();
  const answers = cases.flatMap((one) => {
    const answer = judgeCase(state, one, {
      isSilent: silent.has(one.metric),
      misses: missesOf(misses, one.metric),
    });
    learnCase(state, one, silent.has(one.metric));
    return answer;
  });
  for (const [metric, seen] of misses) updateLevelsOf(state, { period: "day", metric }, seen);
  for (const one of present) {
    countAway(one);
    if (one.isAtWork) one.rep.workedDays += 1;
    if (!state.deps.calendar.isAbsent(one.rep.repId, date))
      learnAttendance(one.rep.attendance, one.record, date);
  }
  return answers;
}

function lookAt(
  { deps }: State,
  rep: RepState,
  { date, day }: { date: CivilDate; day: RepDay | undefined },
): Present {
  const { calendar } = deps;
  const record = recordOf(day);
  return {
    rep,
    date,
    day,
    record,
    isAtWork: !calendar.isAbsent(rep.repId, date) && isAtWork(rep.attendance, record, date),
    isComparable: isComparableWeekday(rep.attendance, date),
    isDayOff: calendar.isDayOff(rep.repId, date),
    isMarginal:
      record === "active" && isMarginalDay(rep, day?.counts ?? new Map(), deps.settings.marginalShare),
  };
}

function recordOf(day: RepDay | undefined): DayRecord {
  if (day === undefined) return "none";
  if (day.isSeenOtherwise) return "active";
  return day.counts.values().some((count) => count > 0) ? "active" : "zeros";
}

function countAway({ rep, date, isAtWork: worked }: Present): void {
  if (worked) rep.awayDays = 0;
  else if (isUsualDay(rep.attendance, date)) rep.awayDays += 1;
  if (rep.awayDays >= interruptingDays) rep.interruptedWeek = mondayOf(date);
}

/** Usual working days away, from which on the week they reach into is no ordinary one: something waits for whoever comes back. */
const interruptingDays = 4;

/** One rep and metric on a date. */
interface Case extends Present {
  readonly metric: string;
  readonly track: Track;
  readonly level: Level;
  readonly ramp: RampNow | null;
  readonly predictive: Predictive;
  readonly count: number;
  /** False where the record leaves the count open: then nothing is judged and nothing learned. */
  readonly isMeasured: boolean;
  /** Chance of the zero that was counted; 1 when anything was. */
  readonly zeroChance: number;
  readonly quiet: number;
  /** Worked days behind the prediction, own and of comparable reps. */
  readonly basis: number;
}

function toCases(state: State, present: Present): Case[] {
  const { settings } = state.deps;
  const { rep, date, day } = present;
  // Most dates of a replay need no answer, and a day off teaches nothing.
  if (day === undefined && !isAsked(state, rep, date)) return [];
  return sortedTracks(rep).map(([metric, track]) => {
    const view = state.viewOf(rep.cohort, metric);
    const { prior } = view;
    const ramp = rampOf(rep, view, settings.ramp);
    const level = levelOf(track.series, { prior, ramp }, settings.learning);
    const predictive = predictDay(track.series, level, {
      weekday: weekdayOf(date),
      settings: settings.learning,
      weights: state.weights.days,
    });
    const count = day?.counts.get(metric) ?? 0;
    const isMeasured = day?.unmeasured?.includes(metric) !== true;
    const zeroChance = present.isAtWork && count === 0 ? cdf(predictive, 0) : 1;
    const quiet = isMeasured
      ? addQuiet({ zeroChance, isZero: count === 0, quiet: track.quiet })
      : track.quiet;
    const basis = track.series.days + prior.sample;
    return {
      ...present,
      metric,
      track,
      level,
      ramp,
      predictive,
      count,
      isMeasured,
      zeroChance,
      quiet,
      basis,
    };
  });
}

/** Metrics that nobody's record holds on this date although that is next to impossible. */
function findSilent(cases: readonly Case[]): ReadonlySet<string> {
  const silent = new Set<string>();
  const atWork = cases.filter((one) => one.isAtWork && one.isComparable && !one.isDayOff && one.isMeasured);
  for (const [metric, list] of Map.groupBy(atWork, (one) => one.metric)) {
    const days = list.map(({ zeroChance, count, quiet }) => ({ zeroChance, isZero: count === 0, quiet }));
    if (isSilentForAll(days)) silent.add(metric);
  }
  return silent;
}

function judgeCase(
  state: State,
  one: Case,
  { isSilent, misses }: { isSilent: boolean; misses: Misses },
): StreamJudgement[] {
  const { settings } = state.deps;
  if (one.basis < settings.minBasisDays || !one.isMeasured) return [];
  const answer = judgePeriod(
    {
      start: one.date,
      actual: one.count,
      predictive: one.predictive,
      growth: one.level.growth,
      guard: one.track.guards.day,
      sample: one.track.series.days,
      isJudged: isJudged(one, isSilent),
    },
    {
      settings: settings.alarms.day,
      levels: levelsOf(state, "day", one.metric),
      misses,
      isTold: isAsked(state, one.rep, one.date),
    },
  );
  const isChannelSilent = one.isAtWork && (isSilent || hasStopped(one));
  const { date: start, count: actual } = one;
  const asked = { period: "day", start, actual, sample: one.track.series.days, isChannelSilent } as const;
  return toJudgement(one, asked, answer);
}

function isAsked(state: State, rep: RepState, date: CivilDate): boolean {
  return isTold(state, { rep, date }) && state.deps.isWanted("day", date);
}

function isJudged(one: Case, isSilent: boolean): boolean {
  return (
    one.isAtWork && one.isComparable && !one.isDayOff && !one.isMarginal && !isSilent && !hasStopped(one)
  );
}

function learnCase(state: State, one: Case, isSilent: boolean): void {
  const { track, count, date } = one;
  for (const longer of [track.week, track.month]) addCount(longer, one, count);
  if (!one.isAtWork || one.isDayOff || one.isMarginal) return;
  const weekday = weekdayOf(date);
  track.quiet = one.quiet;
  for (const longer of [track.week, track.month]) addWorkedDay(longer, one, weekday);
  if (isSilent || isOpen(one)) {
    for (const longer of [track.week, track.month]) markIncomplete(longer);
    return;
  }
  learnCount(one, weekday, state.deps.settings.learning);
}

function learnCount(one: Case, weekday: number, settings: LearningSettings): void {
  const { rep, track, level, ramp, count, isComparable } = one;
  if (track.series.days % shiftEvery === 0) updateShift(track.guards.day, one.predictive);
  const share = ramp?.isLearned === true ? ramp.share : 1;
  learnDay(track.series, { weekday, count, isComparable, share }, { level, settings });
  if (track.beginning === null) return;
  const factor = level.factors[weekday] ?? 1;
  learnBeginning(track.beginning, { workedDays: rep.workedDays, count, factor });
}

/** Does the record leave open what the rep did? */
function isOpen(one: Case): boolean {
  return hasStopped(one) || !one.isMeasured;
}

/** Worked days. */
const shiftEvery = 20;
