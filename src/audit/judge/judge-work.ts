import { explainNorm } from "../../analysis/norms/explain-norm.ts";
import { learnNorms } from "../../analysis/norms/learn-norms.ts";
import { toRepHistories } from "../../analysis/norms/rep-history.ts";
import type { Phrases } from "../../analysis/phrases.ts";
import type { NormSettings } from "../../analysis/settings.ts";
import { type Metric, metrics, type NormJudgement } from "../../domain/norm.ts";
import { addDays, type CivilDate, mondayOf } from "../../domain/time.ts";
import type { Work } from "./count-work.ts";
import { findStoppedMetrics, type StoppedMetric } from "./find-stopped.ts";
import type { People } from "./people.ts";

/** Each rep's last complete week against the rep's own usual weeks. */
export interface WorkJudgement {
  readonly week: CivilDate;
  readonly judgements: readonly (NormJudgement & { readonly explanation: string })[];
  /** Metrics of which the files hold nothing in the last quarter: silent, so not judged. */
  readonly silentMetrics: readonly Metric[];
  readonly stopped: readonly StoppedMetric[];
}

/** Only people with anything on record are judged: no activity in a file is no proof of no work. */
export function judgeWork(
  { work, people, today }: { work: Work; people: People; today: CivilDate },
  settings: NormSettings,
  phrases: Phrases,
): WorkJudgement {
  const reps = new Set([...people.activeIds].filter((id) => work.workedDays.has(id)));
  const histories = toRepHistories(work.counts, work.workedDays, reps);
  const week = addDays(mondayOf(today), -7);
  const calendar = {
    isAbsent: (repId: string, date: CivilDate) => work.daysOff.get(repId)?.has(date) === true,
    isDayOff: () => false,
  };
  const judgements = learnNorms(histories, settings, { today, calendar })
    .judgements.filter(({ period, start }) => period === "week" && start === week)
    .map((judgement) => ({ ...judgement, explanation: explainNorm(judgement, phrases) }));
  const since = addDays(today, -91);
  const recent = new Set(
    work.counts.filter(({ date, count }) => date >= since && (count ?? 0) > 0).map(({ metric }) => metric),
  );
  return {
    week,
    judgements,
    silentMetrics: metrics.filter((metric) => !recent.has(metric)),
    stopped: findStoppedMetrics(work, today),
  };
}
