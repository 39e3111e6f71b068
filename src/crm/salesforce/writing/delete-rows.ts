import { inChunks } from "../../../domain/chunks.ts";
import { isAppError } from "../../../domain/errors.ts";
import type { Org } from "../org.ts";

/** Salesforce's largest collection. */
const batchSize = 200;

/** Returns how many were deleted; what was not is told in `left`. `what` names them for people: "tasks". */
export async function deleteRows(
  org: Org,
  rows: { readonly ids: readonly string[]; readonly what: string },
  left: string[],
): Promise<number> {
  let deleted = 0;
  for (const ids of inChunks(rows.ids, batchSize)) {
    try {
      const answer = await org.http.call({
        method: "DELETE",
        path: `${org.root}/composite/sobjects`,
        query: { ids: ids.join(","), allOrNone: "false" },
        kind: "write",
        act: `removing ${rows.what}`,
      });
      const done = countDone(answer);
      deleted += done;
      if (done < ids.length) left.push(`${ids.length - done} ${rows.what}: Salesforce did not delete them.`);
    } catch (error) {
      if (!isAppError(error) || !["crm-refused", "scope-missing"].includes(error.code)) throw error;
      left.push(`${ids.length} ${rows.what}: ${error.message}`);
    }
  }
  return deleted;
}

function countDone(answer: unknown): number {
  const results: readonly unknown[] = Array.isArray(answer) ? answer : [];
  return results.filter(
    (one) => typeof one === "object" && one !== null && "success" in one && one.success === true,
  ).length;
}
