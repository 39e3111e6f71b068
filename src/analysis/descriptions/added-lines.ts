import { holdsWords, toPlainWords, toSentences } from "./plain-words.ts";

/**
 * The lines of `after` that hold words `before` did not have, without the words it had; an empty line where others lie
 * between. Reps put lines above or below the old ones, or go on in the same line. What was only moved, cut, or set in other
 * letters is not new.
 */
export function findAddedLines(before: string, after: string): readonly string[] {
  const known = toKnown(before, after);
  return after.split("\n").map((line) => addedIn(line, known));
}

interface Known {
  /** Lines and sentences of the text before. */
  readonly units: ReadonlySet<string>;
  /** Those that stand nowhere in the text any more: a sentence of it may have been gone on with. */
  readonly changed: readonly string[];
}

function toKnown(before: string, after: string): Known {
  const units = new Set(
    before.split("\n").flatMap((line) => [toPlainWords(line), ...toSentences(line).map(toPlainWords)]),
  );
  units.delete("");
  const now = new Set(
    after.split("\n").flatMap((line) => [toPlainWords(line), ...toSentences(line).map(toPlainWords)]),
  );
  return { units, changed: [...units].filter((unit) => !now.has(unit)) };
}

function addedIn(line: string, known: Known): string {
  const words = toPlainWords(line);
  if (words === "" || known.units.has(words)) return "";
  return toSentences(line)
    .map((sentence) => addedInSentence(sentence, known))
    .filter((added) => added !== "")
    .join(" ")
    .trim();
}

function addedInSentence(sentence: string, { units, changed }: Known): string {
  const words = toPlainWords(sentence);
  if (words === "" || units.has(words)) return "";
  // The longest old stretch first: the line before its sentences.
  const kept = changed
    .filter((unit) => words.startsWith(`${unit} `) || words.endsWith(` ${unit}`))
    .toSorted((a, b) => b.length - a.length)[0];
  return kept === undefined ? sentence.trim() : withoutWords(sentence, words, kept);
}

/** The sentence without the words it begins or ends with. */
function withoutWords(sentence: string, words: string, kept: string): string {
  const left = words.startsWith(`${kept} `) ? words.slice(kept.length + 1) : words.slice(0, -kept.length - 1);
  const pattern = new RegExp(left.split(" ").map(escape).join("[^\\p{L}\\p{N}]+"), "iu");
  // Letters that fold to others (ﬁ, ²) are found in no original: then the plain words themselves.
  return pattern.exec(sentence)?.[0] ?? left;
}

function escape(word: string): string {
  return word.replaceAll(/[^\p{L}\p{N}]/gu, String.raw`\$&`);
}

/** The lines of these words that still stand in a text; what a rep took out is no word of his any more. */
export function keepStanding(words: string, text: string): string {
  const standing = toPlainWords(text);
  return words
    .split("\n")
    .filter((line) => holdsWords(standing, toPlainWords(line)))
    .join("\n");
}
