import type { DealOutcome } from "../../domain/deal.ts";
import type { CivilDate, Moment } from "../../domain/time.ts";
import type { DealField } from "./deal-fields.ts";
import type { DecidedDates } from "./decide-dates.ts";
import { isRounded } from "./find-deals.ts";
import { type StageMeaning, toStageKey } from "./guess-stages.ts";
import type { SheetRow, Trouble } from "./open-sheet.ts";
import { currencyIn, type DecimalSign, parseAmount } from "./parse-amount.ts";
import { type ParsedDate, parseDate } from "./parse-date.ts";
import type { StageColumn } from "./stage-columns.ts";

/** One deal as the file has it. Null is “not in the file”, never zero. */
export interface DealRecord {
  readonly id: string;
  readonly name: string;
  /** As written; empty when nobody owns it. */
  readonly owner: string;
  readonly stage: string;
  readonly outcome: DealOutcome;
  readonly pipeline: string;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly createdAt: Moment | null;
  readonly closeDate: CivilDate | null;
  readonly nextStep: { readonly text: string; readonly updatedAt: Moment | null } | null;
  /** When it entered which stage, ascending; empty when the file has no such columns. */
  readonly entered: readonly { readonly stage: string; readonly at: Moment }[];
  /** When it entered the stage it is in, where the file says so. */
  readonly enteredStageAt: Moment | null;
  readonly contactCount: number;
}

export const dealDateFields = ["created", "closed", "nextStepAt", "enteredStage"] as const;
type DealDateField = (typeof dealDateFields)[number];

/** How the cells of a file of deals are meant, learned from all its rows. */
export interface DealSheet {
  readonly dates: DecidedDates;
  readonly grouped: readonly string[];
  readonly decimal: DecimalSign;
  /** By `toStageKey`. */
  readonly stages: ReadonlyMap<string, StageMeaning>;
  readonly stageColumns: readonly StageColumn[];
  readonly columnsOf: (field: DealField) => readonly string[];
  readonly timeZone: string;
}

type Tell = (trouble: Pick<Trouble, "kind" | "text" | "column">) => void;

/** The deal in a row, null when the row is none. What cannot be used is told and left empty. */
export function toDeal(row: SheetRow<DealField>, sheet: DealSheet, tell: Tell): DealRecord | null {
  const { cell } = row;
  const stage = sheet.stages.get(toStageKey(cell("stage")));
  const id = readId(row, { sheet, tell }) || idOfNameless(row);
  if (id === "" || stage === undefined || isNoRecord(row, sheet)) {
    const kind = isNoRecord(row, sheet) ? "no-record" : id === "" ? "no-id" : "no-stage";
    tell({ kind, text: "", column: "" });
    return null;
  }
  return {
    id,
    name: cell("name") || id,
    owner: cell("owner"),
    stage: stage.name,
    outcome: stage.outcome,
    pipeline: cell("pipeline"),
    amount: readAmount(cell("amount"), { sheet, tell }),
    currency: cell("currency") || currencyIn(cell("amount")),
    contactCount: Number.parseInt(cell("contacts"), 10) || 0,
    ...readDates(row, { sheet, tell }),
  };
}

/** Without an id a deal is itself by name, owner and creation: two deals may have one name. */
function idOfNameless({ cell }: SheetRow<DealField>): string {
  const name = cell("name");
  return name === "" ? "" : [name, cell("owner"), cell("created")].filter((text) => text !== "").join(" · ");
}

function readDates(row: SheetRow<DealField>, reading: Reading) {
  const dateOf = (field: DealDateField) => {
    const [column = ""] = reading.sheet.columnsOf(field);
    return readDate(row.raw[column] ?? "", column, reading);
  };
  const updatedAt = dateOf("nextStepAt")?.at ?? null;
  const text = row.cell("nextStep");
  return {
    createdAt: dateOf("created")?.at ?? null,
    closeDate: dateOf("closed")?.date ?? null,
    nextStep: text === "" ? null : { text, updatedAt },
    entered: readEntries(row, reading),
    enteredStageAt: dateOf("enteredStage")?.at ?? null,
  };
}

const totals =
  /^(?:(?:grand |sub)?totals?|count|razem|łącznie|suma(?: częściowa| końcowa)?|liczba|итого|всего|(?:общий|промежуточный) итог|количество)(?:\s*\([^)]*\))?:?$/i;

// A report ends with lines such as “Copyright …”, one filled cell each, and has totals in between, which nobody owns.
function isNoRecord({ raw, cell }: SheetRow<DealField>, { columnsOf }: DealSheet): boolean {
  const filled = Object.values(raw).filter((text) => text !== "");
  if (filled.length <= 1) return true;
  const [first = ""] = filled;
  if (cell("owner") !== "" && cell("owner") !== first) return false;
  const isUnowned = cell("owner") === "" && cell("id") === "" && cell("created") === "";
  return totals.test(first) || (isUnowned && columnsOf("id").length > 0);
}

/** Empty for an id that a spreadsheet has rounded: several deals would have it. */
function readId({ cell }: SheetRow<DealField>, { sheet, tell }: Reading): string {
  const id = cell("id");
  if (!isRounded(id)) return id;
  tell({ kind: "rounded-id", text: id, column: sheet.columnsOf("id")[0] ?? "" });
  return "";
}

interface Reading {
  readonly sheet: DealSheet;
  readonly tell: Tell;
}

function readAmount(text: string, { sheet, tell }: Reading): number | null {
  if (text === "") return null;
  const amount = parseAmount(text, sheet.decimal);
  if (amount === null) tell({ kind: "bad-amount", text, column: sheet.columnsOf("amount")[0] ?? "" });
  return amount;
}

function readDate(text: string, column: string, { sheet, tell }: Reading): ParsedDate | null {
  if (text === "") return null;
  const found = parseDate(text, { order: sheet.dates.orderOf(column), timeZone: sheet.timeZone });
  if (found === null) tell({ kind: "bad-date", text, column });
  return found;
}

function readEntries({ raw }: SheetRow<DealField>, reading: Reading): DealRecord["entered"] {
  return reading.sheet.stageColumns
    .flatMap(({ column, stage }) => {
      const found = readDate(raw[column] ?? "", column, reading);
      return found === null ? [] : [{ stage, at: found.at }];
    })
    .toSorted((a, b) => a.at - b.at);
}
