import type { Classification } from "../../domain/follow-up.ts";
import { type FollowUpInput, toClassification } from "./classify-follow-up.ts";
import type { Analysed } from "./flags.ts";
import { judgeText } from "./judge-text.ts";
import { indexOfMax, type LinearModel } from "./model/linear.ts";
import { loadEngine } from "./model/weights.ts";
import { readText } from "./text/read-text.ts";
import type { Token } from "./text/tokens.ts";
import { type SegmentTag, segmentTags } from "./text-features.ts";

/** How one clause was taken, and what spoke for it: something definite to disagree with. */
export interface ExplainedClause {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly tag: SegmentTag;
  readonly probability: number;
  /** Words and grammar that weighed most for the tag, strongest first; weight in log odds. */
  readonly because: readonly { readonly feature: string; readonly weight: number }[];
}

export interface Explanation {
  readonly classification: Classification;
  readonly clauses: readonly ExplainedClause[];
}

/** Features shown of each clause. */
const shown = 5;

/** The classification with every clause, its tag and the features that decided. */
export function explainFollowUp(input: FollowUpInput): Explanation {
  const { adjustment } = input;
  const engine = adjustment === undefined ? loadEngine() : { ...loadEngine(), biases: adjustment.biases };
  const read = readText(input.text, input.writtenOn, input.language);
  const judgement = judgeText(engine, read);
  const clauses = read.analysed.map((analysed, index): ExplainedClause => {
    const probabilities = judgement.tags[index] ?? new Float64Array(segmentTags.length);
    const tag = indexOfMax(probabilities);
    const { from, to } = analysed.segment;
    const start = read.tokens[from]?.start ?? 0;
    const end = read.tokens[to - 1]?.end ?? start;
    const because = reasonsFor(engine.tag, tag, namesOf(read.tokens, analysed));
    return {
      text: input.text.slice(start, end),
      start,
      end,
      tag: segmentTags[tag] ?? "none",
      probability: probabilities[tag] ?? 0,
      because,
    };
  });
  return { classification: toClassification(read, judgement, adjustment), clauses };
}

interface Named {
  readonly feature: string;
  readonly hash: number;
}

function namesOf(tokens: readonly Token[], { segment, flags }: Analysed): readonly Named[] {
  const words = tokens.slice(segment.from, segment.to).filter(({ kind }) => kind === "word");
  return [
    ...flags.flatMap((group) => group.flags).map(({ name, hash }) => ({ feature: name, hash })),
    ...words.map(({ raw, word }) => ({ feature: `"${raw}"`, hash: word.hash })),
  ];
}

function reasonsFor(model: LinearModel, tag: number, named: readonly Named[]): ExplainedClause["because"] {
  const weighed = named.map(({ feature, hash }) => ({ feature, weight: advantage(model, tag, hash) }));
  return weighed
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, shown);
}

/** How much more a feature speaks for the tag than for the others on average. */
function advantage({ classes, bits, weights, scale }: LinearModel, tag: number, hash: number): number {
  const row = (hash & (2 ** bits - 1)) * classes;
  let others = 0;
  for (let k = 0; k < classes; k++) if (k !== tag) others += weights[row + k] ?? 0;
  return ((weights[row + tag] ?? 0) - others / (classes - 1)) * scale;
}
