import { basename } from "node:path";
import type { z } from "zod";
import type { PersonDays } from "../analysis/norms/replay-norms.ts";
import { openCsv } from "../csv/read-csv.ts";
import { AppError } from "../domain/errors.ts";
import { addDays, type CivilDate } from "../domain/time.ts";
import { absenceRow, personDayRow } from "./person-day-rows.ts";

/** What a log of person-days held. */
export interface PersonDayLog {
  readonly days: PersonDays;
  /** Rows that could not be understood. */
  readonly rejected: number;
}

export interface AbsenceLog {
  readonly isAbsent: (repId: string, date: CivilDate) => boolean;
  readonly rejected: number;
}

type Say = (line: string) => void;

/**
 * Reads `rep,date,metric,count`. Rows of the same rep, date and metric are added up, so that neither their order nor how they
 * were split matters. A row that cannot be understood is told with its line and cause and left out. Throws `input-invalid`
 * when the file cannot be read at all or lacks a column.
 */
export async function readPersonDays(path: string, say: Say): Promise<PersonDayLog> {
  const days = new Map<CivilDate, Map<string, Map<string, number>>>();
  const required = [["rep"], ["date"], ["metric"], ["count"]];
  const rejected = await readRows(
    path,
    { row: personDayRow, required, say },
    ({ rep, date, metric, count }) => {
      const ofRep = ensure(ensure(days, date), rep);
      ofRep.set(metric, (ofRep.get(metric) ?? 0) + count);
    },
  );
  return { days, rejected };
}

export interface AbsencePeriods {
  readonly absences: readonly { readonly repId: string; readonly from: CivilDate; readonly to: CivilDate }[];
  readonly rejected: number;
}

/** Reads absences as `rep,from,to`, both days included, or `rep,date`. Refuses rows and files as the other does. */
export async function readAbsencePeriods(path: string, say: Say): Promise<AbsencePeriods> {
  const absences: { repId: string; from: CivilDate; to: CivilDate }[] = [];
  const required = [["rep"], ["from", "start", "date"], ["to", "end", "date"]];
  const rejected = await readRows(path, { row: absenceRow, required, say }, ({ rep, from, to }) => {
    absences.push({ repId: rep, from, to });
  });
  return { absences, rejected };
}

/** The same, to be asked day by day. */
export async function readAbsences(path: string, say: Say): Promise<AbsenceLog> {
  const { absences, rejected } = await readAbsencePeriods(path, say);
  const absent = new Map<string, Map<CivilDate, true>>();
  for (const { repId, from, to } of absences)
    for (let date = from; date <= to; date = addDays(date, 1)) ensure(absent, repId).set(date, true);
  return { isAbsent: (repId, date) => absent.get(repId)?.has(date) ?? false, rejected };
}

function ensure<Key, Inner, Value>(map: Map<Key, Map<Inner, Value>>, key: Key): Map<Inner, Value> {
  const known = map.get(key) ?? new Map<Inner, Value>();
  map.set(key, known);
  return known;
}

interface RowsWanted<Row> {
  readonly row: z.ZodType<Row>;
  /** Of each group one column must be there. */
  readonly required: readonly (readonly string[])[];
  readonly say: Say;
}

/** Gives each row that can be understood to `take`; returns how many could not. Column names may be in any case. */
async function readRows<Row>(
  path: string,
  { row, required, say }: RowsWanted<Row>,
  take: (value: Row) => void,
): Promise<number> {
  const file = basename(path);
  let rejected = 0;
  const reject = ({ line, cause }: { line: number; cause: string }) => {
    rejected += 1;
    if (rejected <= maxSaid) say(`${file}, line ${line}: ${cause}`);
  };
  const csv = await openCsv(path, { onRejected: reject });
  const columns = csv.columns.map((column) => [column, column.toLowerCase()] as const);
  refuseWithout(required, { file, columns: columns.map(([, known]) => known) });
  for await (const { line, cells } of csv.rows) {
    const named = Object.fromEntries(columns.map(([column, known]) => [known, cells[column] ?? ""]));
    const read = row.safeParse(named);
    if (read.success) take(read.data);
    else reject({ line, cause: read.error.issues.map(({ message }) => message).join("; ") });
  }
  if (rejected > 0) say(`${file}: ${rejected} rows could not be read; all others are used.`);
  return rejected;
}

/** Rows told one by one; a file of another kind must not flood the terminal. */
const maxSaid = 1_000;

function refuseWithout(
  required: readonly (readonly string[])[],
  { file, columns }: { file: string; columns: readonly string[] },
): void {
  const missing = required.find((names) => !names.some((name) => columns.includes(name)));
  if (missing === undefined) return;
  const problem = `${file} has no column ${missing.join(" or ")}. Its columns are ${columns.join(", ")}`;
  throw new AppError("input-invalid", { details: { problem } });
}
