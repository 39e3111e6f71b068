import { verdicts } from "../../domain/follow-up.ts";
import type { Flag } from "./model/flag.ts";
import { hashOf, mix } from "./model/hash.ts";
import type { Features } from "./model/linear.ts";
import type { ReadText } from "./text/read-text.ts";

/** What a segment can be, in the order of the model's classes. `none` is anything without weight. */
export const segmentTags = ["none", "step", "vague", "reason", "settled", "theirs", "past"] as const;
export type SegmentTag = (typeof segmentTags)[number];

export const tagNumber: Readonly<Record<SegmentTag, number>> = {
  none: 0,
  step: 1,
  vague: 2,
  reason: 3,
  settled: 4,
  theirs: 5,
  past: 6,
};

const thresholds = [0.2, 0.35, 0.5, 0.7];

/** What the segment model and the whole-text model say. */
export interface Impression {
  readonly tags: readonly Float64Array[];
  readonly whole: Float64Array;
}

/** Features of a whole text for its verdict: how sure the best segments of each kind are, and the text's flags. */
export function textFeaturesOf(read: ReadText, { tags, whole }: Impression): Features {
  const ids: number[] = [];
  const strengths: number[] = [];
  const add: Add = (hash, strength) => {
    ids.push(hash ?? 0);
    strengths.push(strength);
  };
  for (let tag = 1; tag < segmentTags.length; tag++) addTag(tag, tags, add);
  addSteps(read, tags, add);
  add(segmentHashes[Math.min(maxSegments, read.segments.length)], 0.3);
  add(read.times.some(({ meaning }) => meaning.kind === "time") ? timedHash : untimedHash, 0.5);
  for (const [verdict, p] of whole.entries()) {
    add(wholeHashes[verdict], p);
    add(wholeLogHashes[verdict], Math.log(p + 0.02) / 3);
  }
  for (const flag of textFlags(read)) {
    ids.push(mix(textSeed, flag.hash));
    strengths.push(0.25);
  }
  return { ids, strengths };
}

const textSeed = hashOf("text");

/** Hashes of a few numbered names. */
function hashesOf(name: string, count: number): readonly number[] {
  return Array.from({ length: count }, (_, number) => hashOf(`${name}:${number}`));
}

const bestHashes = hashesOf("best", segmentTags.length);
const secondHashes = hashesOf("second", segmentTags.length);
const anyHashes = hashesOf("any", segmentTags.length);
const logHashes = hashesOf("log", segmentTags.length);
const overHashes = segmentTags.map((_, tag) =>
  thresholds.map((threshold) => hashOf(`over:${tag}:${threshold}`)),
);
const wholeHashes = hashesOf("whole", verdicts.length);
const wholeLogHashes = hashesOf("wholeLog", verdicts.length);
const maxSegments = 6;
const segmentHashes = hashesOf("segments", maxSegments + 1);
const timedHash = hashOf("times:true");
const untimedHash = hashOf("times:false");
const datedHash = hashOf("step:dated");
const undatedHash = hashOf("step:undated");

type Add = (hash: number | undefined, strength: number) => void;

function addTag(tag: number, tags: readonly Float64Array[], add: Add): void {
  let best = 0;
  let second = 0;
  let none = 1;
  for (const probabilities of tags) {
    const p = probabilities[tag] ?? 0;
    none *= 1 - p;
    if (p > best) {
      second = best;
      best = p;
    } else if (p > second) second = p;
  }
  add(bestHashes[tag], best);
  add(secondHashes[tag], second);
  add(anyHashes[tag], 1 - none);
  add(logHashes[tag], Math.log(best + 0.01) / 3);
  for (const [index, threshold] of thresholds.entries())
    if (best > threshold) add(overHashes[tag]?.[index], 0.5);
}

/** A step counts with its time: in the same segment, in the same sentence, or nowhere near. */
function addSteps({ analysed }: ReadText, tags: readonly Float64Array[], add: Add): void {
  const timed = new Set(
    analysed.flatMap(({ segment, times }) =>
      times.some(({ meaning }) => meaning.kind === "time") ? [segment.sentence] : [],
    ),
  );
  let dated = 0;
  let undated = 0;
  for (const [index, { segment, times }] of analysed.entries()) {
    const p = tags[index]?.[tagNumber.step] ?? 0;
    const hasOwn = times.some(({ meaning }) => meaning.kind === "time");
    const near = hasOwn ? 1 : timed.has(segment.sentence) ? 0.7 : 0;
    dated = Math.max(dated, p * near);
    if (near === 0) undated = Math.max(undated, p);
  }
  add(datedHash, dated * 1.5);
  add(undatedHash, undated);
}

function textFlags({ analysed }: ReadText): ReadonlySet<Flag> {
  const flags = new Set<Flag>();
  for (const { flags: own } of analysed)
    for (const group of own) for (const flag of group.flags) flags.add(flag);
  return flags;
}
