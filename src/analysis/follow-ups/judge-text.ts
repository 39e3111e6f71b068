import {
  type ReasonCode,
  reasonCodes,
  type StepKind,
  type StepLevel,
  stepKinds,
  type Verdict,
  verdicts,
} from "../../domain/follow-up.ts";
import type { CivilDate } from "../../domain/time.ts";
import { findFeatures } from "./features.ts";
import { attentionTo, evenShares, type ReadyEngine } from "./model/engine.ts";
import { flagNamed } from "./model/flag.ts";
import { type Features, indexOfMax, predict, softmax } from "./model/linear.ts";
import { type NetState, readNet } from "./model/net.ts";
import { mixedScores, scoresOf } from "./model/scorer.ts";
import type { ReadText } from "./text/read-text.ts";
import { isRefusal } from "./text/refusals.ts";
import { tagNumber, textFeaturesOf } from "./text-features.ts";
import { findTopics } from "./topic-features.ts";

/** What a text says, and how each segment was taken. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly step: StepLevel;
  readonly stepKind: StepKind | null;
  readonly due: CivilDate | null;
  readonly reason: ReasonCode | null;
  /** Probability of each verdict, in the order of `verdicts`. */
  readonly probabilities: Float64Array;
  /** Probability of each tag for each segment. */
  readonly tags: readonly Float64Array[];
  /** Segments that hold the own step or the vague intention, most likely first. */
  readonly stepSegments: readonly number[];
  readonly reasonSegments: readonly number[];
}

const stepOf: Readonly<Record<Verdict, StepLevel>> = {
  solution: "concrete",
  vague: "vague",
  excuse: "none",
  log: "none",
};

/** The shared engine, leaning as one tenant's corrections taught it. */
export interface TenantEngine extends ReadyEngine {
  readonly biases?: Readonly<Record<Verdict, number>>;
}

export function judgeText(engine: TenantEngine, read: ReadText): Judgement {
  const { columns } = engine;
  const sums = engine.segments(read.analysed.length, (at, sink) => findFeatures(read, at, sink));
  const linear = scoresOf(sums, columns.tag).map(softmax);
  const net = readNet(engine.net, scoresOf(sums, columns.hidden));
  const text = textFeaturesOf(read, {
    tags: linear,
    whole: softmax(mixedScores(sums, evenShares(sums.length), columns.whole)),
  });
  const refused = read.segments.map((segment) => isRefusal(read.tokens, segment));
  const tags = linear.map((own, index) =>
    withoutRefusal(meanOf(own, net.tags[index] ?? own), refused[index] ?? false),
  );
  const said = sums.length === 0 ? wordless : agree(predict(engine.verdict, text), net.verdict);
  const probabilities = lean(refused.includes(true) ? refuse(said, tags) : said, engine.biases);
  const verdict = verdicts[indexOfMax(probabilities)] ?? "log";
  const step = stepOf[verdict];
  const wanted = step === "vague" ? tagNumber.vague : tagNumber.step;
  const stepSegments = step === "none" ? [] : likeliest(tags, wanted);
  const reason = readReason(engine, { verdict, text, read, tags, net });
  return {
    verdict,
    step,
    stepKind: step === "none" ? null : readKind(engine, sums, linear),
    due: step === "concrete" ? dueOf(read, tags, stepSegments) : null,
    reason,
    probabilities,
    tags,
    stepSegments,
    reasonSegments: reason === null ? [] : likeliest(tags, tagNumber.reason),
  };
}

/** A text without own words (a pasted mail) is a bare record. */
const wordless = Float64Array.from(verdicts, (verdict) => (verdict === "log" ? 0.91 : 0.03));

/** Below 1 makes confidences bolder, above 1 milder; fitted on authors that the models had not learned from. */
const temperature = 0.9;
const tiny = 1e-4;

/** What the linear models and the network say of the verdict, taken together: the geometric mean of both. */
function agree(linear: Float64Array, net: Float64Array): Float64Array {
  const powers = new Float64Array(linear.length);
  let sum = 0;
  for (let k = 0; k < powers.length; k++) {
    const power = (((linear[k] ?? 0) + tiny) * ((net[k] ?? 0) + tiny)) ** (0.5 / temperature);
    powers[k] = power;
    sum += power;
  }
  for (let k = 0; k < powers.length; k++) powers[k] = (powers[k] ?? 0) / sum;
  return powers;
}

/** An act refused is no step, whatever else it looks like. */
function withoutRefusal(tags: Float64Array, isRefused: boolean): Float64Array {
  if (!isRefused) return tags;
  const kept = Float64Array.from(tags);
  for (const tag of [tagNumber.step, tagNumber.vague]) {
    kept[tagNumber.none] = (kept[tagNumber.none] ?? 0) + (kept[tag] ?? 0);
    kept[tag] = 0;
  }
  return kept;
}

/** Another clause must look at least this much like a step for a text with a refusal to hold one. */
const minOther = 0.35;
/** What a step keeps of its probability where the only act is refused: of some hundred such clauses two were steps. */
const refusedShare = 0.1;

function refuse(probabilities: Float64Array, tags: readonly Float64Array[]): Float64Array {
  const other = Math.max(...tags.map((own) => (own[tagNumber.step] ?? 0) + (own[tagNumber.vague] ?? 0)));
  if (other > minOther) return probabilities;
  const isStep = (k: number) => stepOf[verdicts[k] ?? "log"] !== "none";
  const steps = probabilities.reduce((sum, p, k) => (isStep(k) ? sum + p : sum), 0);
  const others = (1 - refusedShare * steps) / Math.max(1 - steps, tiny);
  return probabilities.map((p, k) => p * (isStep(k) ? refusedShare : others));
}

