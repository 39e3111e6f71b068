import type { FollowUpChannel, ReasonCode, StepKind, StepLevel, Verdict } from "../../../domain/follow-up.ts";
import type { CivilDate } from "../../../domain/time.ts";
import { findFeatures } from "../features.ts";
import type { Features } from "../model/linear.ts";
import { collect } from "../model/sink.ts";
import { type ReadText, readText } from "../text/read-text.ts";
import { type SegmentTag, segmentTags, tagNumber } from "../text-features.ts";
import { findTopics } from "../topic-features.ts";

/** A labelled text, as the labelling guide defines its keys. */
export interface LabelledText {
  readonly id: string;
  readonly lang: "en" | "pl" | "ru";
  readonly channel: FollowUpChannel;
  readonly written_on: CivilDate;
  readonly text: string;
  readonly reason: ReasonCode | null;
  readonly step: StepLevel;
  readonly step_kind: StepKind | null;
  readonly due: CivilDate | null;
  readonly verdict: Verdict;
  readonly marks: readonly Mark[];
}

export interface Mark {
  readonly quote: string;
  readonly tag: Exclude<SegmentTag, "none">;
  /** Where the quote begins; its first occurrence when left out. */
  readonly start?: number;
}

/** A labelled text with what the engine reads in it and the tag of each segment. */
export interface Sample {
  readonly row: LabelledText;
  readonly read: ReadText;
  readonly tags: readonly number[];
  readonly features: readonly Features[];
  readonly topics: readonly Features[];
  /** Texts of one group never stand on both sides of a split: minimal pairs are neighbours. */
  readonly group: number;
  /** How much it counts in training. */
  readonly weight: number;
}

export function toSample(row: LabelledText, group: number, weight = 1): Sample {
  const read = readText(row.text, row.written_on, row.lang);
  const features = read.analysed.map((_, index) => collect((sink) => findFeatures(read, index, sink)));
  const topics = read.analysed.map((analysed) => collect((sink) => findTopics(read.tokens, analysed, sink)));
  return { row, read, tags: tagSegments(row, read), features, topics, group, weight };
}

/** Who wrote a text: its id without the number. */
export function authorOf({ row }: Sample): string {
  return row.id.replace(/-\d+(?:-hurried)?$/, "");
}

/** A segment has the tag whose marks cover most of its tokens, if they cover at least this share. */
const minShare = 0.4;

function tagSegments(row: LabelledText, { segments, tokens }: ReadText): readonly number[] {
  const marks = row.marks.map(({ quote, tag, start: given }) => {
    const start = given ?? row.text.indexOf(quote);
    return { start, end: start + quote.length, tag: tagNumber[tag] };
  });
  return segments.map(({ from, to }) => {
    const covered = segmentTags.map(() => 0);
    for (const token of tokens.slice(from, to)) {
      const mark = marks.find(({ start, end }) => token.start >= start && token.end <= end);
      if (mark) covered[mark.tag] = (covered[mark.tag] ?? 0) + 1;
    }
    const most = Math.max(...covered);
    return most >= (to - from) * minShare ? covered.indexOf(most) : 0;
  });
}
