import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { inChunks } from "../../../domain/chunks.ts";
import { isAppError } from "../../../domain/errors.ts";
import { backoffMs } from "../../retry.ts";
import { toErrorBody } from "../error-body.ts";
import { lockCode } from "../errors.ts";
import type { Org } from "../org.ts";

/** Salesforce's largest collection. */
const batchSize = 200;

/** Tries of a row that somebody's transaction holds: deleting a task locks its deal. */
const maxLockTries = 4;

interface Rows {
  readonly ids: readonly string[];
  /** For people: "tasks". */
  readonly what: string;
}

/** Returns how many are gone: deleted now, or before, as when the first answer was lost. What is not is told in `left`. */
export async function deleteRows(org: Org, { ids, what }: Rows, left: string[]): Promise<number> {
  let gone = 0;
  for (const batch of inChunks(ids, batchSize)) {
    try {
      const kept = await deleteBatch(org, { ids: batch, what });
      gone += batch.length - kept;
      if (kept > 0) left.push(`${kept} ${what}: Salesforce did not delete them.`);
    } catch (error) {
      if (!isAppError(error) || !["crm-refused", "scope-missing"].includes(error.code)) throw error;
      left.push(`${batch.length} ${what}: ${error.message}`);
    }
  }
  return gone;
}

/** Returns how many are still there. */
async function deleteBatch(org: Org, { ids, what }: Rows): Promise<number> {
  let [open, kept] = [ids, 0];
  for (let attempt = 1; open.length > 0; attempt += 1) {
    const ends = toEnds(await send(org, { ids: open, what }), open.length);
    const locked = open.filter((_, index) => ends[index] === "locked");
    kept += ends.filter((end) => end === "kept").length;
    if (locked.length > 0 && attempt >= maxLockTries) return kept + locked.length;
    if (locked.length > 0) await sleep(backoffMs(attempt));
    open = locked;
  }
  return kept;
}

async function send(org: Org, { ids, what }: Rows): Promise<unknown> {
  return await org.http.call({
    method: "DELETE",
    path: `${org.root}/composite/sobjects`,
    query: { ids: ids.join(","), allOrNone: "false" },
    kind: "write",
    act: `removing ${what}`,
  });
}

/** Of a row that is deleted already, or not there any more. */
const goneCodes: readonly string[] = ["ENTITY_IS_DELETED", "INVALID_CROSS_REFERENCE_KEY"];

const resultSchema = z.object({ success: z.boolean(), errors: z.array(z.unknown()).catch([]) });

type End = "gone" | "kept" | "locked";

/** Results come in the order of the ids; a row that the answer passes over is taken to be there still. */
function toEnds(answer: unknown, count: number): readonly End[] {
  const results: readonly unknown[] = Array.isArray(answer) ? answer : [];
  return Array.from({ length: count }, (_, index) => toEnd(resultSchema.safeParse(results[index]).data));
}

function toEnd(result: z.infer<typeof resultSchema> | undefined): End {
  if (result === undefined) return "kept";
  const code = toErrorBody(result.errors[0])?.errorCode ?? "";
  if (result.success || goneCodes.includes(code)) return "gone";
  return code === lockCode ? "locked" : "kept";
}
