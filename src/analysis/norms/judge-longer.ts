import type { CivilDate } from "../../domain/time.ts";
import { addDays } from "../../domain/time.ts";
import { updateShift } from "./guard.ts";
import { judgePeriod } from "./judge-period.ts";
import type { Misses } from "./levels.ts";
import { closePeriod, isComparable, openPeriod, predictPeriod } from "./longer-period.ts";
import { levelOf } from "./series.ts";
import {
  levelsOf,
  missesOf,
  type State,
  sortedReps,
  sortedTracks,
  toJudgement,
  updateLevelsOf,
} from "./stream-run.ts";
import { type RepState, rampOf, type Track } from "./stream-state.ts";
import type { StreamJudgement } from "./stream-types.ts";

/** Judges and closes the week or month that began on `start`, for all reps. */
export function closeAll(state: State, period: "week" | "month", start: CivilDate): StreamJudgement[] {
  const misses = new Map<string, Misses>();
  const answers = sortedReps(state).flatMap((rep) =>
    sortedTracks(rep).flatMap(([metric, track]) =>
      closeOne(state, { rep, metric, track, period, start }, missesOf(misses, metric)),
    ),
  );
  for (const [metric, seen] of misses) updateLevelsOf(state, { period, metric }, seen);
  return answers;
}

interface Closing {
  readonly rep: RepState;
  readonly metric: string;
  readonly track: Track;
  readonly period: "week" | "month";
  readonly start: CivilDate;
}

function closeOne(state: State, closing: Closing, misses: Misses): StreamJudgement[] {
  const { rep, metric, track, period, start } = closing;
  const { settings, isWanted } = state.deps;
  const longer = track[period];
  const view = state.viewOf(rep.cohort, metric);
  const guard = track.guards[period];
  const level = levelOf(
    track.series,
    { prior: view.prior, ramp: rampOf(rep, view, settings.ramp) },
    settings.learning,
  );
  const open = longer.open ?? openPeriod({ level, basis: track.series.days + view.prior.sample });
  const predictive = predictPeriod(longer, open, {
    inflation: view.inflation[period],
    settings: settings.learning,
    weights: state.weights.periods,
  });
  const sample = longer.periods;
  const answer =
    open.basis < settings.minBasisDays
      ? null
      : judgePeriod(
          {
            start,
            actual: open.total,
            predictive,
            growth: open.level.growth,
            guard,
            sample,
            isJudged: isComparable(longer, open) && !(period === "week" && rep.interruptedWeek === start),
          },
          {
            settings: settings.alarms[period],
            levels: levelsOf(state, period, metric),
            misses,
            isTold: rep.lastSeen >= addDays(start, -settings.goneAfterDays) && isWanted(period, start),
          },
        );
  closePeriod(longer, settings.learning);
  if (sample % shiftEvery === 0) updateShift(guard, predictive);
  const isChannelSilent = open.isIncomplete;
  const asked = { period, start, actual: open.total, sample, isChannelSilent };
  return toJudgement({ rep, metric, isAtWork: open.days > 0 }, asked, answer);
}

/** Weeks or months. */
const shiftEvery = 4;
