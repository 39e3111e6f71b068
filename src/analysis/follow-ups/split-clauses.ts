/** A stretch of the text that says one thing; offsets are UTF-16 units of the text given. */
export interface Clause {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const boundary =
  /[.!?]+(?=\s|$)|[;\n]+|,\s+(?=(?:but|so|and i|and we|ale|wiec|więc|no i|а|но|поэтому|зато)(?![\p{L}]))|\s[-–—]\s/giu;
const abbreviationBefore =
  /(?:^|[^\p{L}])(?:mr|mrs|dr|e\.g|i\.e|approx|ca|inż|mgr|nr|ul|pt|pn|wt|śr|czw|godz|ok|tzn|np|m\.in|тел|руб|тыс|ул|г|им|т\.е|т\.к)$/iu;

/** Splits at sentence marks, line breaks and turning words, and not after usual abbreviations. */
export function splitClauses(text: string): readonly Clause[] {
  const clauses: Clause[] = [];
  let from = 0;
  for (const match of text.matchAll(boundary)) {
    if (
      match[0].startsWith(".") &&
      abbreviationBefore.test(text.slice(Math.max(0, match.index - 8), match.index))
    )
      continue;
    pushTrimmed(clauses, text, { from, to: match.index });
    from = match.index + match[0].length;
  }
  pushTrimmed(clauses, text, { from, to: text.length });
  return clauses;
}

function pushTrimmed(clauses: Clause[], text: string, { from, to }: { from: number; to: number }): void {
  const piece = text.slice(from, to);
  const trimmed = piece.trim();
  if (!/[\p{L}\p{N}]/u.test(trimmed)) return;
  const start = from + piece.indexOf(trimmed);
  clauses.push({ start, end: start + trimmed.length, text: trimmed });
}
