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
  const add = (name: string, strength: number) => {
    ids.push(nameHash(name));
    strengths.push(strength);
  };
  for (let tag = 1; tag < segmentTags.length; tag++) addTag(tag, tags, add);
  addSteps(read, tags, add);
  add(`segments:${Math.min(6, read.segments.length)}`, 0.3);
  add(`times:${read.times.some(({ meaning }) => meaning.kind === "time")}`, 0.5);
  for (const [verdict, p] of whole.entries()) {
    add(`whole:${verdict}`, p);
    add(`wholeLog:${verdict}`, Math.log(p + 0.02) / 3);
  }
  for (const flag of textFlags(read)) {
    ids.push(mix(textSeed, flag.hash));
    strengths.push(0.25);
  }
  return { ids, strengths };
}

const textSeed = hashOf("text");
const hashes = new Map<string, number>();
/** Names are few; the bound only guards against a leak. */
const maxHashes = 50_000;

function nameHash(name: string): number {
  let hash = hashes.get(name);
  if (hash === undefined) {
    hash = hashOf(name);
    if (hashes.size < maxHashes) hashes.set(name, hash);
  }
  return hash;
}

type Add = (name: string, strength: number) => void;

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
  add(`best:${tag}`, best);
  add(`second:${tag}`, second);
  add(`any:${tag}`, 1 - none);
  add(`log:${tag}`, Math.log(best + 0.01) / 3);
  for (const threshold of thresholds) if (best > threshold) add(`over:${tag}:${threshold}`, 0.5);
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
  add("step:dated", dated * 1.5);
  add("step:undated", undated);
}

function textFlags({ analysed }: ReadText): ReadonlySet<Flag> {
  const flags = new Set<Flag>();
  for (const { flags: own } of analysed) for (const flag of own) flags.add(flag);
  return flags;
}
