import type { Metric, NormJudgement } from "../../domain/norm.ts";
import { countOf, dateOf, fill, type Phrases } from "../phrases.ts";

/** The counts behind the status, e.g. "3 calls on 13 Oct; usually 11 to 24 (learned from 40 worked days)", and a lasting change if there is one. */
export function explainNorm(judgement: NormJudgement, phrases: Phrases): string {
  const { period, low, high, change, runSince } = judgement;
  const told = fill(phrases.norms[phraseOf(judgement)][period], {
    count: countOf(phrases.norms.metrics[judgement.metric], judgement.actual, phrases),
    date: dateOf(judgement.start, phrases),
    sample: countOf(phrases.norms.sample[period], judgement.sample, phrases),
    low,
    high,
    since: dateOf(runSince ?? judgement.start, phrases),
  });
  if (change === null) return told;
  return `${told}. ${fill(phrases.norms.lastingChange[change.kind], { date: dateOf(change.since, phrases) })}`;
}

/** For whoever runs the CRM: what stopped being recorded, and for whom. */
export function explainSilentChannel(
  { metric, repNames }: { readonly metric: Metric; readonly repNames: readonly string[] },
  phrases: Phrases,
): string {
  const reps = new Intl.ListFormat(phrases.locale, { type: "conjunction" }).format(repNames);
  return fill(phrases.norms.silentChannel, {
    count: countOf(phrases.norms.metrics[metric], 0, phrases),
    reps,
  });
}

function phraseOf({ status, runSince }: NormJudgement): "usual" | "run" | "noComparison" | "absent" {
  if (status === "absent") return "absent";
  if (status === "no-alarm-possible") return "noComparison";
  return runSince === null ? "usual" : "run";
}
