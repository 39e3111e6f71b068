import { inChunks } from "../../../domain/chunks.ts";
import { type AppError, isAppError } from "../../../domain/errors.ts";
import type { RemovalReport } from "../../port.ts";
import { statusOf } from "../errors.ts";
import type { Portal } from "../portal.ts";
import { batchAnswerSchema } from "./batch-results.ts";
import { readTaskStates } from "./tasks.ts";

const act = "removing what Norma wrote";
const batchSize = 100;

/** Tasks, then properties and their group, then the installation; what is refused is told, not fatal. */
export async function removeEverything(portal: Portal, taskIds: readonly string[]): Promise<RemovalReport> {
  const left: string[] = [];
  const tasksRemoved = await removeTasks(portal, taskIds, left);
  let fieldsRemoved = 0;
  for (const { name, label } of portal.manifest.dealFields.fields) {
    const path = portal.paths.properties("deals", name);
    if (await removeOne(portal, { path, what: `The property "${label}" (${name})` }, left))
      fieldsRemoved += 1;
  }
  const { group } = portal.manifest.dealFields;
  const path = portal.paths.propertyGroups("deals", group.name);
  await removeOne(portal, { path, what: `The property group "${group.label}"` }, left);
  if (portal.isOAuth) await uninstall(portal, left);
  return { tasksRemoved, fieldsRemoved, left };
}

async function removeTasks(portal: Portal, taskIds: readonly string[], left: string[]): Promise<number> {
  const states = await readTaskStates(portal, taskIds);
  const live = taskIds.filter((id) => ["open", "done"].includes(states.get(id) ?? ""));
  let removed = 0;
  for (const chunk of inChunks(live, batchSize)) {
    removed += (await isBatchRemoved(portal, chunk)) ? chunk.length : await removeSingly(portal, chunk, left);
  }
  return removed;
}

/** False where it was refused because of a single task, or done in part. */
async function isBatchRemoved(portal: Portal, ids: readonly string[]): Promise<boolean> {
  const body = { inputs: ids.map((id) => ({ id })) };
  const path = portal.paths.objects("tasks", "batch/archive");
  const answering = portal.http.call({ method: "POST", path, body, kind: "write", act });
  const problem = await problemOf(answering);
  if (problem !== null) return false;
  const { errors } = batchAnswerSchema.catch({ results: [], errors: [] }).parse(await answering);
  return (errors ?? []).length === 0;
}

async function removeSingly(portal: Portal, ids: readonly string[], left: string[]): Promise<number> {
  const problems: AppError[] = [];
  for (const id of ids) {
    const path = portal.paths.objects("tasks", id);
    const problem = await problemOf(portal.http.call({ method: "DELETE", path, kind: "write", act }));
    if (problem !== null && statusOf(problem) !== 404) problems.push(problem);
    // It is not this one task: the token may not remove any.
    if (problem?.code === "scope-missing") return refuse(ids.length, problem);
  }
  return problems[0] === undefined ? ids.length : refuse(problems.length, problems[0]);

  function refuse(count: number, { message }: AppError): number {
    left.push(`${count} tasks: ${message}`);
    return ids.length - count;
  }
}

/** True when it was there and is gone now. */
async function removeOne(
  portal: Portal,
  { path, what }: { readonly path: string; readonly what: string },
  left: string[],
): Promise<boolean> {
  const problem = await problemOf(portal.http.call({ method: "DELETE", path, kind: "property-write", act }));
  if (problem === null) return true;
  // Not there: what we want.
  if (statusOf(problem) !== 404) left.push(`${what}: ${problem.message}`);
  return false;
}

async function uninstall(portal: Portal, left: string[]): Promise<void> {
  const path = portal.paths.uninstall;
  const problem = await problemOf(portal.http.call({ method: "DELETE", path, kind: "uninstall", act }));
  if (problem !== null)
    left.push(`The installation: ${problem.message} An admin can remove it under Connected apps.`);
}

const refusals = new Set(["crm-refused", "scope-missing"]);

/** A refusal is news for the report; anything else (no connection, a rejected token) stops the removal. */
async function problemOf(call: Promise<unknown>): Promise<AppError | null> {
  try {
    await call;
    return null;
  } catch (error) {
    if (isAppError(error) && (refusals.has(error.code) || statusOf(error) === 404)) return error;
    throw error;
  }
}
