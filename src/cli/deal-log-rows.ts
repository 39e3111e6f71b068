import { z } from "zod";
import type { LoggedDeal, LoggedEvent } from "../analysis/stalls/backtest/logged-deal.ts";
import { activityKinds } from "../domain/activity.ts";
import type { DealOutcome } from "../domain/deal.ts";
import { isCivilDate, type Moment } from "../domain/time.ts";

const momentPattern =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/** An ISO 8601 date (its first moment) or date and time; without a zone UTC is meant. Null: it is none. */
export function toMoment(text: string): Moment | null {
  const [, date = "", time = "00:00", zone = "Z"] = momentPattern.exec(text) ?? [];
  if (!isCivilDate(date)) return null;
  const at = Date.parse(`${date}T${time}${toOffset(zone)}`);
  return Number.isNaN(at) ? null : at;
}

// Postgres and spreadsheets write +01 and +0100, which Date.parse does not take.
function toOffset(zone: string): string {
  if (zone.toUpperCase() === "Z") return "Z";
  return `${zone.slice(0, 3)}:${zone.slice(3).replace(":", "") || "00"}`;
}

const name = (column: string) => z.string().min(1, `${column} is empty`);

const moment = (column: string) =>
  z.string().transform((text, context) => {
    const at = toMoment(text);
    if (at !== null) return at;
    context.addIssue(explainMoment(column, text));
    return z.NEVER;
  });

const momentOrEmpty = (column: string) =>
  z.string().transform((text, context) => {
    const at = toMoment(text);
    if (at === null && text !== "") context.addIssue(explainMoment(column, text));
    return at;
  });

function explainMoment(column: string, text: string): string {
  if (text === "") return `${column} is empty`;
  return `${column} "${text}" is no date such as 2026-10-14 or 2026-10-14T09:30:00Z`;
}

const amount = z
  .string()
  .default("")
  .transform((text, context) => {
    const value = text === "" ? null : Number(text);
    if (value === null || Number.isFinite(value)) return value;
    context.addIssue(`amount "${text}" is no number such as 1250.50`);
    return z.NEVER;
  });

/** One of these words, in any case. */
function oneOf<Value>(column: string, words: ReadonlyMap<string, Value>, known: string) {
  return z.string().transform((text, context) => {
    const value = words.get(text.toLowerCase());
    if (value !== undefined) return value;
    context.addIssue(`${column} "${text}" is not known; known are ${known}`);
    return z.NEVER;
  });
}

/** Wordings of CRMs and logs. */
const outcomes = new Map<string, DealOutcome>([
  ...["won", "win", "closed won", "closedwon"].map((word) => [word, "won"] as const),
  ...["lost", "lose", "closed lost", "closedlost", "cancelled", "canceled", "declined"].map(
    (word) => [word, "lost"] as const,
  ),
  ...["open", "", "in progress", "pending"].map((word) => [word, "open"] as const),
]);

const kinds = new Map<string, LoggedEvent["kind"]>([
  ["stage", "stage"],
  ...activityKinds.map((kind) => [kind, kind] as const),
]);

/** A row of the deals file. What an open deal's close date says is a plan, and nothing that happened. */
export const dealRow = z
  .object({
    deal: name("deal"),
    rep: z.string().default(""),
    amount,
    created: momentOrEmpty("created"),
    closed: z.string(),
    outcome: oneOf("outcome", outcomes, "won, lost and open"),
  })
  .transform((row, context): LoggedDeal => {
    const { deal: id, rep, created: createdAt, outcome } = row;
    const closed = outcome === "open" ? { data: null } : moment("closed").safeParse(row.closed);
    if (closed.data === undefined) for (const { message } of closed.error.issues) context.addIssue(message);
    const endedAt = closed.data ?? null;
    if (createdAt !== null && endedAt !== null && endedAt < createdAt)
      context.addIssue("closed is before created");
    return {
      id,
      repId: rep === "" ? null : rep,
      amount: row.amount,
      createdAt,
      endedAt,
      outcome,
      events: [],
    };
  });

/** A row of the events file. */
export const eventRow = z
  .object({
    deal: name("deal"),
    at: moment("at"),
    kind: oneOf("kind", kinds, [...kinds.keys()].join(", ")),
    stage: z.string().default(""),
  })
  .refine(({ kind, stage }) => kind !== "stage" || stage !== "", "stage is empty, but kind is stage")
  .transform(({ deal, at, kind, stage }): { deal: string; event: LoggedEvent } => {
    return { deal, event: { at, kind, stage: kind === "stage" ? stage : "" } };
  });
