/** One word, number or mark of a text. Offsets are UTF-16 units of the text given. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly raw: string;
  /** Lower case, ё as е, one kind of apostrophe. */
  readonly low: string;
  /** `low` without diacritics: what a hurried writer types. Keeps и and й apart. */
  readonly fold: string;
  readonly kind: "word" | "number" | "mark";
}

/** Letters of one token that are looked at: a longer run is noise, and reading it costs time. */
const maxTokenLength = 40;

const pattern =
  /\p{L}(?:[\p{L}\p{M}]|['’ʼ][\p{L}]|[-/](?=\p{L})[\p{L}]|\.(?=\p{L}\.?(?!\p{L}))\p{L})*|\d+(?:[.,:/-]\d+)*(?:-?[\p{L}]{1,4}(?![\p{L}]))?|[^\s\p{L}\d]/gu;

const latinMarks = /[\u0300-\u0305\u0307-\u036f]/g;
const foldedLetters: Readonly<Record<string, string>> = { ł: "l", ø: "o", đ: "d", ß: "ss" };

/** Words, numbers (with their dots and suffix, `15.03`, `16-го`) and single marks, in the order of the text. */
export function toTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const { 0: found, index } of text.matchAll(pattern)) {
    const raw = found.slice(0, maxTokenLength);
    const first = raw.charCodeAt(0);
    const kind = isDigit(first) ? "number" : isWordStart(raw) ? "word" : "mark";
    const low = kind === "mark" ? raw : toLow(raw);
    tokens.push({
      start: index,
      end: index + found.length,
      raw,
      low,
      fold: kind === "word" ? foldWord(low) : low,
      kind,
    });
  }
  return tokens;
}

function toLow(word: string): string {
  return word.toLowerCase().replaceAll("ё", "е").replaceAll(/[’ʼ]/g, "'");
}

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

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isWordStart(raw: string): boolean {
  return /^\p{L}/u.test(raw);
}