function meanOf(one: Float64Array, other: Float64Array): Float64Array {
  const mean = new Float64Array(one.length);
  for (let k = 0; k < mean.length; k++) mean[k] = ((one[k] ?? 0) + (other[k] ?? 0)) / 2;
  return mean;
}

function lean(probabilities: Float64Array, biases: TenantEngine["biases"]): Float64Array {
  if (biases === undefined) return probabilities;
  const moved = probabilities.map((p, index) => p * Math.exp(biases[verdicts[index] ?? "log"]));
  const sum = moved.reduce((total, one) => total + one, 0);
  return moved.map((one) => one / sum);
}

interface Evidence {
  readonly verdict: Verdict;
  readonly text: Features;
  readonly read: ReadText;
  readonly tags: readonly Float64Array[];
  readonly net: NetState;
}

/** The network's word on the reason counts less than that of the model that looks at nothing else. */
const netShare = 0.5;

function readReason(engine: ReadyEngine, { verdict, text, read, tags, net }: Evidence): ReasonCode | null {
  if (verdict === "log") return null;
  if (verdict !== "excuse" && !isStated(engine, text, net)) return null;
  const shares = attentionTo(tags, [tagNumber.reason]);
  const topics = engine.topics(read.analysed.length, (at, sink) => {
    const analysed = read.analysed[at];
    if (analysed && (shares[at] ?? 0) > 0) findTopics(read.tokens, analysed, sink);
  });
  const both = softmax(mixedScores(topics, shares, engine.columns.reason)).map(
    (p, k) => (p + tiny) * ((net.reason[k] ?? 0) + tiny) ** netShare,
  );
  return reasonCodes[indexOfMax(both)] ?? null;
}

/** Whether a text with a step states a reason besides: what the linear model says of the whole, and the network of the likeliest segment. */
function isStated(engine: ReadyEngine, text: Features, net: NetState): boolean {
  const likeliest = net.tags.reduce((top, own) => Math.max(top, own[tagNumber.reason] ?? 0), 0);
  return (predict(engine.stated, text)[1] ?? 0) + likeliest >= 1;
}

function readKind(
  { columns }: ReadyEngine,
  sums: readonly Int32Array[],
  tags: readonly Float64Array[],
): StepKind {
  const shares = attentionTo(tags, [tagNumber.step, tagNumber.vague]);
  return stepKinds[indexOfMax(mixedScores(sums, shares, columns.kind))] ?? "other";
}

/** The most likely segment of that tag, and every other one that is more likely that than not. */
function likeliest(tags: readonly Float64Array[], wanted: number): readonly number[] {
  const order = [...tags.keys()].sort((a, b) => (tags[b]?.[wanted] ?? 0) - (tags[a]?.[wanted] ?? 0));
  return order.filter((index, rank) => rank === 0 || indexOfMax(tags[index] ?? []) === wanted);
}

/** The earliest time among the step's segments; else the nearest time in their sentences. */
function dueOf(
  { analysed }: ReadText,
  tags: readonly Float64Array[],
  steps: readonly number[],
): CivilDate | null {
  const [best] = steps;
  if (best === undefined) return null;
  const own = unconditional(analysed, steps).flatMap((index) => duesIn(analysed[index]));
  if (own.length > 0) return own.sort()[0] ?? null;
  const sentences = new Set(steps.map((index) => analysed[index]?.segment.sentence));
  const near = analysed.flatMap((one, index) => {
    const isOther =
      (tags[index]?.[tagNumber.past] ?? 0) > 0.5 || (tags[index]?.[tagNumber.theirs] ?? 0) > 0.5;
    return sentences.has(one.segment.sentence) && !isOther ? duesIn(one) : [];
  });
  if (near.length > 0) return near.sort()[0] ?? null;
  const anywhere = [...analysed.keys()].sort(
    (a, b) => (tags[b]?.[tagNumber.step] ?? 0) - (tags[a]?.[tagNumber.step] ?? 0),
  );
  return anywhere.flatMap((index) => duesIn(analysed[index]))[0] ?? null;
}

/** "If nothing by Thursday, I call on Friday": the condition's time is not the act's. */
function unconditional(analysed: ReadText["analysed"], steps: readonly number[]): readonly number[] {
  const free = steps.filter((index) => !isConditional(analysed[index]) && duesIn(analysed[index]).length > 0);
  return free.length > 0 ? free : steps;
}

const condition = flagNamed("c:condition");
const silence = flagNamed("c:silence");

function isConditional(one: ReadText["analysed"][number] | undefined): boolean {
  return one?.flags.some((flag) => flag === condition || flag === silence) ?? false;
}

/** Due dates in a segment. A bare "end of day" or "since" counts only alone, and in a condition only the last time. */
function duesIn(one: ReadText["analysed"][number] | undefined): CivilDate[] {
  const times = (one?.times ?? []).flatMap(({ meaning, bound }) =>
    meaning.kind === "time" && meaning.due !== null
      ? [{ due: meaning.due, isWeak: meaning.grain === "none" || bound === "since" }]
      : [],
  );
  const strong = times.filter(({ isWeak }) => !isWeak);
  const dues = (strong.length > 0 ? strong : times).map(({ due }) => due).sort();
  return isConditional(one) ? dues.slice(-1) : dues;
}
