import { evenShares, mixed } from "../src/analysis/follow-ups/model/engine.ts";
import { indexOfMax, predict } from "../src/analysis/follow-ups/model/linear.ts";
import type { Sample } from "../src/analysis/follow-ups/training/dataset.ts";
import { trainLinear } from "../src/analysis/follow-ups/training/train-linear.ts";
import { type Verdict, verdicts } from "../src/domain/follow-up.ts";
import type { Judged } from "./follow-up-measures.ts";

export type Baseline = (train: readonly Sample[], test: readonly Sample[]) => readonly Judged[];

export const baselines: Readonly<Record<string, Baseline>> = {
  majority: (train, test) => {
    const counts = verdicts.map((verdict) => train.filter(({ row }) => row.verdict === verdict).length);
    const verdict = verdicts[indexOfMax(counts)] ?? "excuse";
    return test.map((sample) => judged(sample, verdict));
  },
  "keyword rules": (_, test) => test.map((sample) => judged(sample, byKeywords(sample))),
  "naive Bayes": naiveBayes,
  "linear, words and letter groups": (train, test) => {
    const model = trainLinear(
      train.map((sample) => ({
        features: bagOf(sample),
        label: verdicts.indexOf(sample.row.verdict),
        weight: sample.weight,
      })),
      { classes: verdicts.length, bits: 17, epochs: 8, rate: 0.06, decay: 0.001 },
    );
    return test.map((sample) => judged(sample, verdicts[indexOfMax(predict(model, bagOf(sample)))] ?? "log"));
  },
};

/** Words, pairs and letter groups of the whole text; no grammar, no clauses. */
function bagOf({ topics }: Sample) {
  return mixed(topics, evenShares(topics.length));
}

/** An act word with a time is a step, an act word alone is vague, a reason word an excuse. */
function byKeywords({ read }: Sample): Verdict {
  const groups = read.analysed.flatMap(({ flags: own }) => own);
  const flags = new Set(groups.flatMap((group) => group.flags.map(({ name }) => name)));
  const has = (start: string) => [...flags].some((flag) => flag.startsWith(start));
  if (has("c:act") && flags.has("t:time")) return "solution";
  if (has("c:act")) return "vague";
  return flags.has("r:0") && flags.size < 8 ? "log" : "excuse";
}

function naiveBayes(train: readonly Sample[], test: readonly Sample[]): readonly Judged[] {
  const counts = verdicts.map(() => new Map<string, number>());
  const totals = verdicts.map(() => 0);
  const priors = verdicts.map(() => 1);
  const vocabulary = new Set<string>();
  for (const { row, read } of train) {
    const label = verdicts.indexOf(row.verdict);
    priors[label] = (priors[label] ?? 0) + 1;
    for (const { fold } of read.tokens) {
      vocabulary.add(fold);
      counts[label]?.set(fold, (counts[label]?.get(fold) ?? 0) + 1);
      totals[label] = (totals[label] ?? 0) + 1;
    }
  }
  return test.map((sample) => {
    const scores = verdicts.map((_, label) =>
      sample.read.tokens.reduce(
        (sum, { fold }) =>
          sum +
          Math.log(((counts[label]?.get(fold) ?? 0) + 0.5) / ((totals[label] ?? 0) + 0.5 * vocabulary.size)),
        Math.log(priors[label] ?? 1),
      ),
    );
    return judged(sample, verdicts[indexOfMax(scores)] ?? "log");
  });
}

function judged(sample: Sample, verdict: Verdict): Judged {
  const step = verdict === "solution" ? "concrete" : verdict === "vague" ? "vague" : "none";
  const probabilities = Float64Array.from(verdicts, (one) => Number(one === verdict));
  return {
    sample,
    judgement: {
      verdict,
      step,
      due: null,
      reason: null,
      stepKind: null,
      probabilities,
      stepSegments: [],
      reasonSegments: [],
    },
  };
}
