import { z } from "zod";
import type { Moment } from "../../../domain/time.ts";
import type { Core } from "../core.ts";
import { changeDealRow } from "./apply-deal-event.ts";
import { changeRow, findLive, type Org, tableOf } from "./org.ts";
import { toSeconds } from "./show-company.ts";

/** Values set by hand on one row, in Salesforce's names; nothing is checked. */
export const rowEditSchema = z.object({
  do: z.literal("set-row"),
  object: z.string(),
  id: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
/** A data load stamps every row of an object in the same second. */
export const stampRowsSchema = z.object({ do: z.literal("stamp-rows"), object: z.string() });
export type RowEdit = z.infer<typeof rowEditSchema> | z.infer<typeof stampRowsSchema>;

export function editRow(org: Org, edit: RowEdit, at: Moment): string {
  const change = { at: toSeconds(at), byId: null };
  if (edit.do === "stamp-rows") {
    for (const row of tableOf(org, edit.object).values()) changeRow(row, { ...change, values: {} });
    return edit.object;
  }
  const row = findLive(org, edit.object, edit.id);
  if (row === null) throw new RangeError(`There is no row ${edit.id} of ${edit.object}`);
  if (edit.object === "Opportunity") changeDealRow(org, row, { ...change, values: edit.values });
  else changeRow(row, { ...change, values: edit.values });
  return edit.id;
}

/** People at work while a client pages: harmless changes of random opportunities. */
export function editRandomRows(core: Core, org: Org, count: number): void {
  const ids = [...tableOf(org, "Opportunity").values()].filter((row) => row["IsDeleted"] !== true);
  for (let index = 0; index < count && ids.length > 0; index += 1) {
    const id = String(core.random.pick(ids)["Id"]);
    const values = { LeadSource: `edited ${core.random.below(1e9)}` };
    const at = core.clock.now();
    const edit = { do: "set-row", object: "Opportunity", id, values } as const;
    editRow(org, edit, at);
    core.journal.append({ kind: "edit", at, portalId: org.id, edit });
  }
}
