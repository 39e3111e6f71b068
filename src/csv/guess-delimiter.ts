/** In order of preference where two fit equally well. */
const delimiters = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof delimiters)[number];

/** Records of the sample that are looked at. */
const maxRecords = 40;

/**
 * The delimiter that splits the sample (the beginning of a file, lines ended by `\n`) most evenly: the header's width times
 * the share of records as wide as the header. Delimiters and line ends inside quotes do not count.
 */
export function guessDelimiter(sample: string): Delimiter {
  let best: Delimiter = ",";
  let bestScore = 1;
  for (const delimiter of delimiters) {
    const widths = countCells(sample, delimiter);
    const [header = 1] = widths;
    const score = (header * widths.filter((width) => width === header).length) / Math.max(1, widths.length);
    if (header > 1 && score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

/** Cells in each of the first records; blank lines are none. The last one may be cut off and is left out where it can be. */
function countCells(sample: string, delimiter: Delimiter): number[] {
  const widths: number[] = [];
  let cells = 1;
  let isQuoted = false;
  let isBlank = true;
  for (const char of sample) {
    if (char === '"') isQuoted = !isQuoted;
    if (char === "\n" && !isQuoted) {
      if (!isBlank) widths.push(cells);
      if (widths.length === maxRecords) return widths;
      cells = 1;
      isBlank = true;
      continue;
    }
    isBlank = false;
    if (char === delimiter && !isQuoted) cells += 1;
  }
  return widths.length === 0 ? [cells] : widths;
}
