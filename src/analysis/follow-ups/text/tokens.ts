import { type Word, wordAt } from "./words.ts";

/** One word, number or mark of a text. Offsets are UTF-16 units of the text given. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly raw: string;
  readonly low: string;
  readonly fold: string;
  readonly kind: Word["kind"];
  readonly word: Word;
}

/** Letters of one token that are looked at: a longer run is noise, and reading it costs time. */
const maxTokenLength = 40;
/** Tokens read of one text: more than ordinary words make of the longest text that is read, and ten times the longest labelled text. */
const maxTokens = 2_000;

const pattern =
  /\p{L}(?:[\p{L}\p{M}]|['’ʼ][\p{L}]|[-/](?=\p{L})[\p{L}]|\.(?=\p{L}\.?(?!\p{L}))\p{L})*|\d+(?:[.,:/-]\d+)*(?:-?[\p{L}]{1,4}(?![\p{L}]))?|[^\s\p{L}\d]/gu;

/** The first words, numbers (with their dots and suffix, `15.03`, `16-го`) and single marks, in the order of the text. */
export function toTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let start = 0; start < text.length && tokens.length < maxTokens; ) {
    const end = plainEnd(text, start);
    if (end > start) {
      tokens.push(toToken(text, start, end));
      start = end;
    } else if (isBlank(text.charCodeAt(start))) start++;
    else {
      pattern.lastIndex = start;
      const found = pattern.exec(text);
      if (found === null) break;
      start = found.index + found[0].length;
      tokens.push(toToken(text, found.index, start));
    }
  }
  return tokens;
}

function toToken(text: string, start: number, end: number): Token {
  const word = wordAt(text, start, Math.min(end, start + maxTokenLength));
  const { raw, low, fold, kind } = word;
  return { start, end, raw, low, fold, kind, word };
}

/** Where a word of plain letters ends, when what follows cannot belong to it; `start` when only the pattern can tell. */
function plainEnd(text: string, start: number): number {
  let end = start;
  while (isPlainLetter(text.charCodeAt(end))) end++;
  if (end === start || end === text.length) return end;
  const after = text.charCodeAt(end);
  if (isBlank(after) || after === comma) return end;
  return after === dot && (end + 1 === text.length || isBlank(text.charCodeAt(end + 1))) ? end : start;
}

const comma = 0x2c;
const dot = 0x2e;

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a;
}

/** a to z and а to я; other letters are left to the pattern. */
function isPlainLetter(code: number): boolean {
  const low = code | 32;
  return (low >= 97 && low <= 122) || (code >= 0x410 && code <= 0x44f);
}
