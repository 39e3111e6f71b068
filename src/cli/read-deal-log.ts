import { basename } from "node:path";
import type { z } from "zod";
import type { LoggedDeal, LoggedEvent } from "../analysis/stalls/backtest/logged-deal.ts";
import { readCsv } from "../csv/read-csv.ts";
import { dealRow, eventRow } from "./deal-log-rows.ts";

export interface DealLog {
  readonly deals: readonly LoggedDeal[];
  /** Rows that could not be understood. */
  readonly rejected: number;
}

export interface DealLogFiles {
  readonly deals: string;
  readonly events: string;
  /** Tells what was left out and why. */
  readonly say: (line: string) => void;
}

/**
 * Deals and events of the backtest's CSV contract: deals `deal,rep,amount,created,closed,outcome`, events
 * `deal,at,kind,stage`. A row that cannot be understood is told with its line and cause and left out. Throws
 * `input-invalid` when a file cannot be read at all or lacks a column.
 */
export async function readDealLog({ deals: path, events, say }: DealLogFiles): Promise<DealLog> {
  const rejects = createRejects(path, say);
  const eventsOf = new Map<string, LoggedEvent[]>();
  const deals: LoggedDeal[] = [];
  for await (const { line, value } of readRows(path, dealRow, { required: dealColumns, rejects })) {
    if (eventsOf.has(value.id)) rejects.add({ line, cause: `deal ${value.id} is in the file already` });
    else {
      eventsOf.set(value.id, []);
      deals.push(value);
    }
  }
  rejects.sumUp();
  const rejectedEvents = await readEvents(events, eventsOf, say);
  return {
    deals: deals.map((deal) => ({ ...deal, events: (eventsOf.get(deal.id) ?? []).toSorted(compareEvents) })),
    rejected: rejects.count() + rejectedEvents,
  };
}

const dealColumns = ["deal", "created", "closed", "outcome"];
const eventColumns = ["deal", "at", "kind"];

async function readEvents(
  path: string,
  eventsOf: ReadonlyMap<string, LoggedEvent[]>,
  say: DealLogFiles["say"],
): Promise<number> {
  const rejects = createRejects(path, say);
  let strangers = 0;
  for await (const { value } of readRows(path, eventRow, { required: eventColumns, rejects })) {
    const events = eventsOf.get(value.deal);
    if (events === undefined) strangers += 1;
    else events.push(value.event);
  }
  if (strangers > 0)
    say(`${basename(path)}: ${strangers} events of deals that are not in the deals file were left out.`);
  rejects.sumUp();
  return rejects.count();
}

async function* readRows<Row>(
  path: string,
  schema: z.ZodType<Row>,
  { required, rejects }: { required: readonly string[]; rejects: Rejects },
): AsyncGenerator<{ line: number; value: Row }> {
  for await (const { line, cells } of readCsv(path, { required, onRejected: rejects.add })) {
    const read = schema.safeParse(cells);
    if (read.success) yield { line, value: read.data };
    else rejects.add({ line, cause: read.error.issues.map(({ message }) => message).join("; ") });
  }
}

// Events that are equal in all this have the same effect, so the order of the rows does not matter.
function compareEvents(a: LoggedEvent, b: LoggedEvent): number {
  return a.at - b.at || compareTexts(a.kind, b.kind) || compareTexts(a.stage, b.stage);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Rejected rows of one file told one by one; the rest only counted. */
const maxTold = 20;

type Rejects = ReturnType<typeof createRejects>;

function createRejects(path: string, say: DealLogFiles["say"]) {
  let count = 0;
  return {
    add: ({ line, cause }: { line: number; cause: string }) => {
      count += 1;
      if (count <= maxTold) say(`${basename(path)}, line ${line}: ${cause}. The row was left out.`);
    },
    count: () => count,
    sumUp: () => {
      if (count > maxTold) say(`${basename(path)}: ${count} rows in all were left out.`);
    },
  };
}
