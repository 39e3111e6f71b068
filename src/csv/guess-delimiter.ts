/** In order of preference where two fit equally well. */
const delimiters = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof delimiters)[number];

/** Records of the sample that are looked at. */
const maxRecords = 40;

/**
 * The delimiter that splits the sample (the beginning of a file, lines ended by `\n`) most evenly: the header's width times
 * the share of records as wide as the header. Delimiters and line ends inside quotes do not count. The header is the first
 * record; where no delimiter fits so, there is a title above it, and it is the first record that has the delimiter.
 */
export function guessDelimiter(sample: string): Delimiter {
  const widths = delimiters.map((delimiter) => ({ delimiter, widths: countCells(sample, delimiter) }));
  const titled = widths.map(({ delimiter, widths: all }) => {
    const first = all.findIndex((width) => width > 1);
    return { delimiter, widths: all.slice(Math.max(0, first)) };
  });
  return mostEven(widths) ?? mostEven(titled) ?? ",";
}

function mostEven(found: readonly { delimiter: Delimiter; widths: readonly number[] }[]): Delimiter | null {
  let best: Delimiter | null = null;
  let bestScore = 1;
  for (const { delimiter, widths } of found) {
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
