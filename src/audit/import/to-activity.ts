import { isTimeOffTitle } from "../../crm/time-off.ts";
import { type Activity, type ActivityKind, toActivityId } from "../../domain/activity.ts";
import { addDays, type Moment, msPerDay, startOfDay, toCivilDate } from "../../domain/time.ts";
import type { ActivityField } from "./activity-fields.ts";
import { isAutomated, readConnected, readDirection, readResult } from "./activity-words.ts";
import type { DecidedDates } from "./decide-dates.ts";
import type { FindDeals } from "./find-deals.ts";
import type { SheetRow, Trouble } from "./open-sheet.ts";
import { parseDate } from "./parse-date.ts";
import { readDays } from "./read-days.ts";

/** One activity as the file has it. */
export interface ActivityRecord extends Pick<Activity, "id" | "kind" | "at" | "direction" | "isConnected"> {
  /** As written. */
  readonly rep: string;
  /** Null when the file does not say: then the past is done and the future booked. */
  readonly result: Activity["result"] | null;
  readonly isAutomated: boolean;
  readonly createdAt: Moment | null;
  /** Of time off, where the file says it. */
  readonly endAt: Moment | null;
  readonly dealIds: readonly string[];
  readonly subject: string;
  readonly text: string;
}

export const activityDateFields = ["at", "created", "end"] as const;

/** How the cells of a file of activities are meant. */
export interface ActivitySheet {
  readonly dates: DecidedDates;
  readonly grouped: readonly string[];
  readonly kindOf: (word: string) => ActivityKind | null;
  /** When the file has no column for the kind. */
  readonly kindOfFile: ActivityKind | null;
  readonly findDeals: FindDeals;
  readonly columnsOf: (field: ActivityField) => readonly string[];
  readonly timeZone: string;
}

type Tell = (trouble: Pick<Trouble, "kind" | "text" | "column">) => void;

/** The activity in a row, null when the row is none or lacks what it needs; the cause is told. */
export function toActivity(
  row: SheetRow<ActivityField>,
  sheet: ActivitySheet,
  tell: Tell,
): ActivityRecord | null {
  const { cell } = row;
  const rep = cell("rep");
  const createdAt = readMoment(row, "created", { sheet, tell });
  const at = readMoment(row, "at", { sheet, tell }) ?? createdAt;
  const kind = sheet.kindOfFile ?? readKindOf(row, sheet);
  if (rep === "" || at === null || kind === null) {
    tell({ ...causeOf(row, { at, kind }), column: "" });
    return null;
  }
  const dealIds = findDealIds(row, { sheet, tell });
  const id = cell("id") || [rep, at, cell("subject"), ...dealIds].join("|");
  const isMeetingAlone = kind === "meeting" && dealIds.length === 0;
  return {
    id: toActivityId(kind, id),
    ...toKind(row, kind, isMeetingAlone ? { at, sheet, tell } : null),
    at,
    rep,
    createdAt,
    dealIds,
    ...toDetails(row, kind),
  };
}

/** A meeting without deal that is named so is time off. */
function toKind(
  row: SheetRow<ActivityField>,
  kind: ActivityKind,
  alone: (Reading & { readonly at: Moment }) | null,
): Pick<ActivityRecord, "kind" | "endAt"> {
  if (alone === null || !isTimeOffTitle(row.cell("subject"))) return { kind, endAt: null };
  return { kind: "absence", endAt: readEnd(row, alone.at, alone) };
}

// Salesforce leaves the type of most tasks empty; what it was then stands in the subject (“Call”, “Email: …”), else it is a task.
function readKindOf({ cell }: SheetRow<ActivityField>, { kindOf }: ActivitySheet): ActivityKind | null {
  return cell("kind") === ""
    ? (kindOf(cell("subject").split(/[\s:–-]/, 1)[0] ?? "") ?? "task")
    : kindOf(cell("kind"));
}

function toDetails({ cell }: SheetRow<ActivityField>, kind: ActivityKind) {
  const direction = readDirection(`${cell("direction")} ${cell("kind")}`);
  const isDesk = kind === "note" || kind === "task";
  return {
    direction: direction ?? (isDesk ? ("none" as const) : ("outbound" as const)),
    result: readResult(cell("result")),
    isConnected: kind === "call" ? readConnected(cell("result")) : null,
    isAutomated: isAutomated(cell("source")),
    subject: cell("subject"),
    text: cell("text"),
  };
}

function findDealIds({ cell }: SheetRow<ActivityField>, { sheet, tell }: Reading): readonly string[] {
  const { dealIds, unknown } = sheet.findDeals({ ids: cell("dealId"), names: cell("deal") });
  const column = sheet.columnsOf("dealId")[0] ?? sheet.columnsOf("deal")[0] ?? "";
  for (const text of unknown) tell({ kind: "unknown-deal", text, column });
  return dealIds;
}

function causeOf(
  { raw, cell }: SheetRow<ActivityField>,
  { at, kind }: { at: Moment | null; kind: ActivityKind | null },
): Pick<Trouble, "kind" | "text"> {
  if (Object.values(raw).filter((text) => text !== "").length <= 1) return { kind: "no-record", text: "" };
  if (cell("rep") === "") return { kind: "no-rep", text: "" };
  if (at === null) return { kind: "no-date", text: cell("at") };
  return kind === null ? { kind: "unknown-kind", text: cell("kind") } : { kind: "no-record", text: "" };
}

interface Reading {
  readonly sheet: ActivitySheet;
  readonly tell: Tell;
}

function readMoment(
  row: SheetRow<ActivityField>,
  field: "at" | "created" | "end",
  { sheet, tell }: Reading,
): Moment | null {
  const [column = ""] = sheet.columnsOf(field);
  const text = row.raw[column] ?? "";
  if (text === "") return null;
  const found = parseDate(text, { order: sheet.dates.orderOf(column), timeZone: sheet.timeZone });
  if (found === null) tell({ kind: "bad-date", text, column });
  return found?.at ?? null;
}

/** The end that the row names, else its start and its length; a bare date is the last day of it. Null when neither says. */
function readEnd(row: SheetRow<ActivityField>, at: Moment, reading: Reading): Moment | null {
  const { timeZone, columnsOf } = reading.sheet;
  const endAt = readMoment(row, "end", reading);
  if (endAt !== null) {
    const date = toCivilDate(endAt, timeZone);
    return endAt === startOfDay(date, timeZone) ? startOfDay(addDays(date, 1), timeZone) : endAt;
  }
  const [column = ""] = columnsOf("duration");
  const days = readDays(row.cell("duration"), column);
  if (days === null) return null;
  // Whole days end with a day, also when a clock is turned in between.
  const lastDay = addDays(toCivilDate(at, timeZone), Math.ceil(days) - 1);
  return days < 1 ? at + days * msPerDay : startOfDay(addDays(lastDay, 1), timeZone);
}
