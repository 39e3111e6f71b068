import { sql } from "kysely";
import type { Sandbox, SandboxOrg, SandboxPortal } from "../../src/crm/sandbox/sandbox.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { readTrueRows } from "../crm/salesforce/read-truth.ts";

/** Opens the store that a process left behind in its data folder. */
export async function withStore<T>(dataDir: string, act: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore({ dataDir, databaseUrl: null });
  try {
    return await act(store);
  } finally {
    await store.close();
  }
}

/** Rows of each table, by tenant, as the embedded store's superuser sees them, past row-level security: `{deals: {t1: 105, t2: 80}, …}`. Empty tables are left out. */
export async function countRowsByTenant(store: Store): Promise<Record<string, Record<string, number>>> {
  return await store.asOwner(async (db) => {
    const { rows: tables } = await sql<{ name: string }>`select table_name::text as name
      from information_schema.columns where table_schema = 'norma' and column_name = 'tenant_id' order by 1`.execute(
      db,
    );
    const counts: Record<string, Record<string, number>> = {};
    for (const { name } of tables) {
      const { rows } = await sql<{ tenant_id: string; count: number }>`
        select tenant_id, count(*)::int as count from ${sql.table(name)} group by 1 order by 1`.execute(db);
      if (rows.length > 0) counts[name] = Object.fromEntries(rows.map((row) => [row.tenant_id, row.count]));
    }
    return counts;
  });
}

/** A deal as the portal holds it, listed record by record past all of the adapter's code. */
export interface TrueDeal {
  readonly id: string;
  readonly stageId: string;
  readonly ownerId: string | null;
  /** In the account's home currency. */
  readonly amount: number | null;
  readonly closeDate: string | null;
}

/** All live opportunities of an org, under the ids that are stored. */
export async function listTrueOrgDeals(crm: Sandbox, org: SandboxOrg): Promise<TrueDeal[]> {
  const rates = await readTrueRows(crm, org, "SELECT IsoCode, ConversionRate FROM CurrencyType");
  const rateOf = new Map(rates.map((row) => [row["IsoCode"], Number(row["ConversionRate"])]));
  const fields = "Id, StageName, OwnerId, Amount, CurrencyIsoCode, CloseDate";
  const rows = await readTrueRows(crm, org, `SELECT ${fields} FROM Opportunity`);
  return rows.map((row) => ({
    id: row["Id"] ?? "",
    stageId: row["StageName"] ?? "",
    ownerId: row["OwnerId"] ?? null,
    amount: toCorporate(row["Amount"], rateOf.get(row["CurrencyIsoCode"])),
    closeDate: row["CloseDate"] ?? null,
  }));
}

function toCorporate(amount: unknown, rate = 1): number | null {
  return typeof amount === "number" ? amount / rate : null;
}

const listedTypes = {
  call: "calls",
  meeting: "meetings",
  email: "emails",
  note: "notes",
  message: "communications",
  proposal: "quotes",
  task: "tasks",
} as const;

/** All live deals of a portal. */
export async function listTrueDeals(crm: Sandbox, portal: SandboxPortal): Promise<TrueDeal[]> {
  const properties = "dealstage,hubspot_owner_id,amount_in_home_currency,closedate";
  const records = await listRecords(crm, portal, `deals?properties=${properties}&`);
  return records.map(({ id, properties: values }) => ({
    id,
    stageId: values["dealstage"] ?? "",
    ownerId: values["hubspot_owner_id"] || null,
    amount: values["amount_in_home_currency"] ? Number(values["amount_in_home_currency"]) : null,
    closeDate: values["closedate"]?.slice(0, 10) || null,
  }));
}

/** The latest modification of every live activity of a portal by its id in the store, e.g. `call:98512`. */
export async function listTrueActivities(crm: Sandbox, portal: SandboxPortal): Promise<Map<string, number>> {
  const truth = new Map<string, number>();
  for (const [kind, type] of Object.entries(listedTypes)) {
    for (const { id, updatedAt } of await listRecords(crm, portal, `${type}?`)) {
      truth.set(`${kind}:${id}`, Date.parse(updatedAt));
    }
  }
  return truth;
}

interface ListedRecord {
  readonly id: string;
  readonly updatedAt: string;
  readonly properties: Readonly<Record<string, string | null | undefined>>;
}

async function listRecords(crm: Sandbox, portal: SandboxPortal, path: string): Promise<ListedRecord[]> {
  const records: ListedRecord[] = [];
  const headers = { authorization: `Bearer ${portal.token}` };
  for (let after: string | undefined = "0"; after !== undefined; ) {
    const url = `${crm.url}/crm/objects/2026-09/${path}limit=100&after=${after}`;
    const page = (await (await fetch(url, { headers })).json()) as {
      results: ListedRecord[];
      paging?: { next: { after: string } };
    };
    records.push(...page.results);
    after = page.paging?.next.after;
  }
  return records;
}
