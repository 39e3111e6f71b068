import { foldWord, toLow } from "../text/fold-word.ts";
import { type ReadText, readText } from "../text/read-text.ts";
import { type Reading, setReading, toReading } from "../text/reading.ts";
import { cutFeatures, hasCapitals, runCuts } from "../text/run-cuts.ts";
import type { Usage } from "../text/spelling.ts";
import { forgetWords } from "../text/words.ts";
import type { LabelledText } from "./dataset.ts";
import { type Example, type TrainSettings, trainLinear } from "./train-linear.ts";

/** What one author wrote. */
export interface AuthorRows {
  readonly author: string;
  readonly rows: readonly LabelledText[];
}

/** Learns to read from texts and reads with that from now on. Their labels are not looked at. */
export function learnReading(authors: readonly AuthorRows[]): Buffer {
  const usages = learnUsages(authors);
  useReading(toReading(usages, null));
  const examples = authors.flatMap(({ rows }) => rows).flatMap(cutExamples);
  const cuts = trainLinear(examples, cutSettings);
  return encodeReading({ usages, cuts });
}

/** Reads with another reading from now on. */
export function useReading(reading: Reading): void {
  setReading(reading);
  forgetWords();
}

interface Use {
  readonly lows: Map<string, number>;
  readonly authors: Set<string>;
  /** Authors who wrote it without a capital. */
  readonly lowAuthors: Set<string>;
}

/** Words of fewer authors may be slips themselves. */
const minAuthors = 2;
const minLength = 4;

function learnUsages(authors: readonly AuthorRows[]): readonly Usage[] {
  const uses = new Map<string, Use>();
  for (const { author, rows } of authors)
    for (const { text } of rows) for (const [raw] of text.matchAll(/\p{L}+/gu)) note(uses, raw, author);
  const usages = [...uses.values()].flatMap(({ lows, authors: by, lowAuthors }): Usage[] => {
    const [commonest] = [...lows].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    return commonest && by.size >= minAuthors ? [{ low: commonest[0], authors: lowAuthors.size }] : [];
  });
  return usages.sort((a, b) => (a.low < b.low ? -1 : 1));
}

function note(uses: Map<string, Use>, raw: string, author: string): void {
  if (raw.length < minLength) return;
  const low = toLow(raw);
  const fold = foldWord(low);
  const use = uses.get(fold) ?? { lows: new Map(), authors: new Set(), lowAuthors: new Set() };
  uses.set(fold, use);
  use.lows.set(low, (use.lows.get(low) ?? 0) + 1);
  use.authors.add(author);
  if (raw.charAt(0) === raw.charAt(0).toLowerCase()) use.lowAuthors.add(author);
}

const cutSettings: TrainSettings = {
  classes: runCuts.length,
  bits: 15,
  epochs: 4,
  rate: 0.06,
  decay: 0.001,
};

/** Texts with longer clauses than this on average leave marks out themselves. */
const maxWordsPerSegment = 14;
const minWords = 2;

/** Where a text breaks, to be found again with its marks taken out: as written, and without capitals. */
function cutExamples({ text, written_on, lang }: LabelledText): readonly Example[] {
  return [text, text.toLowerCase()].flatMap((one) => {
    const read = readText(one, written_on, lang);
    const places = read.tokens.flatMap(({ kind }, at) => (kind === "mark" ? [] : [at]));
    return places.length > maxWordsPerSegment * read.segments.length ? [] : examplesAt(read, places);
  });
}

function examplesAt({ tokens, segments, times }: ReadText, places: readonly number[]): readonly Example[] {
  const starts = new Map(
    segments.map(({ from, sentence }, index) => [
      from,
      segments[index - 1]?.sentence === sentence ? clause : sentenceCut,
    ]),
  );
  const inTime = new Set(times.flatMap(({ from, to }) => range(from + 1, to)));
  const words = places.flatMap((at) => tokens[at] ?? []);
  const run = { to: words.length, hasCapitals: hasCapitals(words) };
  const examples: Example[] = [];
  let from = 0;
  for (const [at, place] of places.entries()) {
    if (at === 0 || inTime.has(place)) continue;
    const label = startAt(starts, tokens, place);
    if (at - from >= minWords)
      examples.push({ features: cutFeatures(words, at, { ...run, from }), label, weight: 1 });
    if (label > 0) from = at;
  }
  return examples;
}

const clause = runCuts.indexOf("clause");
const sentenceCut = runCuts.indexOf("sentence");

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}

/** The kind of segment that begins with a word, or with a mark before it. */
function startAt(
  starts: ReadonlyMap<number, number>,
  tokens: readonly { readonly kind: string }[],
  word: number,
): number {
  for (let at = word; at >= 0; at--) {
    const found = starts.get(at);
    if (found !== undefined) return found;
    if (tokens[at - 1]?.kind !== "mark") return 0;
  }
  return 0;
}

const levels = 63;

function encodeReading({
  usages,
  cuts,
}: Pick<Reading, "usages"> & { readonly cuts: Reading["cuts"] }): Buffer {
  if (cuts === null) throw new Error("there are no cuts to encode");
  const { classes, bits, bias } = cuts;
  const scale = Number(
    (
      (cuts.weights as Float32Array).reduce((max, one) => Math.max(max, Math.abs(one)), 0) / levels
    ).toPrecision(6),
  );
  const weights = Int8Array.from(cuts.weights, (one) => Math.round(one / scale));
  const head = {
    words: usages.map(({ low, authors }) => `${low}:${authors}`).join(" "),
    cuts: { classes, bits, scale },
    bias: [...bias].map((one) => Number(one.toPrecision(6))),
  };
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), Buffer.from(weights.buffer)]);
}
