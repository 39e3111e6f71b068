import { reasonCodes, stepKinds, verdicts } from "../../../domain/follow-up.ts";
import type { Engine } from "../model/engine.ts";
import { attended } from "../model/engine.ts";
import { type LinearModel, predict } from "../model/linear.ts";
import { segmentTags, tagNumber, textFeaturesOf } from "../text-features.ts";
import type { Sample } from "./dataset.ts";
import { type Example, type TrainSettings, trainLinear } from "./train-linear.ts";

/** Parts the samples are dealt into to get segment probabilities from models that have not seen the sample. */
const parts = 4;

const tagSettings: TrainSettings = {
  classes: segmentTags.length,
  bits: 16,
  epochs: 6,
  rate: 0.06,
  decay: 0.0003,
};
const reasonSettings: TrainSettings = {
  classes: reasonCodes.length,
  bits: 15,
  epochs: 10,
  rate: 0.06,
  decay: 0.0003,
};
const kindSettings: TrainSettings = {
  classes: stepKinds.length,
  bits: 14,
  epochs: 8,
  rate: 0.06,
  decay: 0.0003,
};
const verdictSettings: TrainSettings = {
  classes: verdicts.length,
  bits: 13,
  epochs: 12,
  rate: 0.05,
  decay: 0.0005,
};
const statedSettings: TrainSettings = { classes: 2, bits: 13, epochs: 12, rate: 0.05, decay: 0.0005 };

/** Trains all parts of the engine. The text-level parts learn from segment probabilities of models that had not seen the text. */
export function trainEngine(samples: readonly Sample[]): Engine {
  const tag = trainTags(samples);
  const unseen = crossPredict(samples);
  return {
    tag,
    reason: trainLinear(
      samples.flatMap((sample, index) => reasonExample(sample, unseen[index] ?? [])),
      reasonSettings,
    ),
    kind: trainLinear(
      samples.flatMap((sample, index) => kindExample(sample, unseen[index] ?? [])),
      kindSettings,
    ),
    verdict: trainLinear(
      samples.flatMap((sample, index) => verdictExample(sample, unseen[index] ?? [])),
      verdictSettings,
    ),
    stated: trainLinear(
      samples.flatMap((sample, index) => statedExample(sample, unseen[index] ?? [])),
      statedSettings,
    ),
  };
}

function trainTags(samples: readonly Sample[]): LinearModel {
  const examples = samples.flatMap(({ features, tags, weight }) =>
    features.map((own, index): Example => ({ features: own, label: tags[index] ?? 0, weight })),
  );
  return trainLinear(examples, tagSettings);
}

function crossPredict(samples: readonly Sample[]): readonly (readonly Float64Array[])[] {
  const result: (readonly Float64Array[])[] = samples.map(() => []);
  for (let part = 0; part < parts; part++) {
    const model = trainTags(samples.filter(({ group }) => group % parts !== part));
    for (const [index, { group, features }] of samples.entries()) {
      if (group % parts === part) result[index] = features.map((own) => predict(model, own));
    }
  }
  return result;
}

type Tags = readonly Float64Array[];

function reasonExample({ row, features, weight }: Sample, tags: Tags): Example[] {
  if (row.reason === null) return [];
  return [
    {
      features: attended(features, tags, [tagNumber.reason]),
      label: reasonCodes.indexOf(row.reason),
      weight,
    },
  ];
}

function kindExample({ row, features, weight }: Sample, tags: Tags): Example[] {
  if (row.step_kind === null) return [];
  return [
    {
      features: attended(features, tags, [tagNumber.step, tagNumber.vague]),
      label: stepKinds.indexOf(row.step_kind),
      weight,
    },
  ];
}

function verdictExample({ row, read, weight }: Sample, tags: Tags): Example[] {
  if (isMade(weight)) return [];
  return [{ features: textFeaturesOf(read, tags), label: verdicts.indexOf(row.verdict), weight }];
}

/** Whether a text with a step states a reason besides. */
function statedExample({ row, read, weight }: Sample, tags: Tags): Example[] {
  if (isMade(weight)) return [];
  return [{ features: textFeaturesOf(read, tags), label: row.reason === null ? 0 : 1, weight }];
}

/** Texts put together from clauses teach what a clause is, not how often which verdict comes or how people ramble. */
function isMade(weight: number): boolean {
  return weight < 1;
}
