import { reasonCodes, stepKinds, verdicts } from "../../../domain/follow-up.ts";
import type { Engine } from "../model/engine.ts";
import { attentionTo, evenShares, mixed } from "../model/engine.ts";
import { type LinearModel, predict } from "../model/linear.ts";
import { segmentTags, tagNumber, textFeaturesOf } from "../text-features.ts";
import { authorOf, type Sample } from "./dataset.ts";
import { learnKnown, restrict } from "./learn-known.ts";
import { type Example, type TrainSettings, trainLinear } from "./train-linear.ts";
import { type NetExample, type NetSettings, trainNet } from "./train-net.ts";

/** Parts the samples are dealt into to get segment probabilities from models that have not seen the sample. */
const parts = 3;

const tagSettings: TrainSettings = {
  classes: segmentTags.length,
  bits: 16,
  epochs: 5,
  rate: 0.05,
  decay: 0.003,
};
const reasonSettings: TrainSettings = {
  classes: reasonCodes.length,
  bits: 16,
  epochs: 9,
  rate: 0.08,
  decay: 0.003,
};
const kindSettings: TrainSettings = {
  classes: stepKinds.length,
  bits: 14,
  epochs: 10,
  rate: 0.08,
  decay: 0.003,
};
const verdictSettings: TrainSettings = {
  classes: verdicts.length,
  bits: 13,
  epochs: 12,
  rate: 0.05,
  decay: 0.0005,
};
const wholeSettings: TrainSettings = {
  classes: verdicts.length,
  bits: 15,
  epochs: 6,
  rate: 0.06,
  decay: 0.001,
};
const statedSettings: TrainSettings = { classes: 2, bits: 13, epochs: 12, rate: 0.05, decay: 0.0005 };

/** Found by leaving authors out in turn. */
const netSettings: NetSettings = {
  width: 32,
  inner: 32,
  bits: 15,
  tags: segmentTags.length,
  verdicts: verdicts.length,
  reasons: reasonCodes.length,
  epochs: 7,
  rate: 0.05,
  featureDrop: 0.3,
  hiddenDrop: 0.3,
  doubt: 0.05,
  reasonWeight: 0.75,
};

/** Trains all parts of the engine. The text-level parts learn from segment probabilities of models that had not seen the text. */
export function trainEngine(all: readonly Sample[]): Engine {
  const known = learnKnown(all);
  const samples = restrict(all, known);
  const tag = trainTags(samples);
  const whole = trainWhole(samples);
  const unseen = crossPredict(samples);
  return {
    known,
    tag,
    whole,
    reason: trainLinear(
      samples.flatMap((sample, index) => reasonExample(sample, unseen[index] ?? nothing)),
      reasonSettings,
    ),
    kind: trainLinear(
      samples.flatMap((sample, index) => kindExample(sample, unseen[index] ?? nothing)),
      kindSettings,
    ),
    verdict: trainLinear(
      samples.flatMap((sample, index) => verdictExample(sample, unseen[index] ?? nothing)),
      verdictSettings,
    ),
    stated: trainLinear(
      samples.flatMap((sample, index) => statedExample(sample, unseen[index] ?? nothing)),
      statedSettings,
    ),
    net: trainNet(samples.map(netExample), netSettings),
  };
}

function trainTags(samples: readonly Sample[]): LinearModel {
  const examples = samples.flatMap(({ features, tags, weight }) =>
    features.map((own, index): Example => ({ features: own, label: tags[index] ?? 0, weight })),
  );
  return trainLinear(examples, tagSettings);
}

/** What models that have not seen a sample say of it. */
interface Unseen {
  readonly tags: readonly Float64Array[];
  readonly whole: Float64Array;
}

const nothing: Unseen = { tags: [], whole: new Float64Array(verdicts.length) };

function trainWhole(samples: readonly Sample[]): LinearModel {
  return trainLinear(
    samples.map(({ features, row, weight }) => ({
      features: mixed(features, evenShares(features.length)),
      label: verdicts.indexOf(row.verdict),
      weight,
    })),
    wholeSettings,
  );
}

/** An author's texts are judged by models that have learned from none of them, as it will be with authors to come. */
function crossPredict(samples: readonly Sample[]): readonly Unseen[] {
  const result: Unseen[] = samples.map(() => nothing);
  const partOf = dealAuthors(samples);
  for (let part = 0; part < parts; part++) {
    const seen = samples.filter((sample) => partOf(sample) !== part);
    const model = trainTags(seen);
    const whole = trainWhole(seen);
    for (const [index, sample] of samples.entries()) {
      if (partOf(sample) !== part) continue;
      result[index] = {
        tags: sample.features.map((own) => predict(model, own)),
        whole: predict(whole, mixed(sample.features, evenShares(sample.features.length))),
      };
    }
  }
  return result;
}

/** Deals authors into parts, those of each language in turn; texts made of clauses go by group. */
function dealAuthors(samples: readonly Sample[]): (sample: Sample) => number {
  const partOf = new Map<string, number>();
  const dealt = new Map<string, number>();
  for (const sample of samples) {
    const author = authorOf(sample);
    if (isMade(sample.weight) || partOf.has(author)) continue;
    const count = dealt.get(sample.row.lang) ?? 0;
    dealt.set(sample.row.lang, count + 1);
    partOf.set(author, count % parts);
  }
  return (sample) => partOf.get(authorOf(sample)) ?? sample.group % parts;
}

/** Learned from the marked reason where there is one: what the reason is about must not depend on where it is sought. */
function reasonExample({ row, topics, tags: gold, weight }: Sample, { tags }: Unseen): Example[] {
  if (row.reason === null) return [];
  const label = reasonCodes.indexOf(row.reason);
  const marked = topics.filter((_, index) => gold[index] === tagNumber.reason);
  const sought = {
    features: mixed(topics, attentionTo(tags, [tagNumber.reason])),
    label,
    weight: weight * 0.5,
  };
  return marked.length === 0
    ? [sought]
    : [sought, { features: mixed(marked, evenShares(marked.length)), label, weight }];
}

function kindExample({ row, features, weight }: Sample, { tags }: Unseen): Example[] {
  if (row.step_kind === null) return [];
  return [
    {
      features: mixed(features, attentionTo(tags, [tagNumber.step, tagNumber.vague])),
      label: stepKinds.indexOf(row.step_kind),
      weight,
    },
  ];
}

function verdictExample({ row, read, weight }: Sample, unseen: Unseen): Example[] {
  if (isMade(weight)) return [];
  return [{ features: textFeaturesOf(read, unseen), label: verdicts.indexOf(row.verdict), weight }];
}

function netExample({ features, tags, row, weight }: Sample): NetExample {
  return {
    features,
    tags,
    verdict: isComposed(row.id) ? null : verdicts.indexOf(row.verdict),
    reason: row.reason === null ? null : reasonCodes.indexOf(row.reason),
    weight,
  };
}

/** Whether a text with a step states a reason besides. */
function statedExample({ row, read, weight }: Sample, unseen: Unseen): Example[] {
  if (isMade(weight)) return [];
  return [{ features: textFeaturesOf(read, unseen), label: row.reason === null ? 0 : 1, weight }];
}

function isComposed(id: string): boolean {
  return id.includes("-made-");
}

/** Texts put together from clauses teach what a clause is, not how often which verdict comes or how people ramble. */
function isMade(weight: number): boolean {
  return weight < 1;
}
