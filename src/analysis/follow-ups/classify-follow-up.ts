import {
  type Adjustment,
  type Classification,
  type EvidenceSpan,
  type FollowUpChannel,
  partyOf,
  type Verdict,
} from "../../domain/follow-up.ts";
import type { CivilDate } from "../../domain/time.ts";
import { type Judgement, judgeText } from "./judge-text.ts";
import { indexOfMax } from "./model/linear.ts";
import { loadEngine } from "./model/weights.ts";
import type { Language } from "./text/detect-language.ts";
import { type ReadText, readText } from "./text/read-text.ts";
import { segmentTags } from "./text-features.ts";

export interface FollowUpInput {
  readonly text: string;
  /** The day the rep wrote it, on the calendar of the tenant's zone: relative dates count from here. */
  readonly writtenOn: CivilDate;
  /** Given when known; found from the text otherwise. */
  readonly language?: Language;
  readonly channel?: FollowUpChannel;
  /** The tenant's own, where its corrections taught one. */
  readonly adjustment?: Adjustment;
}

/** A verdict less sure than this is not shown; docs/follow-ups.md has the curve it was read from. */
export const minConfidence = 0.5;

/** What a follow-up says: own next step, reason, or neither, with the rep's own words as evidence. */
export function classifyFollowUp(input: FollowUpInput): Classification {
  const read = readText(input.text, input.writtenOn, input.language);
  if (read.language === "other" || read.segments.length === 0) return silent(read);
  return toClassification(read, judge(read, input.adjustment), input.adjustment);
}

/**
 * How likely each verdict is to the shared engine, before any tenant's adjustment; null for a text that is not judged. This is
 * all that is kept of a text that was corrected.
 */
export function readProbabilities(
  input: Omit<FollowUpInput, "adjustment">,
): Readonly<Record<Verdict, number>> | null {
  const read = readText(input.text, input.writtenOn, input.language);
  if (read.language === "other" || read.segments.length === 0) return null;
  const [solution = 0, vague = 0, excuse = 0, log = 0] = judge(read).probabilities;
  return { solution, vague, excuse, log };
}

function judge(read: ReadText, adjustment?: Adjustment): Judgement {
  const engine = loadEngine();
  return judgeText(adjustment === undefined ? engine : { ...engine, biases: adjustment.biases }, read);
}

/** Another language is not judged; a text without own words (a pasted mail) is a bare record. */
function silent({ language }: ReadText): Classification {
  const isOther = language === "other";
  return {
    language,
    verdict: "log",
    step: "none",
    stepKind: null,
    due: null,
    reason: null,
    party: null,
    evidence: [],
    confidence: isOther ? 0 : 0.9,
    isAbstained: isOther,
  };
}

/** What decides nothing (settled, theirs, past) is shown only when it is this likely. */
const minShown = 0.6;

export function toClassification(
  read: ReadText,
  judgement: Judgement,
  adjustment?: Adjustment,
): Classification {
  const { verdict, step, stepKind, due, reason, probabilities } = judgement;
  // Three digits: no more are meant, and results stay the same across processors.
  const confidence = Math.round(Math.max(...probabilities) * 1000) / 1000;
  return {
    language: read.language,
    verdict,
    step,
    stepKind,
    due,
    reason,
    party: reason === null ? null : partyOf(reason),
    evidence: toEvidence(read, judgement),
    confidence,
    isAbstained: confidence < (adjustment?.minConfidence ?? minConfidence),
  };
}

/** The deciding segments, neighbours of one kind joined, the most telling kind first. */
function toEvidence(
  read: ReadText,
  { step, tags, stepSegments, reasonSegments }: Judgement,
): readonly EvidenceSpan[] {
  const kinds = new Map<number, EvidenceSpan["kind"]>();
  for (const [index, probabilities] of tags.entries()) {
    const tag = segmentTags[indexOfMax(probabilities)];
    if (Math.max(...probabilities) < minShown) continue;
    if (tag === "settled" || tag === "theirs" || tag === "past") kinds.set(index, tag);
  }
  for (const index of reasonSegments) kinds.set(index, "reason");
  for (const index of stepSegments) kinds.set(index, step === "concrete" ? "step" : "vague");
  return joinSpans(read, kinds);
}

function joinSpans(
  { segments, tokens }: ReadText,
  kinds: ReadonlyMap<number, EvidenceSpan["kind"]>,
): readonly EvidenceSpan[] {
  const spans: EvidenceSpan[] = [];
  let previous: { readonly index: number; readonly sentence: number } | null = null;
  for (const [index, { from, to, sentence }] of segments.entries()) {
    const kind = kinds.get(index);
    if (kind === undefined) continue;
    const end = lastWord(tokens, from, to);
    const start = tokens[from]?.start ?? 0;
    const last = spans.at(-1);
    const isNext = previous !== null && previous.index === index - 1 && previous.sentence === sentence;
    if (last && isNext && last.kind === kind) spans[spans.length - 1] = { ...last, end };
    else spans.push({ start, end, kind });
    previous = { index, sentence };
  }
  return spans;
}

/** End of the segment without the mark that closes it. */
function lastWord(tokens: ReadText["tokens"], from: number, to: number): number {
  for (let at = to - 1; at >= from; at--) {
    const token = tokens[at];
    if (token && token.kind !== "mark") return token.end;
  }
  return tokens[to - 1]?.end ?? 0;
}
