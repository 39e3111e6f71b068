import { basename } from "node:path";
import {
  type CsvFormat,
  type CsvOptions,
  type CsvRow,
  openCsv,
  type RejectedRow,
} from "../../csv/read-csv.ts";
import type { ActivityKind } from "../../domain/activity.ts";
import {
  type ColumnGuess,
  countHeadings,
  type GuessRequest,
  guessColumns,
  type MappedColumn,
} from "./guess-columns.ts";
import type { DateOrder } from "./parse-date.ts";

/** One record by field instead of by column. */
export interface SheetRow<Field extends string> {
  readonly line: number;
  /** Empty when the file has no such column. Several columns are joined, each on a line of its own. */
  readonly cell: (field: Field) => string;
  /** By the column's own name. */
  readonly raw: Readonly<Record<string, string>>;
}

/** A file whose columns are known by field. It may be read several times, each time from the disk. */
export interface Sheet<Field extends string> {
  readonly file: string;
  readonly format: CsvFormat;
  readonly columns: readonly string[];
  readonly guess: ColumnGuess<Field>;
  readonly read: (onRejected?: (row: RejectedRow) => void) => AsyncIterable<SheetRow<Field>>;
}

/** Something in a file that could not be used: a whole row, or only one cell of it. */
export interface Trouble {
  readonly file: string;
  readonly line: number;
  readonly kind: TroubleKind;
  /** The text that could not be used, and the column it stands in; empty for a whole row. */
  readonly text: string;
  readonly column: string;
}

/** Rows of these kinds are left out; of the others only the cell. */
export const droppedKinds = [
  "too-many-cells",
  "header-again",
  "open-quote",
  "no-record",
  "no-id",
  "no-stage",
  "no-rep",
  "no-date",
  "unknown-kind",
] as const;
export const emptiedKinds = ["bad-amount", "bad-date", "rounded-id", "unknown-deal"] as const;
export type TroubleKind = (typeof droppedKinds)[number] | (typeof emptiedKinds)[number];

/** A row that could not be read at all; for one that an open quote swallowed the text is the last line it took. */
export function toRowTrouble(file: string, { line, lastLine, kind }: RejectedRow): Trouble {
  return { file, line, kind, text: kind === "open-quote" ? String(lastLine) : "", column: "" };
}

/** By line: what is wrong with a row's cells is found out later than what is wrong with the row. */
export function inOrder(troubles: readonly Trouble[]): Trouble[] {
  return troubles.toSorted((a, b) => a.line - b.line);
}

export function isRowDropped({ kind }: Trouble): boolean {
  return droppedKinds.some((dropped) => dropped === kind);
}

/** How one file was understood, for people to check. */
export interface FileReading {
  readonly file: string;
  readonly format: CsvFormat;
  readonly mapped: readonly MappedColumn[];
  readonly unused: readonly string[];
  readonly missing: readonly string[];
  readonly rows: number;
  readonly duplicates: number;
  readonly troubles: readonly Trouble[];
  /** What all its rows are taken for, when it is a file of activities without a column for their kind. */
  readonly assumedKind: ActivityKind | null;
  /** Columns that are filled in the first row of each group only, as in a report for reading. */
  readonly grouped: readonly string[];
  /** Date columns in which every date can be read day first or month first, and how they were read. */
  readonly uncertainDates: readonly { readonly column: string; readonly order: DateOrder }[];
}

/** Opens a file and finds its columns. Throws `input-invalid` as `openCsv` and `guessColumns` do. */
export async function openSheet<Field extends string>(
  path: string,
  request: Omit<GuessRequest<Field>, "columns" | "file" | "sample">,
): Promise<Sheet<Field>> {
  const file = basename(path);
  const options = { countHeadings: (cells: readonly string[]) => countHeadings(request, cells) };
  const { columns, format, rows } = await openCsv(path, { ...options, onRejected: ignore });
  const samples = await takeSamples(rows);
  const sample = (column: string) => samples.get(column) ?? [];
  const guess = guessColumns({ ...request, columns, file, sample });
  return {
    file,
    format,
    columns,
    guess,
    read: (onRejected = ignore) => readRows(path, guess, { ...options, onRejected }),
  };
}

/** Rows from the beginning that show what a column holds. */
const sampleRows = 100;

async function takeSamples(rows: AsyncIterable<CsvRow>): Promise<Map<string, string[]>> {
  const samples = new Map<string, string[]>();
  let taken = 0;
  for await (const { cells } of rows) {
    for (const [column, text] of Object.entries(cells))
      if (text !== "") samples.set(column, [...(samples.get(column) ?? []), text]);
    taken += 1;
    if (taken === sampleRows) break;
  }
  return samples;
}

function ignore(): void {
  // Somebody else has been told.
}

async function* readRows<Field extends string>(
  path: string,
  { columnsOf }: ColumnGuess<Field>,
  options: CsvOptions,
): AsyncGenerator<SheetRow<Field>> {
  const { rows } = await openCsv(path, options);
  for await (const { line, cells } of rows) {
    const cell = (field: Field) => {
      const [first, ...others] = columnsOf(field);
      const text = first === undefined ? "" : (cells[first] ?? "");
      return others.length === 0 ? text : joinTexts([text, ...others.map((column) => cells[column] ?? "")]);
    };
    yield { line, cell, raw: cells };
  }
}

/** A preview column often repeats the body's beginning. */
function joinTexts(texts: readonly string[]): string {
  const kept: string[] = [];
  for (const text of texts) {
    const isRepeated = kept.some((other) => other.startsWith(text) || text === "");
    if (!isRepeated) kept.push(text);
  }
  return kept.join("\n");
}
