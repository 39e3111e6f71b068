import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { pipeline, Readable } from "node:stream";
import { type CsvError, type Info, parse } from "csv-parse";
import { AppError } from "../domain/errors.ts";
import { detectEncoding, type Encoding } from "./detect-encoding.ts";
import { findForeignFormat } from "./foreign-format.ts";
import { type Delimiter, guessDelimiter } from "./guess-delimiter.ts";
import { type SwallowWatch, watchForSwallowed } from "./swallowed-records.ts";

/** One record under its header's names, each cell without the white space around it. Cells that a short record lacks are empty. */
export interface CsvRow {
  /** Line of the file in which the record begins; the header is in line 1, or after blank lines or a title. */
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** A record that is none or cannot be told apart into cells, with the cause in English for people. */
export interface RejectedRow {
  readonly line: number;
  readonly kind: "too-many-cells" | "header-again" | "open-quote";
  /** Line in which it ends. */
  readonly lastLine: number;
  readonly cause: string;
}

export interface CsvFormat {
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
}

export interface CsvFile {
  readonly format: CsvFormat;
  /** The header, in order: trimmed, a name that comes again numbered ("Owner (2)"), an empty one called by its place ("column 3"). */
  readonly columns: readonly string[];
  /** May be read once. */
  readonly rows: AsyncIterable<CsvRow>;
}

export interface CsvOptions {
  /** Columns without which the file is of no use. */
  readonly required?: readonly string[];
  /** Takes the records with too many cells, and the header where it comes again; without it the first of them throws. */
  readonly onRejected?: (row: RejectedRow) => void;
  /** How many known headings a record holds: finds the header below a report's title. Without it the first record is it. */
  readonly countHeadings?: (cells: readonly string[]) => number;
}

/** A record larger than this is an unclosed quote; bytes. Salesforce's longest field holds 131,072 characters. */
const maxRecordSize = 8 * 1024 * 1024;

/** Records of the beginning of which one is the header; the titles and filters above a report's table take fewer. */
const maxTitleRecords = 30;

/** Bytes of the file's beginning by which its delimiter is found. */
const sampleSize = 256 * 1024;

/**
 * The records of a CSV file. Finds encoding (UTF-8, UTF-16, windows-1250/1251/1252) and delimiter (, ; tab |) by itself;
 * takes CRLF, LF and CR, quotes with `""` inside, blank lines, and Excel's `sep=` line. Control characters are left out.
 * Constant memory. Throws `input-invalid`, naming file, line and cause: no such file, another format, empty, missing columns,
 * unclosed quote, too many cells.
 */
export async function* readCsv(path: string, options: CsvOptions = {}): AsyncGenerator<CsvRow> {
  yield* (await openCsv(path, options)).rows;
}

/** The same with the header and what was found out about the format. */
export async function openCsv(path: string, options: CsvOptions = {}): Promise<CsvFile> {
  const name = basename(path);
  const foreign = await explainUnreadable(path, () => findForeignFormat(path));
  if (foreign !== null) throw invalid(`${path} is ${foreign}`);
  const encoding = await explainUnreadable(path, () => detectEncoding(path));
  if (encoding === null) throw invalid(`${path} holds no text; export the records as CSV`);
  const { sample, delimiter, skippedLines } = await readBeginning(path, encoding);
  if (sample.trim() === "") throw invalid(`${name} is empty`);
  const { header, records } = await findHeader(
    readRecords(path, { encoding, delimiter, skippedLines }),
    options.countHeadings,
  );
  if (header === null) throw invalid(`${name} is empty`);
  const columns = nameColumns(header.cells);
  const missing = (options.required ?? []).filter((column) => !columns.includes(column));
  if (missing.length > 0)
    throw invalid(`${name} has no column ${quoteNames(missing)}. Its columns are ${quoteNames(columns)}`);
  const onRejected = options.onRejected ?? throwRejected(name);
  const rows = toRows(records, { header, columns, delimiter }, onRejected);
  return { format: { encoding, delimiter }, columns, rows };
}

interface RawRecord {
  readonly line: number;
  readonly lastLine: number;
  readonly cells: readonly string[];
}

interface Layout extends CsvFormat {
  /** Lines before the header that are no data (`sep=;`). */
  readonly skippedLines: number;
}

/** The header and what follows it. Titles above it are left out: where no record holds two known headings, those of one cell. */
async function findHeader(all: AsyncGenerator<RawRecord>, countHeadings: CsvOptions["countHeadings"]) {
  const begun: RawRecord[] = [];
  const wanted = countHeadings === undefined ? 1 : maxTitleRecords;
  while (begun.length < wanted) {
    const next = await all.next();
    if (next.done === true) break;
    begun.push(next.value);
  }
  const counts = begun.map(({ cells }) => countHeadings?.(cells) ?? 0);
  const most = Math.max(0, ...counts);
  const isWide = ({ cells }: RawRecord) => cells.filter((cell) => cell !== "").length > 1;
  const at = most > 1 ? counts.indexOf(most) : Math.max(0, begun.findIndex(isWide));
  return { header: begun[at] ?? null, records: chain(begun.slice(at + 1), all) };
}

async function* chain<T>(first: readonly T[], rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield* first;
  yield* rest;
}

interface Heading {
  readonly header: RawRecord;
  readonly columns: readonly string[];
  readonly delimiter: Delimiter;
}

async function* toRows(
  records: AsyncIterable<RawRecord>,
  heading: Heading,
  onRejected: (row: RejectedRow) => void,
): AsyncGenerator<CsvRow> {
  const { columns, delimiter } = heading;
  const watch = watchForSwallowed({ delimiter, columns: columns.length });
  for await (const record of records) {
    const { line, lastLine, cells } = record;
    const fault = findFault(record, heading, watch);
    if (fault !== null) {
      onRejected({ line, lastLine, ...fault });
      continue;
    }
    watch.see(cells[0] ?? "");
    yield { line, cells: Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ""])) };
  }
}

