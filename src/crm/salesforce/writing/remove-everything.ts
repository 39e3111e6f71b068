import type { RemovalReport } from "../../port.ts";
import { dealFieldNames } from "../field-names.ts";
import type { Org } from "../org.ts";
import { readByKeyset } from "../reading/keyset.ts";
import { idOf } from "../rows.ts";
import { deleteRows } from "./delete-rows.ts";
import { findPeriodObject } from "./rep-periods.ts";
import { readTaskStates } from "./tasks.ts";
import { writeDealFields } from "./write-deal-fields.ts";

/**
 * Tasks and norms of reps are deleted and Norma's fields emptied on every opportunity. The fields themselves belong to the package,
 * which only an admin can uninstall.
 */
export async function removeEverything(org: Org, taskIds: readonly string[]): Promise<RemovalReport> {
  const left: string[] = [];
  const states = await readTaskStates(org, taskIds);
  const live = taskIds.filter((id) => ["open", "done"].includes(states.get(id) ?? ""));
  const tasksRemoved = await deleteRows(org, { ids: live, what: "tasks" }, left);
  await removePeriods(org, left);
  const fieldsRemoved = await emptyFields(org, left);
  return { tasksRemoved, fieldsRemoved, left };
}

async function removePeriods(org: Org, left: string[]): Promise<void> {
  const object = (await findPeriodObject(org))?.name;
  if (object === undefined) return;
  const query = { object, fields: ["Id"], where: [], kind: "period", act: "removing norms of reps" };
  for await (const { rows } of readByKeyset(org, query, null)) {
    await deleteRows(org, { ids: rows.flatMap((row) => idOf(row) ?? []), what: "norms of reps" }, left);
  }
}

/** Returns how many of our fields are empty on all opportunities now. */
async function emptyFields(org: Org, left: string[]): Promise<number> {
  const names = await dealFieldNames(org);
  const existing = org.manifest.dealFields.fields.filter(
    ({ field, writtenBy }) => writtenBy === "norma" && names.has(field),
  );
  const flag = names.get("flag");
  if (flag === undefined) return 0;
  const fields = Object.fromEntries(existing.map(({ field }) => [field, null]));
  // Wherever Norma wrote anything it wrote the flag.
  const where = [`${flag} != null`];
  const query = { object: "Opportunity", fields: ["Id"], where, kind: "query", act: "emptying fields" };
  let refused = 0;
  for await (const { rows } of readByKeyset(org, query, null)) {
    const updates = rows.flatMap((row) => {
      const dealId = idOf(row);
      return dealId === null ? [] : [{ dealId, fields }];
    });
    const results = updates.length === 0 ? [] : await writeDealFields(org, updates);
    refused += results.filter(({ kind }) => kind !== "written").length;
  }
  if (refused > 0) left.push(`Norma's fields on ${refused} opportunities: Salesforce refused to empty them.`);
  return existing.length;
}
