import { z } from "zod";
import { AppError } from "../../../domain/errors.ts";
import { parseCursor } from "../../cursor.ts";
import type { DealRecord, DealsById, Page, PullWindow } from "../../port.ts";
import { readCurrencies } from "../account/read-currencies.ts";
import { readProgramUsers } from "../activities/program-users.ts";
import { dealFieldNames } from "../field-names.ts";
import type { Org } from "../org.ts";
import { queryByIds } from "../reading/by-ids.ts";
import { existingFields } from "../reading/describe.ts";
import { readByKeyset } from "../reading/keyset.ts";
import type { Row } from "../reading/query.ts";
import { toSoqlMoment } from "../reading/soql.ts";
import { idOf, isTrue, toLongId } from "../rows.ts";
import { type DealContext, dealFields, toDealRecord } from "./map-deal.ts";
import { forgetOpenDeals, rememberOpenDeals } from "./open-deals.ts";
import { readTextChanges, readTextChangesOf } from "./text-changes.ts";

const cursorSchema = z.object({ lastId: z.string() });

/**
 * All open opportunities and those that changed. Open ones are read whole every night, because values that Salesforce derives
 * move no stamp. There is no upper bound: rows are read in the order of ids, so an edit while paging is read or kept for the
 * next night, and never skipped.
 */
export async function* readDeals(org: Org, window: PullWindow): AsyncGenerator<Page<DealRecord>> {
  const { fields, shared } = await prepare(org);
  const context = { ...shared, textChanges: await readTextChanges(org, window.modifiedSince) };
  const query = {
    object: "Opportunity",
    fields,
    where: [`IsClosed = false OR SystemModstamp >= ${toSoqlMoment(window.modifiedSince)}`],
    kind: "query",
    act: "reading opportunities",
    // With those in the recycle bin: a closed one that is deleted would be missed by nobody else.
    isAll: true,
  };
  forgetOpenDeals(org);
  const startAfter = parseCursor(window.cursor, cursorSchema)?.lastId ?? null;
  for await (const { rows, lastId } of readByKeyset(org, query, startAfter)) {
    if (lastId === null || rows.length === 0) continue;
    const [gone, live] = [rows.filter(isDeleted), rows.filter((row) => !isDeleted(row))];
    const records = toRecords(org, live, context);
    rememberOpenDeals(org, records);
    const goneIds = gone.flatMap((row) => idOf(row) ?? []);
    yield { records, goneIds, cursor: JSON.stringify({ lastId }) };
  }
}

/** Deleted opportunities stay readable for a while. Those that are not shown at all were purged, or are kept from our user. */
export async function readDealsById(org: Org, dealIds: readonly string[]): Promise<DealsById> {
  if (dealIds.length === 0) return { found: [], gone: [], vanished: [] };
  const { fields, shared } = await prepare(org);
  const ids = dealIds.filter(isOpportunityId);
  const rows = await queryByIds(org, {
    object: "Opportunity",
    fields,
    field: "Id",
    ids,
    kind: "query",
    act: "reading opportunities",
    isAll: true,
  });
  const live = new Map(rows.filter((row) => !isDeleted(row)).map((row) => [idOf(row), row]));
  rememberShown(org, [...live.values()], shared.names);
  const context = { ...shared, textChanges: await readTextChangesOf(org, ids) };
  const deleted = new Set(rows.filter(isDeleted).map((row) => idOf(row)));
  const missing = dealIds.filter((id) => !live.has(toLongId(id)));
  const isGone = (id: string) => deleted.has(toLongId(id));
  return {
    found: toRecords(org, [...live.values()], context),
    gone: missing.filter(isGone).map((dealId) => ({ dealId, mergedIntoId: null })),
    vanished: missing.filter((id) => !isGone(id)),
  };
}

function isDeleted(row: Row): boolean {
  return isTrue(row, "IsDeleted");
}

/** As the org holds it: shortened to the field's length, or put right by a trigger of the customer's. */
function rememberShown(org: Org, rows: readonly Row[], names: DealContext["names"]): void {
  for (const row of rows) {
    const own = [...names.values()].map((name) => [name, row[name] ?? null] as const);
    org.memory().shown.set(idOf(row) ?? "", new Map(own));
  }
}

/** Salesforce refuses a whole query for one malformed id. */
export function isOpportunityId(id: string): boolean {
  return /^006[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/.test(id);
}

interface Prepared {
  readonly fields: readonly string[];
  readonly shared: Omit<DealContext, "textChanges">;
}

async function prepare(org: Org): Promise<Prepared> {
  const names = await dealFieldNames(org);
  const fields = await existingFields(org, "Opportunity", [...dealFields, ...names.values()]);
  if (!fields.includes("SystemModstamp")) {
    throw new AppError("scope-missing", {
      details: { account: org.account, act: "reading opportunities", scopes: "read access to Opportunity" },
    });
  }
  const { automations, integrations } = await readProgramUsers(org);
  const programIds = new Set([...automations, ...integrations]);
  return { fields: ["Id", ...fields], shared: { names, programIds, currencies: await readCurrencies(org) } };
}

function toRecords(org: Org, rows: readonly Row[], context: DealContext): readonly DealRecord[] {
  return rows.flatMap((row) => {
    const record = toDealRecord(row, context);
    if (record === null)
      org.log.warn({ type: "Opportunity" }, "a record of the CRM cannot be read and is left out");
    return record ?? [];
  });
}