function findFault(
  { lastLine, cells }: RawRecord,
  { header, columns }: Heading,
  watch: SwallowWatch,
): Pick<RejectedRow, "kind" | "cause"> | null {
  if (watch.isSwallower(cells))
    return { kind: "open-quote", cause: `a quote that opens here closes only in line ${lastLine}; close it` };
  if (cells.slice(columns.length).some((cell) => cell !== "")) {
    const cause = `${cells.length} cells, but the header has ${columns.length}; a text that holds the delimiter needs quotes`;
    return { kind: "too-many-cells", cause };
  }
  // Files put together from several have it again in the middle.
  const isHeader = header.cells.every((cell, at) => cell === (cells[at] ?? ""));
  return isHeader ? { kind: "header-again", cause: "the header again" } : null;
}

async function* readRecords(path: string, layout: Layout): AsyncGenerator<RawRecord> {
  const parser = parse({
    delimiter: layout.delimiter,
    record_delimiter: "\n",
    from_line: layout.skippedLines + 1,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: maxRecordSize,
  });
  let lastLine = layout.skippedLines;
  // The parser carries every failure on; the loop below throws it.
  pipeline(Readable.from(readText(path, layout.encoding)), parser, () => undefined);
  try {
    for await (const item of parser) {
      const { record, info }: { record: string[]; info: Info } = item;
      lastLine = info.lines;
      const cells = record.map((cell) => cell.trim());
      const line = info.lines - countLineEnds(record);
      if (cells.some((cell) => cell !== "")) yield { line, lastLine, cells };
    }
  } catch (error) {
    if (!isCsvError(error)) throw error;
    const where = `${basename(path)}, line ${lastLine + 1}`;
    throw invalid(
      `${where}: the record that begins here has a quote that is never closed; close it, or write it twice inside a quoted text`,
      error,
    );
  }
}

/** They turn the text around them, so that an amount beside a name reads as another one. */
const turns = /[\u202a-\u202e\u2066-\u2069]/g;

/** All but tab, line feed and carriage return; they mean nothing in a cell, and a terminal would obey them. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const controls = /[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g;

/** The text with every line end as `\n`, without the mark at its beginning and without control characters. */
async function* readText(path: string, encoding: Encoding, end = Infinity): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  let hasOpenReturn = false;
  for await (const chunk of createReadStream(path, { end })) {
    const text: string = (hasOpenReturn ? "\r" : "") + decoder.decode(chunk, { stream: true });
    // A carriage return at the end may be the first half of a line end.
    hasOpenReturn = text.endsWith("\r");
    const whole = hasOpenReturn ? text.slice(0, -1) : text;
    if (whole !== "")
      yield whole
        .replaceAll(/\r\n?/g, "\n")
        .replaceAll("\0", "")
        .replaceAll(turns, "")
        .replaceAll(controls, " ");
  }
  const rest = (hasOpenReturn ? "\n" : "") + decoder.decode();
  if (rest !== "") yield rest;
}

async function readBeginning(path: string, encoding: Encoding) {
  let sample = "";
  for await (const text of readText(path, encoding, sampleSize)) sample += text;
  const declared = /^sep=([,;\t|])\n/i.exec(sample);
  const skippedLines = declared === null ? 0 : 1;
  const delimiter = delimiterOf(declared?.[1]) ?? guessDelimiter(sample);
  return { sample, delimiter, skippedLines };
}

function delimiterOf(text: string | undefined): Delimiter | null {
  return text === "," || text === ";" || text === "\t" || text === "|" ? text : null;
}

function nameColumns(header: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return header.map((cell, at) => {
    const name = cell === "" ? `column ${at + 1}` : cell;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}

async function explainUnreadable<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw invalid(`${path} cannot be read: ${sayWhy(error)}`, error);
  }
}

function sayWhy(error: unknown): string {
  const code = Error.isError(error) && "code" in error ? error.code : null;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EACCES" || code === "EPERM") return "you may not read it";
  return Error.isError(error) ? error.message : String(error);
}

function throwRejected(name: string) {
  return ({ line, cause }: RejectedRow): never => {
    throw invalid(`${name}, line ${line}: ${cause}`);
  };
}

function isCsvError(error: unknown): error is CsvError {
  return Error.isError(error) && "code" in error && String(error.code).startsWith("CSV_");
}

function countLineEnds(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + cell.split("\n").length - 1, 0);
}

/** More columns are only counted, and longer names cut: all properties of a CRM are hundreds. */
const maxNames = 60;
const maxNameLength = 60;

/** Names in quotes for a message. */
export function quoteNames(names: readonly string[]): string {
  const quoted = names
    .slice(0, maxNames)
    .map((name) => `“${name.length > maxNameLength ? `${name.slice(0, maxNameLength)}…` : name}”`);
  const more = names.length > maxNames ? ` and ${names.length - maxNames} more` : "";
  return `${quoted.join(", ")}${more}`;
}

function invalid(problem: string, cause?: unknown): AppError {
  return new AppError("input-invalid", { details: { problem }, cause });
}
