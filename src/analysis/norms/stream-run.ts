import type { Period } from "../../domain/norm.ts";
import { addDays, type CivilDate } from "../../domain/time.ts";
import type { Answer } from "./judge-period.ts";
import { createLevels, type Levels, type Misses, updateLevels } from "./levels.ts";
import {
  allWeights,
  type Cohort,
  type CohortView,
  emptyView,
  type RepState,
  type Track,
} from "./stream-state.ts";
import type { StreamDeps, StreamJudgement } from "./stream-types.ts";

/** Everything a stream knows at one moment. */
export interface State {
  readonly deps: StreamDeps;
  readonly weights: ReturnType<typeof allWeights>;
  readonly reps: Map<string, RepState>;
  viewOf: (cohort: Cohort, metric: string) => CohortView;
  readonly levels: Map<string, Levels>;
  dates: number;
  /** The first date; null before it. */
  since: CivilDate | null;
}

export function createState(deps: StreamDeps): State {
  return {
    deps,
    weights: allWeights(deps.settings.learning),
    reps: new Map(),
    viewOf: () => emptyView,
    levels: new Map(),
    dates: 0,
    since: null,
  };
}

/** In order of ids, so that the order of the records changes nothing. */
export function sortedReps({ reps }: State): RepState[] {
  return [...reps.values()].toSorted((a, b) => (a.repId < b.repId ? -1 : 1));
}

export function sortedTracks({ tracks }: RepState): [string, Track][] {
  return [...tracks].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

export function levelsOf({ levels, reps }: State, period: Period, metric: string): Levels {
  const key = `${period} ${metric}`;
  const known = levels.get(key) ?? createLevels(reps.size);
  levels.set(key, known);
  return known;
}

export function updateLevelsOf(
  state: State,
  { period, metric }: { period: Period; metric: string },
  seen: Misses,
): void {
  const { targetBelow, highShare, step } = state.deps.settings.alarms[period];
  updateLevels(levelsOf(state, period, metric), seen, { low: targetBelow, high: highShare, step });
}

export function missesOf(all: Map<string, Misses>, metric: string): Misses {
  const known = all.get(metric) ?? { judged: 0, possible: 0, below: 0, above: 0 };
  all.set(metric, known);
  return known;
}

/** People who left are not spoken of for ever. */
export function isTold({ deps }: State, { rep, date }: { rep: RepState; date: CivilDate }): boolean {
  return addDays(rep.lastSeen, deps.settings.goneAfterDays) >= date;
}

export function toJudgement(
  one: { rep: RepState; metric: string; isAtWork: boolean },
  asked: Pick<StreamJudgement, "period" | "start" | "actual" | "sample" | "isChannelSilent">,
  answer: Answer | null,
): StreamJudgement[] {
  if (answer === null) return [];
  const { rep, metric, isAtWork } = one;
  return [{ repId: rep.repId, metric, ...asked, ...answer, status: isAtWork ? answer.status : "absent" }];
}
