import { type Entry, entriesOf } from "../lexicon/concepts.ts";
import { type Person, personOf } from "../lexicon/verbs.ts";
import { type Bundle, nextNumber } from "../model/bundle.ts";
import { hashOf, hashWithin } from "../model/hash.ts";
import { isTimeWord } from "../times/time-words.ts";
import { type Form, formOf } from "./word-forms.ts";
import { partsOf, topicPartsOf } from "./word-parts.ts";

/** All that one spelling says wherever it stands, found out once: looking it up anew for every token took most of the time. */
export interface Word {
  readonly raw: string;
  /** Lower case, ё as е, one kind of apostrophe. */
  readonly low: string;
  /** `low` without diacritics: what a hurried writer types. Keeps и and й apart. */
  readonly fold: string;
  readonly kind: "word" | "number" | "mark";
  /** The spelling as a feature; numbers only by their length. */
  readonly hash: number;
  readonly form: Form;
  /** Who acts, where it is one of the listed verbs. */
  readonly person: Person | undefined;
  /** Concepts that may begin with this word. */
  readonly entries: readonly Entry[];
  /** Whether it can be part of a time in any of the languages. */
  readonly mayBeTime: boolean;
  /** The word with its parts, as it counts for what a segment is. */
  readonly own: Bundle;
  /** And for what it is about. */
  readonly topic: Bundle;
}

const known = new Map<string, Word>();
/** Spellings kept at hand; the labelled texts hold some 45,000. */
const maxKnown = 60_000;

/** Words met lately, by the hash of their spelling: found here, a word needs no string of its own. A power of two. */
const recent: (Word | undefined)[] = Array.from({ length: 2 ** 16 }, () => undefined);

/** The word spelled by `text` from `start` to `end`; the same spelling gives the same object while it is kept at hand. */
export function wordAt(text: string, start: number, end: number): Word {
  const slot = hashWithin(text, start, end) & (recent.length - 1);
  let word = recent[slot];
  if (word === undefined || word.raw.length !== end - start || !text.startsWith(word.raw, start)) {
    word = wordOf(text.slice(start, end));
    recent[slot] = word;
  }
  return word;
}

function wordOf(raw: string): Word {
  let word = known.get(raw);
  if (word === undefined) {
    word = toWord(raw);
    if (known.size >= maxKnown) known.clear();
    known.set(word.raw, word);
  }
  return word;
}

const none: readonly Entry[] = [];

function toWord(spelling: string): Word {
  // A copy: a part of a string keeps the whole alive, and texts must not stay in memory.
  const raw = spelling.split("").join("");
  const kind = kindOf(raw);
  const low = kind === "mark" ? raw : toLow(raw);
  const fold = kind === "word" ? foldWord(low) : low;
  const isWord = kind === "word";
  const hash = hashOf(kind === "number" ? `#${Math.min(low.length, 5)}` : `w:${fold}`);
  const number = nextNumber();
  return {
    raw,
    low,
    fold,
    kind,
    hash,
    form: isWord ? formOf(low, fold) : "",
    person: isWord ? personOf(fold) : undefined,
    mayBeTime: isWord && isTimeWord(fold),
    entries: isWord ? entriesOf(fold) : none,
    own: withParts(hash, isWord ? partsOf(low, fold) : [], { strength: partStrength, number }),
    topic: withParts(hash, isWord ? topicPartsOf(fold) : [], { strength: topicPartStrength, number }),
  };
}

/** Parts count less than the word: there are many of them. In twentieths. */
const wordStrength = 20;
const partStrength = 7;
const topicPartStrength = 8;

function withParts(
  hash: number,
  parts: readonly number[],
  { strength, number }: { readonly strength: number; readonly number: number },
): Bundle {
  return { number, ids: [hash, ...parts], first: wordStrength, others: strength };
}

function kindOf(raw: string): Word["kind"] {
  const first = raw.charCodeAt(0);
  if (first >= 48 && first <= 57) return "number";
  return /^\p{L}/u.test(raw) ? "word" : "mark";
}

function toLow(word: string): string {
  return word.toLowerCase().replaceAll("ё", "е").replaceAll(/[’ʼ]/g, "'");
}

const latinMarks = /[\u0300-\u0305\u0307-\u036f]/g;
const foldedLetters: Readonly<Record<string, string>> = { ł: "l", ø: "o", đ: "d", ß: "ss" };

/** Without diacritics. Cyrillic й stays: its mark makes another letter, not another spelling. */
function foldWord(low: string): string {
  if (isPlain(low)) return low;
  let folded = "";
  for (const letter of low) {
    folded +=
      letter === "й" ? letter : (foldedLetters[letter] ?? letter.normalize("NFD").replaceAll(latinMarks, ""));
  }
  return folded;
}

/** Only ASCII, or Cyrillic letters, none of which this file folds. */
function isPlain(word: string): boolean {
  for (let index = 0; index < word.length; index++) {
    const code = word.charCodeAt(index);
    if (code > 0x7f && (code < 0x430 || code > 0x44f)) return false;
  }
  return true;
}
