/** Tells cells that hold whole other records, because a quote before them was never closed. */
export interface SwallowWatch {
  /** Remembers what the first cell of a record looks like. */
  see(firstCell: string): void;
  isSwallower(cells: readonly string[]): boolean;
}

/** Looks of first cells that are kept: ids look alike, names in a few ways. */
const maxLooks = 50;

/** In a narrower file any text could be a record. */
const leastColumns = 4;

/**
 * A line inside a cell is taken for a record when it begins as records of this file begin and holds all their delimiters,
 * none followed by a space: people write a space after a comma, files do not. In the cell's last line, which ends at the
 * next quote, half of them are enough.
 */
export function watchForSwallowed({
  delimiter,
  columns,
}: {
  delimiter: string;
  columns: number;
}): SwallowWatch {
  const looks = new Set<string>();
  const isRecord = (line: string, index: number, { length }: readonly string[]) => {
    const [first = "", ...others] = line.split(delimiter);
    const tight = others.filter((part) => !/^\s/.test(part)).length;
    const isLast = index === length - 1;
    const least = isLast ? Math.max(leastColumns - 1, (columns - 1) / 2) : columns - 1;
    return index > 0 && tight >= least && looks.has(lookOf(first));
  };
  return {
    see(firstCell) {
      if (looks.size < maxLooks && firstCell !== "") looks.add(lookOf(firstCell));
    },
    isSwallower: (cells) =>
      columns >= leastColumns && cells.some((cell) => cell.includes("\n") && cell.split("\n").some(isRecord)),
  };
}

/** Numbers and words, with the signs between them. */
function lookOf(cell: string): string {
  const text = cell.trim();
  return /^\d+$/.test(text) ? "9" : text.replaceAll(/[\p{L}\p{N}]+/gu, "w").replaceAll(/\s+/g, " ");
}
