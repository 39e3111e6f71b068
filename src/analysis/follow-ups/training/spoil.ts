import { hashOf } from "../model/hash.ts";
import type { LabelledText } from "./dataset.ts";
import { mulberry } from "./train-linear.ts";

/**
 * The text once more as it comes from a hurried hand: without marks and capitals, without marks, with sentences joined by
 * commas, or with slips of the finger; which, its id decides. Its marks follow.
 */
export function spoil(row: LabelledText): LabelledText {
  const random = mulberry(hashOf(row.id));
  const edits = editsOf(row, random);
  const toNew = (offset: number) => {
    let moved = offset;
    for (const { from, to, by } of edits) {
      if (from >= offset) break;
      moved += Math.min(by.length, to <= offset ? by.length : offset - from) - (Math.min(to, offset) - from);
    }
    return moved;
  };
  const text = apply(row.text, edits);
  const marks = row.marks.flatMap(({ quote, tag, start: given }) => {
    const start = given ?? row.text.indexOf(quote);
    const from = toNew(start);
    const kept = text.slice(from, toNew(start + quote.length));
    return kept.trim() === "" ? [] : [{ quote: kept, tag, start: from }];
  });
  return { ...row, id: `${row.id}-hurried`, text, marks };
}

/** Edits do not overlap and stand in order. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly by: string;
}

type Random = () => number;

/** How a text is spoiled. */
interface Style {
  readonly isLower: boolean;
  /** Which marks go, and what comes in their place. */
  readonly marks: RegExp | null;
  readonly by: string;
  readonly isJoined: boolean;
  /** Share of words with a slip. */
  readonly slips: number;
}

const closing = /[.,;:!?()"«»„”…]+(?=\s|$)|[(«„"]/gu;
const stop = /[.;]+(?=\s+\S)/gu;
const fewSlips = 0.1;
const manySlips = 0.25;

/** A third loses marks, capitals and diacritics, a fifth its marks, a fifth has commas for full stops, a quarter has only slips. */
function styleOf(random: Random): Style {
  const drawn = random();
  const isJoined = drawn >= 0.55 && drawn < 0.75;
  const isSlipsOnly = drawn >= 0.75;
  return {
    isLower: drawn < 0.35,
    marks: drawn < 0.55 ? closing : isJoined ? stop : null,
    by: isJoined ? "," : "",
    isJoined,
    slips: isSlipsOnly ? manySlips : random() < 0.5 ? fewSlips : 0,
  };
}

function editsOf({ text, lang }: LabelledText, random: Random): readonly Edit[] {
  const style = styleOf(random);
  const edits: Edit[] = [];
  if (style.marks)
    for (const { 0: found, index } of text.matchAll(style.marks))
      edits.push({ from: index, to: index + found.length, by: style.by });
  for (const { 0: word, index } of text.matchAll(/\p{L}+/gu)) {
    const isAfterStop = style.isJoined && /[.;]\s+$/.test(text.slice(Math.max(0, index - 3), index));
    const cased = recase(word, style, isAfterStop);
    const by = word.length >= minSlipLength && random() < style.slips ? slip(cased, lang, random) : cased;
    if (by !== word) edits.push({ from: index, to: index + word.length, by });
  }
  return edits.sort((a, b) => a.from - b.from);
}

const minSlipLength = 4;

function recase(word: string, { isLower }: Style, isAfterStop: boolean): string {
  if (isLower) return withoutDiacritics(word.toLowerCase());
  return isAfterStop ? word.charAt(0).toLowerCase() + word.slice(1) : word;
}

function apply(text: string, edits: readonly Edit[]): string {
  let result = "";
  let at = 0;
  for (const { from, to, by } of edits) {
    result += text.slice(at, from) + by;
    at = to;
  }
  return result + text.slice(at);
}

const keyboards: Readonly<Record<LabelledText["lang"], readonly string[]>> = {
  en: ["qwertyuiop", "asdfghjkl", "zxcvbnm"],
  pl: ["qwertyuiop", "asdfghjkl", "zxcvbnm"],
  ru: ["йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"],
};

/** Two letters swapped, one dropped, doubled, or hit beside its key. */
function slip(word: string, lang: LabelledText["lang"], random: Random): string {
  const at = 1 + Math.floor(random() * (word.length - 2));
  const kind = random();
  if (kind < 0.4) return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
  if (kind < 0.65) return word.slice(0, at) + word.slice(at + 1);
  if (kind < 0.8) return word.slice(0, at) + word.charAt(at) + word.slice(at);
  return word.slice(0, at) + neighbour(word.charAt(at), lang, random) + word.slice(at + 1);
}

function neighbour(letter: string, lang: LabelledText["lang"], random: Random): string {
  for (const row of keyboards[lang]) {
    const at = row.indexOf(letter);
    if (at >= 0) return row.charAt(at === 0 || (random() < 0.5 && at < row.length - 1) ? at + 1 : at - 1);
  }
  return letter;
}

function withoutDiacritics(text: string): string {
  return text
    .normalize("NFD")
    .replaceAll(/[\u0300-\u0305\u0307\u0309-\u036f]/g, "")
    .normalize("NFC")
    .replaceAll("ł", "l");
}
