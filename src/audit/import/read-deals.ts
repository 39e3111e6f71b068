import type { RejectedRow } from "../../csv/read-csv.ts";
import { activityFields, neededActivityFields } from "./activity-fields.ts";
import { type DealField, dealFields, neededDealFields } from "./deal-fields.ts";
import { collectDateColumns } from "./decide-dates.ts";
import { collectGrouping } from "./find-grouped.ts";
import { collectStageEvidence, readYesNo, type StageMeaning, toStageKey } from "./guess-stages.ts";
import {
  type FileReading,
  inOrder,
  openSheet,
  type Sheet,
  type Trouble,
  toRowTrouble,
} from "./open-sheet.ts";
import { collectDecimalEvidence, parseAmount } from "./parse-amount.ts";
import { type DateOrder, parseDate } from "./parse-date.ts";
import type { Mapping } from "./read-mapping.ts";
import { findStageColumns } from "./stage-columns.ts";
import { type DealRecord, type DealSheet, dealDateFields, toDeal } from "./to-deal.ts";

export interface DealFile {
  readonly deals: readonly DealRecord[];
  readonly stages: readonly StageMeaning[];
  /** True when the file tells when deals entered their stages. */
  readonly hasStageDates: boolean;
  readonly reading: FileReading;
}

/** How many rows of a file are read; `total` is null while that is not known. */
export type OnRow = (file: string, rows: number, total: number | null) => void;

export interface ImportOptions {
  readonly mapping: Mapping;
  readonly timeZone: string;
  /** How 03/04/2026 is read when nothing else tells. */
  readonly dateOrder: DateOrder;
  readonly onRow?: OnRow;
}

/**
 * The deals of a CSV export. Reads the file twice: first to learn how its dates, amounts and stages are meant, then the
 * records. Throws `input-invalid` when the file cannot be read or lacks a needed column; single rows and cells that cannot
 * be used are listed in the reading. Of several rows of one deal the last counts.
 */
export async function readDeals(path: string, options: ImportOptions): Promise<DealFile> {
  const { mapping } = options;
  const sheet = await openSheet<DealField>(path, {
    kind: "deal",
    fields: dealFields,
    needed: neededDealFields,
    looks: { created: isDate, closed: isDate, isClosed: isYesNo, isWon: isYesNo },
    given: mapping,
    other: {
      fields: activityFields,
      needed: neededActivityFields,
      advice: "It looks like a file of activities: give it with --activities",
    },
  });
  const troubles: Trouble[] = [];
  const learned = await learnSheet(sheet, options, troubles);
  const deals = new Map<string, DealRecord>();
  let rows = 0;
  let duplicates = 0;
  for await (const row of sheet.read()) {
    rows += 1;
    if (rows % 1_000 === 0) options.onRow?.(sheet.file, rows, null);
    const deal = toDeal(row, learned, (trouble) =>
      troubles.push({ file: sheet.file, line: row.line, ...trouble }),
    );
    if (deal === null) continue;
    if (deals.has(deal.id)) duplicates += 1;
    deals.set(deal.id, deal);
  }
  options.onRow?.(sheet.file, rows, rows);
  const { format, file, guess } = sheet;
  const { mapped, unused, missing } = guess;
  const uncertainDates = learned.dates.uncertain;
  return {
    deals: [...deals.values()],
    stages: [...learned.stages.values()],
    hasStageDates: learned.stageColumns.length > 0,
    reading: {
      file,
      format,
      mapped,
      unused,
      missing,
      rows,
      duplicates,
      troubles: inOrder(troubles),
      assumedKind: null,
      grouped: learned.grouped,
      uncertainDates,
    },
  };
}

function isDate(text: string): boolean {
  return (["day-first", "month-first"] as const).some(
    (order) => parseDate(text, { order, timeZone: "UTC" }) !== null,
  );
}

function isYesNo(text: string): boolean {
  return readYesNo(text) !== null;
}

async function learnSheet(
  sheet: Sheet<DealField>,
  options: ImportOptions,
  troubles: Trouble[],
): Promise<DealSheet> {
  const dates = collectDateColumns();
  const decimals = collectDecimalEvidence();
  const stages = collectStageEvidence();
  const grouping = collectGrouping();
  const stageColumns = findStageColumns(sheet.guess.unused);
  const { columnsOf } = sheet.guess;
  const dateColumns = [...dealDateFields.flatMap(columnsOf), ...stageColumns.map(({ column }) => column)];
  const reject = (row: RejectedRow) => troubles.push(toRowTrouble(sheet.file, row));
  for await (const { cell, raw } of sheet.read(reject)) {
    for (const column of dateColumns) dates.add(column, raw[column] ?? "");
    for (const column of [...columnsOf("owner"), ...columnsOf("stage")])
      grouping.add(column, raw[column] ?? "");
    decimals.add(cell("amount"));
    if (cell("stage") !== "")
      stages.add({
        stage: cell("stage"),
        isClosed: readYesNo(cell("isClosed")),
        isWon: readYesNo(cell("isWon")),
        probability: toPercent(cell("probability")),
      });
  }
  const known = stages.decide(options.mapping);
  return {
    dates: dates.decide(options.mapping, options.dateOrder),
    grouped: grouping.find(),
    decimal: decimals.decide(),
    stages: known,
    stageColumns: stageColumns.flatMap((one) => {
      const stage = known.get(toStageKey(one.stage))?.name ?? one.stage;
      return one.isQuoted || known.has(toStageKey(stage)) ? [{ ...one, stage }] : [];
    }),
    columnsOf,
    timeZone: options.timeZone,
  };
}

/** `90`, `90 %` or a share such as `0.9`. */
function toPercent(text: string): number | null {
  const number = parseAmount(text.replace("%", ""), text.includes(",") ? "," : ".");
  const isShare = number !== null && number > 0 && number <= 1 && /[.,]/.test(text);
  return isShare ? number * 100 : number;
}
