import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import type { LoggedDeal, LoggedEvent } from "../src/analysis/stalls/backtest/logged-deal.ts";
import { msPerDay } from "../src/domain/time.ts";

/** BPI Challenge 2012 (van Dongen, 4TU, doi:10.4121/uuid:3926db30-f712-4394-aebc-75976070e91f): it stays outside the repository. */
const folder = resolve(import.meta.dirname, "../../shared/data/bpic2012");

const dealSchema = z.object({
  case_id: z.string(),
  owner: z.string(),
  amount: z.coerce.number(),
  created: z.string(),
  offers: z.coerce.number(),
  closed: z.string(),
  outcome: z.enum(["won", "declined", "cancelled", "open"]),
});
const eventSchema = z.object({
  case_id: z.string(),
  activity: z.string(),
  lifecycle: z.string(),
  timestamp: z.string(),
});

/** How the log's activities are told as a CRM would: what of them is a stage. Calls and proposals are the same in all. */
export const loanMappings = {
  "stages with the answer": (activity: string) => activity.startsWith("A_") || activity === "O_SENT_BACK",
  "all states as stages": (activity: string) => /^[AO]_/.test(activity) && activity !== "O_SENT",
  "stages of the application only": (activity: string) => activity.startsWith("A_"),
  "calls only": () => false,
} as const;

/** The loan applications that were sent a proposal, as deals; null where the data is not at hand. */
export function readLoanDeals(isStage: (activity: string) => boolean): LoggedDeal[] | null {
  if (!existsSync(folder)) return null;
  const events = new Map<string, LoggedEvent[]>();
  for (const { case_id, activity, lifecycle, timestamp } of readRows(eventSchema, "events.csv.gz")) {
    const event = lifecycle === "COMPLETE" ? toEvent(activity, Date.parse(timestamp), isStage) : null;
    if (event === null) continue;
    const known = events.get(case_id);
    if (known === undefined) events.set(case_id, [event]);
    else known.push(event);
  }
  return readRows(dealSchema, "deals.csv")
    .filter(({ offers }) => offers > 0)
    .map((row) => ({
      id: row.case_id,
      repId: row.owner === "" ? null : row.owner,
      amount: row.amount,
      createdAt: Date.parse(row.created),
      endedAt: row.outcome === "open" ? null : Date.parse(row.closed),
      outcome: row.outcome === "won" || row.outcome === "open" ? row.outcome : "lost",
      events: (events.get(row.case_id) ?? []).toSorted((a, b) => a.at - b.at),
    }));
}

/** How the deals ended, told apart by who ended them: 10, 25, 50, 75 and 90 % points. */
export function describeLoanEnds() {
  const deals = new Map(readLoanDeals(() => false)?.map((deal) => [deal.id, deal]));
  const rows = readRows(dealSchema, "deals.csv").filter(
    ({ offers, outcome }) => offers > 0 && outcome !== "open",
  );
  return [...Map.groupBy(rows, ({ outcome }) => outcome)].map(([outcome, list]) => {
    const own = list.flatMap(({ case_id }) => deals.get(case_id) ?? []);
    return {
      outcome,
      ids: new Set(list.map(({ case_id }) => case_id)),
      count: list.length,
      days: toPoints(own.map(({ events, endedAt }) => (endedAt ?? 0) - (firstProposalOf(events) ?? 0))),
      longestSilences: toPoints(own.map(longestSilenceOf)),
    };
  });
}

function firstProposalOf(events: readonly LoggedEvent[]): number | undefined {
  return events.find(({ kind }) => kind === "proposal")?.at;
}

function longestSilenceOf({ events, endedAt }: LoggedDeal): number {
  const moments = [...events.map(({ at }) => at).filter((at) => at < (endedAt ?? 0)), endedAt ?? 0];
  return moments.reduce((longest, at, place) => Math.max(longest, at - (moments[place - 1] ?? at)), 0);
}

function toPoints(lengths: readonly number[]): string[] {
  const sorted = lengths.toSorted((a, b) => a - b);
  return [0.1, 0.25, 0.5, 0.75, 0.9].map((part) =>
    ((sorted[Math.floor(part * (sorted.length - 1))] ?? 0) / msPerDay).toFixed(1),
  );
}

function toEvent(activity: string, at: number, isStage: (activity: string) => boolean): LoggedEvent | null {
  if (activity === "O_SENT") return { at, kind: "proposal", stage: "" };
  if (activity.startsWith("W_Nabellen")) return { at, kind: "call", stage: "" };
  return isStage(activity) ? { at, kind: "stage", stage: activity } : null;
}

function readRows<Row>(schema: z.ZodType<Row>, name: string): Row[] {
  const bytes = readFileSync(resolve(folder, name));
  const text = name.endsWith(".gz") ? gunzipSync(bytes) : bytes;
  return z.array(schema).parse(parse(text, { columns: true }));
}
