import { type Meanings, meaningsOf, startOf } from "../lexicon/concepts.ts";
import { type Person, personOf } from "../lexicon/verbs.ts";
import { type Bundle, nextNumber } from "../model/bundle.ts";
import { hashOf, hashWithin } from "../model/hash.ts";
import { isTimeWord } from "../times/time-words.ts";
import { foldWord, toLow } from "./fold-word.ts";
import { currentReading } from "./reading.ts";
import { correctSlip } from "./spelling.ts";
import { type Form, formOf } from "./word-forms.ts";
import { partsOf, topicPartsOf } from "./word-parts.ts";

/** All that one spelling says wherever it stands, found out once: looking it up anew for every token took most of the time. */
export interface Word {
  readonly raw: string;
  /** Lower case, ё as е, one kind of apostrophe; a slip of the finger is set right. */
  readonly low: string;
  /** `low` without diacritics: what a hurried writer types. Keeps и and й apart. */
  readonly fold: string;
  readonly kind: "word" | "number" | "mark";
  /** The spelling as a feature; numbers only by their length. */
  readonly hash: number;
  readonly form: Form;
  /** Who acts, where it is one of the listed verbs. */
  readonly person: Person | undefined;
  /** Concepts that may begin with this word; none where it is no word. */
  readonly meanings: Meanings | null;
  /** How it begins, which other words' meanings ask for. */
  readonly start: string;
  /** Whether it can be part of a time in any of the languages. */
  readonly mayBeTime: boolean;
  /** The word with its parts, as it counts for what a segment is. */
  readonly own: Bundle;
  /** And for what it is about. */
  readonly topic: Bundle;
  /** For where a run without marks breaks: grammar, first and last letters as hashes. */
  readonly grammar: number;
  readonly beginning: number;
  readonly ending: number;
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

/** To be called when another reading is set: the words kept at hand were read with the former one. */
export function forgetWords(): void {
  known.clear();
  recent.fill(undefined);
}

function toWord(spelling: string): Word {
  // A copy: a part of a string keeps the whole alive, and texts must not stay in memory.
  const raw = spelling.split("").join("");
  const kind = kindOf(raw);
  const { low, fold } = spell(raw, kind);
  const isWord = kind === "word";
  const hash = hashOf(kind === "number" ? `#${Math.min(low.length, 5)}` : `w:${fold}`);
  const number = nextNumber();
  const form = isWord ? formOf(low, fold) : "";
  const person = isWord ? personOf(fold) : undefined;
  const mayBeTime = isWord && isTimeWord(fold);
  return {
    raw,
    low,
    fold,
    kind,
    hash,
    form,
    person,
    mayBeTime,
    meanings: isWord ? meaningsOf(fold) : null,
    start: startOf(fold),
    own: withParts(hash, isWord ? partsOf(low, fold) : [], { strength: partStrength, number }),
    topic: withParts(hash, isWord ? topicPartsOf(fold) : [], { strength: topicPartStrength, number }),
    grammar: hashOf(`${form}|${person ?? ""}|${mayBeTime}|${kind}`),
    beginning: hashOf(fold.slice(0, 4)),
    ending: hashOf(fold.slice(-3)),
  };
}

function spell(raw: string, kind: Word["kind"]): Pick<Word, "low" | "fold"> {
  if (kind === "mark") return { low: raw, fold: raw };
  const low = toLow(raw);
  if (kind === "number") return { low, fold: low };
  const fold = foldWord(low);
  const right = correctSlip(currentReading().spelling, fold, raw.charAt(0) !== low.charAt(0));
  return right === null ? { low, fold } : { low: right, fold: foldWord(right) };
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
