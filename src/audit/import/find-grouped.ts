/** Watches columns for the look of a grouped report, where a value stands in the first row of its group only. */
export interface Grouping {
  add(column: string, text: string): void;
  /** Columns that look so. */
  find(): readonly string[];
}

interface Seen {
  rows: number;
  isFirstFilled: boolean;
  filled: number;
  readonly values: Set<string>;
}

/**
 * A column is grouped when its first row is filled, half of the rows or more are not, and no value comes twice: in a list with owners
 * missing here and there the same people come again and again.
 */
export function collectGrouping(): Grouping {
  const seen = new Map<string, Seen>();
  return {
    add(column, text) {
      const known = seen.get(column) ?? { rows: 0, isFirstFilled: text !== "", filled: 0, values: new Set() };
      known.rows += 1;
      if (text !== "") {
        known.filled += 1;
        known.values.add(text);
      }
      seen.set(column, known);
    },
    find: () =>
      [...seen].flatMap(([column, { rows, isFirstFilled, filled, values }]) =>
        isFirstFilled && filled > 1 && filled * 2 <= rows && values.size === filled ? [column] : [],
      ),
  };
}
