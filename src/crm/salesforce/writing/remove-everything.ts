import { inChunks } from "../../../domain/chunks.ts";
import { isAppError } from "../../../domain/errors.ts";
import type { RemovalReport } from "../../port.ts";
import { dealFieldNames } from "../field-names.ts";
import type { Org } from "../org.ts";
import { readByKeyset } from "../reading/keyset.ts";
import { idOf } from "../rows.ts";
import { readTaskStates } from "./tasks.ts";
import { writeDealFields } from "./write-deal-fields.ts";

/** Salesforce's largest collection. */
const batchSize = 200;

/**
 * Tasks are deleted and Norma's fields emptied on every opportunity. The fields themselves belong to the package, which only an
 * admin can uninstall; the report says so.
 */
export async function removeEverything(org: Org, taskIds: readonly string[]): Promise<RemovalReport> {
  const left: string[] = [];
  const tasksRemoved = await removeTasks(org, taskIds, left);
  const fieldsRemoved = await emptyFields(org, left);
  return { tasksRemoved, fieldsRemoved, left };
}

async function removeTasks(org: Org, taskIds: readonly string[], left: string[]): Promise<number> {
  const states = await readTaskStates(org, taskIds);
  const live = taskIds.filter((id) => ["open", "done"].includes(states.get(id) ?? ""));
  let removed = 0;
  for (const ids of inChunks(live, batchSize)) {
    try {
      const answer = await org.http.call({
        method: "DELETE",
        path: `${org.root}/composite/sobjects`,
        query: { ids: ids.join(","), allOrNone: "false" },
        kind: "write",
        act: "removing tasks",
      });
      const done = Array.isArray(answer)
        ? answer.filter((one: { success?: unknown }) => one.success === true).length
        : 0;
      removed += done;
      if (done < ids.length) left.push(`${ids.length - done} tasks: Salesforce did not delete them.`);
    } catch (error) {
      if (!isAppError(error) || !["crm-refused", "scope-missing"].includes(error.code)) throw error;
      left.push(`${ids.length} tasks: ${error.message}`);
    }
  }
  return removed;
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
  let refused = 0;
  // Wherever Norma wrote anything it wrote the flag.
  const query = {
    object: "Opportunity",
    fields: ["Id"],
    where: [`${flag} != null`],
    kind: "query",
    act: "emptying fields",
  };
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
