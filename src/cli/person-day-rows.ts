import { z } from "zod";
import { type CivilDate, daysBetween, isCivilDate } from "../domain/time.ts";

const name = (column: string) => z.string(`${column} is missing`).min(1, `${column} is empty`);

const civilDate = (column: string) =>
  z.string(`${column} is missing`).transform((text, context): CivilDate => {
    const date = toDate(text);
    if (date !== null) return date;
    const problem = text === "" ? "is empty" : `"${text}" is no date such as 2026-10-14`;
    context.addIssue(`${column} ${problem}`);
    return z.NEVER;
  });

// A date written by a spreadsheet or a database may carry its midnight.
function toDate(text: string): CivilDate | null {
  const date = text.replace(/[T ]00:00(:00(\.0+)?)?Z?$/, "");
  return isCivilDate(date) && date >= earliest && date <= latest ? date : null;
}

/** Outside lie typing errors, and every date between the first and the last is gone through. */
const earliest = "1980-01-01";
const latest = "2099-12-31";

const count = z.string("count is missing").transform((text, context) => {
  const value = Number(text);
  if (text !== "" && Number.isSafeInteger(value) && value >= 0) return value;
  const problem = text === "" ? "is empty" : `"${text}" is no whole number from 0 up`;
  context.addIssue(`count ${problem}`);
  return z.NEVER;
});

/** One row of `rep,date,metric,count`, by the names of its columns in small letters. */
export const personDayRow = z.object({
  rep: name("rep"),
  date: civilDate("date"),
  metric: name("metric"),
  count,
});

const range = z
  .object({ rep: name("rep"), from: civilDate("from"), to: civilDate("to") })
  .refine(({ from, to }) => from <= to, "the absence ends before it begins")
  .refine(({ from, to }) => daysBetween(from, to) <= longestAbsence, "the absence is longer than ten years");

const longestAbsence = 3_660;

const single = z
  .object({ rep: name("rep"), date: civilDate("date") })
  .transform(({ rep, date }) => ({ rep, from: date, to: date }));

/** One row of `rep,from,to` (both days included; also `start` and `end`) or of `rep,date`. */
export const absenceRow = z.record(z.string(), z.string()).transform((cells, context) => {
  const { date, start, end } = cells;
  const from = cells["from"] ?? start;
  const read =
    from === undefined && date !== undefined
      ? single.safeParse(cells)
      : range.safeParse({ rep: cells["rep"], from, to: cells["to"] ?? end });
  if (read.success) return read.data;
  for (const { message } of read.error.issues) context.addIssue(message);
  return z.NEVER;
});
