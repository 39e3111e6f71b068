import { sql } from "kysely";
import type { TenantDb } from "./open-store.ts";
import { saveRows } from "./save-rows.ts";

/** What a company's own outcome of a call means, by the word of its admin. */
export interface CallOutcome {
  /** In small letters. */
  readonly outcome: string;
  readonly isConnected: boolean;
}

/** Adds to what is known; the same outcome again replaces what it meant. Holds for calls of the past too. */
export async function saveCallOutcomes(db: TenantDb, outcomes: readonly CallOutcome[]): Promise<void> {
  await saveRows(db, {
    into: "call_outcomes",
    key: ["outcome"],
    rows: outcomes.map(({ outcome, isConnected }) => ({ outcome, is_connected: isConnected })),
  });
}

/** Outcomes of calls of which nobody knows whether they mean a talk, the most frequent first. */
export async function loadUnknownOutcomes(
  db: TenantDb,
): Promise<readonly { readonly outcome: string; readonly calls: number }[]> {
  const { rows } = await sql<{ outcome: string; calls: number }>`
    select outcome, count(*)::int as calls from activities
    where kind = 'call' and result = 'done' and outcome is not null and is_connected is null
      and outcome not in (select outcome from call_outcomes)
    group by outcome order by calls desc, outcome`.execute(db);
  return rows;
}
