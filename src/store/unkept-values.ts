import type { DealFields } from "../domain/flag.ts";
import type { TenantDb } from "./open-store.ts";
import { textArray } from "./values.ts";

/**
 * Values that were written twice in a row, by deal. Where the CRM shows another one all the same, somebody there does not keep it (a
 * trigger, a workflow, a person), and writing it every night would set that off every night.
 */
export async function loadTwiceWritten(
  db: TenantDb,
  dealIds: readonly string[],
): Promise<ReadonlyMap<string, Partial<DealFields>>> {
  if (dealIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("writes")
    .select(["deal_id", "payload"])
    .where("kind", "=", "deal-fields")
    .where("state", "=", "written")
    .where((is) => is("deal_id", "=", is.fn.any(textArray(dealIds))))
    .orderBy("settled_at", "desc")
    .execute();
  const byDeal = Map.groupBy(rows, (row) => row.deal_id);
  return new Map([...byDeal].map(([dealId, writes]) => [dealId, toTwiceWritten(writes)]));
}

/** `writes` from the latest on. */
function toTwiceWritten(writes: readonly { readonly payload: unknown }[]): Partial<DealFields> {
  const values = new Map<string, unknown[]>();
  for (const { payload } of writes) {
    const { fields } = payload as { readonly fields?: Readonly<Record<string, unknown>> };
    for (const [name, value] of Object.entries(fields ?? {}))
      values.set(name, [...(values.get(name) ?? []), value]);
  }
  const twice = [...values].filter(([, [last, before]]) => last === before && before !== undefined);
  return Object.fromEntries(twice.map(([name, [last]]) => [name, last]));
}
