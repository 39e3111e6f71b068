import { quoteNames } from "../../csv/read-csv.ts";
import { AppError } from "../../domain/errors.ts";

/** Which column holds a field, and who says so. */
export interface MappedColumn {
  readonly field: string;
  /** The columns in order; all but a text have one. */
  readonly columns: readonly string[];
  readonly by: "guessed" | "given";
}

export interface ColumnGuess<Field extends string> {
  readonly mapped: readonly MappedColumn[];
  /** Columns of a field; empty when there is none. */
  readonly columnsOf: (field: Field) => readonly string[];
  readonly unused: readonly string[];
  /** Fields without a column, as `--map` calls them. */
  readonly missing: readonly string[];
}

export interface GuessRequest<Field extends string> {
  /** Name of the file, for the message. */
  readonly file: string;
  /** `deal` or `activity`: how fields are called in `--map`. */
  readonly kind: "deal" | "activity";
  readonly columns: readonly string[];
  /** Headings by field, parted by `|`, better ones first. */
  readonly fields: Readonly<Record<Field, string>>;
  /** Groups of fields of which one each must be found. */
  readonly needed: readonly (readonly Field[])[];
  /** What a field's cells look like, for headings that two fields share: “Closed” may be a date or a yes. */
  readonly looks: Partial<Readonly<Record<Field, (text: string) => boolean>>>;
  /** Filled cells from the file's beginning. */
  readonly sample: (column: string) => readonly string[];
  /** Fields that take several columns. */
  readonly many?: readonly Field[];
  /** What the user said: `deal.amount` to a column's name; an empty name leaves the field out. */
  readonly given: ReadonlyMap<string, string>;
  /** What the file may be instead, when it lacks needed columns: fields of the other kind, and what to do then. */
  readonly other: {
    readonly fields: Readonly<Record<string, string>>;
    readonly needed: readonly (readonly string[])[];
    readonly advice: string;
  };
}

/**
 * Finds the columns by their headings. What the user says goes first; no column is used twice. Throws `input-invalid` with
 * the file's columns and what to write when a needed one is not found, or when a named column or field does not exist.
 */
export function guessColumns<Field extends string>(request: GuessRequest<Field>): ColumnGuess<Field> {
  const { columns, fields, kind, many = [] } = request;
  const names = Object.keys(fields).filter((name): name is Field => name in fields);
  const mapped = new Map<Field, MappedColumn>();
  for (const field of names) {
    const given = request.given.get(`${kind}.${field}`);
    if (given === undefined) continue;
    const column = given === "" ? [] : [findGiven(given, request)];
    mapped.set(field, { field, columns: column, by: "given" });
  }
  const used = new Set([...mapped.values()].flatMap((one) => one.columns));
  for (const field of names) {
    if (mapped.has(field)) continue;
    const free = columns.filter((column) => !used.has(column) && !isOfAnother(column, field, request));
    const found = findByHeading(fields[field], free);
    const taken = many.includes(field) ? found : found.slice(0, 1);
    for (const column of taken) used.add(column);
    if (taken.length > 0) mapped.set(field, { field, columns: taken, by: "guessed" });
  }
  const columnsOf = (field: Field) => mapped.get(field)?.columns ?? [];
  refuseMissing(request, columnsOf);
  refuseSwapped(request);
  return {
    mapped: [...mapped.values()].filter((one) => one.columns.length > 0),
    columnsOf,
    unused: columns.filter((column) => !used.has(column)),
    missing: names.filter((field) => columnsOf(field).length === 0).map((field) => `${kind}.${field}`),
  };
}

/** In how many of the cells a field's heading stands, or the name that the user gave for one: tells the header from a title. */
export function countHeadings<Field extends string>(
  { fields, kind, given }: Pick<GuessRequest<Field>, "fields" | "kind" | "given">,
  cells: readonly string[],
): number {
  const headings = Object.values<string>(fields).flatMap((text) => text.split("|"));
  const names = [...given].filter(([key]) => key.startsWith(`${kind}.`)).map(([, name]) => simplify(name));
  const known = new Set([...headings, ...names]);
  return cells.filter((cell) => cell !== "" && known.has(simplify(cell))).length;
}

/** A heading without case, signs and underscores: `Amount (PLN)` and `AMOUNT_PLN` are alike. */
export function simplify(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

function findByHeading(headings: string, columns: readonly string[]): string[] {
  const simple = columns.map((column) => ({ column, name: simplify(column) }));
  return headings
    .split("|")
    .flatMap((heading) => simple.filter(({ name }) => name === heading).map(({ column }) => column));
}

/** Does it look like another field with the same heading, and not like this one? */
function isOfAnother<Field extends string>(
  column: string,
  field: Field,
  { fields, looks, sample }: GuessRequest<Field>,
): boolean {
  const cells = sample(column);
  const looksLike = (name: Field) => looks[name] !== undefined && cells.some(looks[name]);
  if (looks[field] === undefined || cells.length === 0 || looksLike(field)) return false;
  const names = Object.keys(fields).filter((name): name is Field => name in fields && name !== field);
  return names.some((name) => looksLike(name) && findByHeading(fields[name], [column]).length > 0);
}

function findGiven<Field extends string>(
  given: string,
  { columns, file, kind }: GuessRequest<Field>,
): string {
  const found =
    columns.find((column) => column === given) ??
    columns.find((column) => simplify(column) === simplify(given));
  if (found !== undefined) return found;
  throw invalid(
    `--map names the column “${given}” for a ${kind}, but ${file} has only ${quoteNames(columns)}`,
  );
}

function refuseMissing<Field extends string>(
  { needed, kind, file, columns, other }: GuessRequest<Field>,
  columnsOf: (field: Field) => readonly string[],
): void {
  const missing = needed.filter((group) => group.every((field) => columnsOf(field).length === 0));
  if (missing.length === 0) return;
  const wanted = missing.map((group) => group.map((field) => `${kind}.${field}`).join(" or ")).join(", ");
  const [[example = "owner"] = []] = missing;
  const isOther = mayBeOther({ other, columns });
  throw invalid(
    `${file}: no column was recognised for ${wanted}. Its columns are ${quoteNames(columns)}. ` +
      `${isOther ? `${other.advice}. Otherwise say` : "Say"} which one it is: --map "${kind}.${example}=COLUMN"`,
  );
}

function mayBeOther({ other, columns }: Pick<GuessRequest<string>, "other" | "columns">): boolean {
  return other.needed.every((group) =>
    group.some((field) => findByHeading(other.fields[field] ?? "", columns).length > 0),
  );
}

/** So many more headings of the other kind are no coincidence. */
const tellingLead = 2;

// Tasks have an id, an owner and a status too: read as deals, they would give a report without any sense.
function refuseSwapped<Field extends string>(request: GuessRequest<Field>): void {
  const { kind, given, columns, file, other } = request;
  if ([...given.keys()].some((key) => key.startsWith(`${kind}.`)) || !mayBeOther(request)) return;
  const own = countHeadings(request, columns);
  const others = countHeadings({ fields: other.fields, kind, given: new Map() }, columns);
  if (others >= own + tellingLead)
    throw invalid(`${file}: ${other.advice}. If it is not, name its columns with --map ${kind}.FIELD=COLUMN`);
}

function invalid(problem: string): AppError {
  return new AppError("input-invalid", { details: { problem } });
}
