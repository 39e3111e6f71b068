/** Writes a company's deals and activities as CSV files in a CRM's dialect. */
import { type Moment, msPerMinute, startOfDay, toCivilDate } from "../src/domain/time.ts";
import type { ExportedCompany, ExportedDeal, ExportedTouch } from "./export-company.ts";

export interface Dialect {
  readonly name: string;
  readonly delimiter: "," | ";" | "\t";
  readonly bom: boolean;
  readonly deal: Readonly<
    Record<"id" | "name" | "stage" | "pipeline" | "owner" | "amount" | "created" | "closed", string>
  >;
  /** Heading of the column of a stage; null: the export does not tell when deals entered their stages. */
  readonly entered: ((stage: string, pipeline: string) => string) | null;
  readonly closedFlags: readonly [closed: string, won: string, yes: string, no: string] | null;
  readonly activity: Readonly<
    Record<
      | "id"
      | "kind"
      | "rep"
      | "at"
      | "created"
      | "deal"
      | "subject"
      | "text"
      | "direction"
      | "result"
      | "source",
      string
    >
  >;
  readonly kinds: Readonly<Record<ExportedTouch["kind"], string>>;
  readonly results: Readonly<Record<ExportedTouch["result"], string>>;
  readonly directions: Readonly<Record<ExportedTouch["direction"], string>>;
  readonly date: (date: string) => string;
  readonly moment: (date: string, hours: number, minutes: string) => string;
  readonly amount: (amount: number) => string;
  /** Lines below the table. */
  readonly footer: readonly string[];
}

/** The two files, as text. */
export function writeExport(
  company: ExportedCompany,
  dialect: Dialect,
): { deals: string; activities: string } {
  return { deals: writeDeals(company, dialect), activities: writeActivities(company, dialect) };
}

function writeDeals({ deals, timeZone }: ExportedCompany, dialect: Dialect): string {
  const { deal: heads, entered, closedFlags } = dialect;
  const stages = [
    ...new Map(
      deals.flatMap(({ entered: own, pipeline }) =>
        [...own.keys()].map((stage) => [`${stage}|${pipeline}`, { stage, pipeline }]),
      ),
    ),
  ].map(([, one]) => one);
  const at = (moment: Moment | undefined) =>
    moment === undefined ? "" : writeMoment(moment, timeZone, dialect);
  const header = [
    ...Object.values(heads),
    ...(entered === null ? [] : stages.map(({ stage, pipeline }) => entered(stage, pipeline))),
    ...(closedFlags === null ? [] : closedFlags.slice(0, 2)),
  ];
  const rows = deals.map((deal) => [
    deal.id,
    deal.name,
    deal.stage,
    deal.pipeline,
    deal.owner,
    deal.amount === null ? "" : dialect.amount(deal.amount),
    deal.hasCreationDate ? at(deal.openedAt) : "",
    closeDateOf(deal, { timeZone, dialect }),
    ...(entered === null
      ? []
      : stages.map(({ stage, pipeline }) => (pipeline === deal.pipeline ? at(deal.entered.get(stage)) : ""))),
    ...(closedFlags === null
      ? []
      : [deal.outcome !== "open", deal.outcome === "won"].map((is) => closedFlags[is ? 2 : 3])),
  ]);
  return toCsv([header, ...rows], dialect);
}

function closeDateOf(
  deal: ExportedDeal,
  { timeZone, dialect }: { timeZone: string; dialect: Dialect },
): string {
  const ended = deal.outcome === "open" ? undefined : deal.entered.get(deal.stage);
  const date = ended === undefined ? deal.closeDate : toCivilDate(ended, timeZone);
  return date === null ? "" : dialect.date(date);
}

function writeActivities({ touches, timeZone, deals }: ExportedCompany, dialect: Dialect): string {
  const { activity: heads, kinds, results, directions } = dialect;
  const known = new Set(deals.map(({ id }) => id));
  const rows = touches.map((touch) => [
    touch.id,
    kinds[touch.kind],
    touch.rep,
    writeMoment(touch.at, timeZone, dialect),
    writeMoment(touch.loggedAt, timeZone, dialect),
    touch.dealIds.filter((id) => known.has(id)).join(";"),
    touch.title,
    touch.text ?? "",
    directions[touch.direction],
    results[touch.result],
    touch.origin === "person" ? "CRM UI" : touch.origin === "sequence" ? "Sequence" : "Automation",
  ]);
  return toCsv([Object.values(heads), ...rows], dialect);
}

function writeMoment(at: Moment, timeZone: string, { moment }: Dialect): string {
  const date = toCivilDate(at, timeZone);
  const minutes = Math.floor((at - startOfDay(date, timeZone)) / msPerMinute);
  return moment(date, Math.floor(minutes / 60), String(minutes % 60).padStart(2, "0"));
}

function toCsv(
  rows: readonly (readonly (string | undefined)[])[],
  { delimiter, bom, footer }: Dialect,
): string {
  const quote = (text = "") =>
    /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
  const lines = rows.map((row) => row.map(quote).join(delimiter));
  return `${bom ? "\ufeff" : ""}${[...lines, ...footer].join("\r\n")}\r\n`;
}
