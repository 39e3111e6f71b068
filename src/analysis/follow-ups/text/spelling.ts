import { verbForms } from "../lexicon/verbs.ts";
import { hashOf } from "../model/hash.ts";
import { timeWords } from "../times/time-words.ts";
import { foldWord } from "./fold-word.ts";

/** A word that at least two authors wrote. */
export interface Usage {
  /** Lower case, with its diacritics. */
  readonly low: string;
  /** How many wrote it without a capital: few for a name. */
  readonly authors: number;
}

interface Target {
  readonly low: string;
  /** How many authors it counts for, and how many where a capital makes it a name perhaps; 0 when it cannot be meant. */
  readonly authors: number;
  readonly authorsOfCapital: number;
}

/** The words there are, and those a slip of the finger may have been meant for. */
export interface Spelling {
  readonly known: ReadonlySet<string>;
  readonly targets: ReadonlyMap<string, Target>;
  /** Folded targets by the hash of what is left when one of their inner letters is dropped. */
  readonly shortened: ReadonlyMap<number, readonly string[]>;
}

/** A slip is taken for a word of at least so many authors; one with a capital, which may be a name, for a commoner one. */
const minAuthors = 4;
const minAuthorsOfCapital = 8;
/** A verb or a word for a time that nobody wrote counts as one of few. */
const listedAuthors = 3;
/** Shorter words are read as they stand; longer ones than these can lack a letter. */
const minLength = 4;
const minLongLength = 6;
const maxLength = 18;
/** Endings carry grammar: in the last letters only a swap is a slip. */
const endLength = 2;

export function toSpelling(usages: readonly Usage[]): Spelling {
  const listed = [...verbForms(), ...timeWords()];
  const known = new Set<string>(listed);
  const targets = new Map<string, Target>(
    listed.map((low) => [low, { low, authors: listedAuthors, authorsOfCapital: listedAuthors }]),
  );
  const shortened = new Map<number, string[]>();
  for (const { low, authors } of usages) {
    const fold = foldWord(low);
    known.add(fold);
    if (authors < minAuthors) continue;
    const isCommon = authors >= minAuthorsOfCapital || targets.has(fold);
    targets.set(fold, { low, authors, authorsOfCapital: isCommon ? authors : 0 });
    for (let at = 1; at < fold.length - endLength; at++) {
      const hash = hashOf(without(fold, at));
      const others = shortened.get(hash);
      if (others) others.push(fold);
      else shortened.set(hash, [fold]);
    }
  }
  return { known, targets, shortened };
}

/**
 * The word that an unknown one was meant for, where it is one slip away: two letters swapped, one doubled, one beside its
 * key or sounding alike, one too many, one missing. Null for a word that is known or like no other; lower case.
 */
export function correctSlip(spelling: Spelling, fold: string, isCapital: boolean): string | null {
  if (!isUnknown(spelling, fold)) return null;
  let best: string | null = null;
  let score = 0;
  for (const { fold: candidate, weight } of candidatesOf(spelling, fold, isCapital)) {
    const target = spelling.targets.get(candidate);
    const own = target ? target[isCapital ? "authorsOfCapital" : "authors"] * weight : 0;
    if (!target || own <= score) continue;
    score = own;
    best = target.low;
  }
  return best;
}

function isUnknown({ known }: Spelling, fold: string): boolean {
  const { length } = fold;
  return length >= minLength && length <= maxLength && !known.has(fold) && isLetters(fold);
}

function isLetters(fold: string): boolean {
  return /^\p{L}+$/u.test(fold);
}

interface Candidate {
  readonly fold: string;
  /** How much likelier this slip is than others. */
  readonly weight: number;
}

const swapWeight = 4;
const doubleWeight = 3;

function candidatesOf(spelling: Spelling, fold: string, isCapital: boolean): Candidate[] {
  const found: Candidate[] = [];
  const isLong = fold.length >= minLongLength;
  for (let at = 0; at < fold.length - 1; at++) {
    const [one, next] = [fold.charAt(at), fold.charAt(at + 1)];
    if (one !== next)
      found.push({ fold: fold.slice(0, at) + next + one + fold.slice(at + 2), weight: swapWeight });
    else if (isLong) found.push({ fold: without(fold, at), weight: doubleWeight });
  }
  if (!isLong || isCapital) return found;
  for (let at = 1; at < fold.length - endLength; at++) addInner(spelling, { fold, at }, found);
  for (const candidate of spelling.shortened.get(hashOf(fold)) ?? none)
    if (candidate.length === fold.length + 1) found.push({ fold: candidate, weight: 1 });
  return found;
}

const none: readonly string[] = [];

/** Letter `at` is one too many, or stands for another one. */
function addInner(
  { shortened }: Spelling,
  { fold, at }: { readonly fold: string; readonly at: number },
  found: Candidate[],
): void {
  const own = fold.charAt(at);
  const rest = without(fold, at);
  if (neighbours.has(own + fold.charAt(at - 1)) || neighbours.has(own + fold.charAt(at + 1)))
    found.push({ fold: rest, weight: 1 });
  for (const candidate of shortened.get(hashOf(rest)) ?? none) {
    const isSame = candidate.length === fold.length && without(candidate, at) === rest;
    if (isSame && alike.has(own + candidate.charAt(at))) found.push({ fold: candidate, weight: 1 });
  }
}

function without(word: string, at: number): string {
  return word.slice(0, at) + word.slice(at + 1);
}

const keys = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"];
const sounds = "ei oa iy uo ea оа еи ыи эе тд сз td sz sc ck vw gk".split(" ");

function bothWays(pairs: readonly string[]): readonly string[] {
  return pairs.flatMap((pair) => [pair, pair.charAt(1) + pair.charAt(0)]);
}

/** The pairs of letters that stand side by side in a row of keys. */
function pairsOf(row: string): readonly string[] {
  return Array.from({ length: row.length - 1 }, (_, at) => row.slice(at, at + 2));
}

/** Letters side by side on a keyboard, and besides those that sound alike. */
const neighbours = new Set(bothWays(keys.flatMap(pairsOf)));
const alike = new Set([...neighbours, ...bothWays(sounds)]);
