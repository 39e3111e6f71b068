import { periods } from "../../domain/norm.ts";
import { usualWeekdays } from "./attendance.ts";
import { createGuard, intervalOf, tailsOf } from "./guard.ts";
import { addExpected, openPeriod, predictPeriod } from "./longer-period.ts";
import { grow } from "./predictive.ts";
import { type Level, levelOf, predictDay } from "./series.ts";
import { levelsOf, type State, sortedTracks } from "./stream-run.ts";
import { type RepState, rampOf } from "./stream-state.ts";
import type { StreamNorm } from "./stream-types.ts";

/** What is usual for a rep as of now: a plain day, a week and a month of the rep's usual weekdays. */
export function normsOf(state: State, rep: RepState): StreamNorm[] {
  const { settings } = state.deps;
  const weekdays = usualWeekdays(rep.attendance);
  return sortedTracks(rep).flatMap(([metric, track]) => {
    const view = state.viewOf(rep.cohort, metric);
    const level = levelOf(
      track.series,
      { prior: view.prior, ramp: rampOf(rep, view, settings.ramp) },
      settings.learning,
    );
    return periods.map((period): StreamNorm => {
      const open = openPeriod({ level, basis: track.series.days });
      for (const weekday of period === "day" ? [plainWeekday(level, weekdays)] : weekdays)
        addExpected(open, weekday, period === "month" ? weeksOfMonth : 1);
      const predictive =
        period === "day"
          ? predictDay(track.series, level, {
              weekday: plainWeekday(level, weekdays),
              settings: settings.learning,
              weights: state.weights.days,
            })
          : predictPeriod(track[period], open, {
              inflation: view.inflation[period],
              settings: settings.learning,
              weights: state.weights.periods,
            });
      const tails = tailsOf(createGuard(), settings.alarms[period], {
        ...levelsOf(state, period, metric),
        expected: predictive.mean,
      });
      const grown = grow(predictive, level.growth);
      const interval = intervalOf(predictive, { grown, tails });
      const expected = Math.round(grown.mean * 10) / 10;
      const sample = period === "day" ? track.series.days : track[period].periods;
      return {
        repId: rep.repId,
        metric,
        period,
        expected,
        low: interval.usualLow,
        high: interval.high,
        sample,
      };
    });
  });
}

/**
 * The usual weekday in the middle. Factors are only comparable among themselves: what a level gained before the weekdays were known
 * stands in all of them.
 */
function plainWeekday({ factors }: Level, weekdays: readonly number[]): number {
  const byFactor = weekdays.toSorted((a, b) => (factors[a] ?? 1) - (factors[b] ?? 1));
  return byFactor[Math.floor(byFactor.length / 2)] ?? 0;
}

const weeksOfMonth = 365.25 / 12 / 7;
