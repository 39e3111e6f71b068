import { addDays, type CivilDate, mondayOf, weekdayOf } from "../../domain/time.ts";
import { judgeDate } from "./judge-date.ts";
import { closeAll } from "./judge-longer.ts";
import { createState, type State, sortedReps } from "./stream-run.ts";
import { computeViews, createRep, createTrack } from "./stream-state.ts";
import type { NormStream, RepDay, StreamDeps } from "./stream-types.ts";
import { normsOf } from "./usual-norms.ts";

/**
 * Reads person-days in the order of their dates and judges each period by what came before it. What is answered never changes:
 * a later date is not known yet when it is answered.
 */
export function createNormStream(deps: StreamDeps): NormStream {
  const state = createState(deps);
  return {
    addDate(date, reps) {
      state.since ??= date;
      admit(state, date, reps);
      // Every day while little is known, then once a week: comparable reps do not change overnight.
      if (state.dates < eagerDays || weekdayOf(date) === 1)
        state.viewOf = computeViews(sortedReps(state), deps.settings.ramp);
      state.dates += 1;
      const answers = judgeDate(state, date, reps);
      if (weekdayOf(date) === 7) answers.push(...closeAll(state, "week", mondayOf(date)));
      if (addDays(date, 1).endsWith("-01"))
        answers.push(...closeAll(state, "month", `${date.slice(0, 7)}-01`));
      return answers;
    },
    norms: () => sortedReps(state).flatMap((rep) => normsOf(state, rep)),
  };
}

const eagerDays = 28;

/** New reps and metrics begin on the first date with anything of them. */
function admit(state: State, date: CivilDate, days: ReadonlyMap<string, RepDay>): void {
  const { settings, cohortOf } = state.deps;
  const isNew = date > addDays(state.since ?? date, settings.ramp.newAfterDays);
  for (const [repId, { counts }] of days) {
    const rep = state.reps.get(repId) ?? createRep({ repId, cohort: cohortOf(repId), isNew }, date);
    state.reps.set(repId, rep);
    rep.lastSeen = date;
    for (const metric of counts.keys()) if (!rep.tracks.has(metric)) rep.tracks.set(metric, createTrack(rep));
  }
}
