import { AppError, isAppError } from "../../../domain/errors.ts";
import type { TaskDraft, TaskState, WantedTask, WriteResult } from "../../port.ts";
import { isOpportunityId } from "../deals/read-deals.ts";
import { taskKeyName } from "../field-names.ts";
import { type Org, remember } from "../org.ts";
import { queryByIds } from "../reading/by-ids.ts";
import { describe } from "../reading/describe.ts";
import { isAbsent } from "../reading/is-absent.ts";
import { queryRows } from "../reading/query.ts";
import { idOf, isTrue, textOf, toLongId } from "../rows.ts";
import { findMarker, withMarker } from "../task-marker.ts";
import { clipTexts } from "./clip-texts.ts";
import { writeCollections } from "./collections.ts";

/**
 * Upserts by the key, so that sending twice makes one task. An org without the key field gets plain creations that carry the key
 * in their text; of those a lost answer is `unknown`.
 */
export async function createTasks(org: Org, drafts: readonly TaskDraft[]): Promise<readonly WriteResult[]> {
  await requireTasks(org);
  const sendable = drafts.filter(({ dealId }) => isOpportunityId(dealId));
  const sent = sendable.length === 0 ? [] : await send(org, sendable);
  const results = new Map((await withThoseThatExist(org, sent)).map((result) => [result.key, result]));
  return drafts.map(
    ({ key }) => results.get(key) ?? { kind: "refused", key, problem: "its deal is not an opportunity" },
  );
}

/** Throws scope-missing when our user may not make tasks, before anything is written by halves. */
export async function requireTasks(org: Org): Promise<void> {
  if ((await describe(org, "Task"))?.isCreateable === true) return;
  const details = { account: org.account, act: "creating tasks", scopes: "create access to Task" };
  throw new AppError("scope-missing", { details });
}

/** Another sending of the same task was quicker by a moment, or somebody copied one with its key. */
const existingCodes = /^DUPLICATE_(?:VALUE|EXTERNAL_ID)\b/;

/** A task that is refused because its key is taken is there already; the field may also be another one, of the customer's own. */
async function withThoseThatExist(
  org: Org,
  results: readonly WriteResult[],
): Promise<readonly WriteResult[]> {
  const keys = results.flatMap((result) =>
    result.kind === "refused" && existingCodes.test(result.problem) ? result.key : [],
  );
  const keyName = keys.length === 0 ? null : await uniqueKeyName(org);
  if (keyName === null) return results;
  const idOfKey = toIdByKey(await findByKey(org, keyName, keys));
  return results.map((result): WriteResult => {
    const remoteId = keys.includes(result.key) ? idOfKey.get(result.key) : undefined;
    return remoteId === undefined ? result : { kind: "written", key: result.key, remoteId, modifiedAt: null };
  });
}

async function send(org: Org, drafts: readonly TaskDraft[]): Promise<readonly WriteResult[]> {
  const keyName = await uniqueKeyName(org);
  const shape = await describe(org, "Task");
  // A task may do without a priority that our user may not set.
  const urgent = shape?.fields.get("Priority")?.isCreateable === false ? null : await readUrgentPriority(org);
  const collection =
    keyName === null
      ? ({ method: "POST", path: "composite/sobjects", isRepeatable: false } as const)
      : ({ method: "PATCH", path: `composite/sobjects/Task/${keyName}`, isRepeatable: true } as const);
  return await writeCollections(
    org,
    { ...collection, act: "creating tasks" },
    drafts.map((draft) => ({
      key: draft.key,
      parentId: draft.dealId,
      record: { attributes: { type: "Task" }, ...clipTexts(shape, toRecord(draft, { keyName, urgent })) },
    })),
  );
}

/** The org's own words and names that a task is written with; null where it has none. */
interface TaskWords {
  readonly keyName: string | null;
  readonly urgent: string | null;
}

/** A task that is not urgent gets the org's default priority. */
function toRecord(draft: TaskDraft, { keyName, urgent }: TaskWords): Readonly<Record<string, string>> {
  return {
    Subject: draft.subject,
    Description: keyName === null ? withMarker(draft.body, draft.key) : draft.body,
    ActivityDate: draft.due,
    OwnerId: draft.ownerId,
    WhatId: draft.dealId,
    ...(draft.priority === "high" && urgent !== null ? { Priority: urgent } : {}),
    ...(keyName === null ? {} : { [keyName]: draft.key }),
  };
}

/**
 * By the key field; without it by the text of all tasks of the same deals, because the org's clock may be far from ours. Deleted tasks
 * are found too.
 */
export async function findTasks(
  org: Org,
  wanted: readonly WantedTask[],
): Promise<ReadonlyMap<string, string>> {
  if (wanted.length === 0) return new Map();
  await requireTasks(org);
  const keys = new Set(wanted.map(({ key }) => key));
  const keyName = await uniqueKeyName(org);
  const rows = keyName === null ? await findByText(org, wanted) : await findByKey(org, keyName, [...keys]);
  return toIdByKey(rows.filter(({ key }) => key !== null && keys.has(key)));
}

interface Found {
  readonly key: string | null;
  readonly id: string | null;
  readonly isDeleted: boolean;
}

/** Of several with one key the first that is not deleted, else the first. */
function toIdByKey(rows: readonly Found[]): ReadonlyMap<string, string> {
  const liveLast = rows.toReversed().toSorted((a, b) => Number(b.isDeleted) - Number(a.isDeleted));
  return new Map(
    liveLast.flatMap(({ key, id }) => (key === null || id === null ? [] : [[key, id] as const])),
  );
}

const looking = { object: "Task", kind: "task", act: "looking for own tasks", isAll: true } as const;

async function findByKey(org: Org, keyName: string, keys: readonly string[]): Promise<readonly Found[]> {
  const rows = await queryByIds(org, {
    ...looking,
    fields: ["Id", "IsDeleted", keyName],
    field: keyName,
    ids: keys,
  });
  return rows.map((row) => ({
    key: textOf(row, keyName),
    id: idOf(row),
    isDeleted: isTrue(row, "IsDeleted"),
  }));
}

async function findByText(org: Org, wanted: readonly WantedTask[]): Promise<readonly Found[]> {
  const rows = await queryByIds(org, {
    ...looking,
    fields: ["Id", "IsDeleted", "Description"],
    field: "WhatId",
    ids: wanted.map(({ dealId }) => dealId).filter(isOpportunityId),
  });
  return rows.map((row) => ({
    key: findMarker(textOf(row, "Description")),
    id: idOf(row),
    isDeleted: isTrue(row, "IsDeleted"),
  }));
}

export async function readTaskStates(
  org: Org,
  taskIds: readonly string[],
): Promise<ReadonlyMap<string, TaskState>> {
  const rows = await queryByIds(org, {
    object: "Task",
    fields: ["Id", "IsClosed", "IsDeleted"],
    field: "Id",
    ids: taskIds.filter(isTaskId),
    kind: "task",
    act: "reading tasks",
    isAll: true,
  });
  const byId = new Map(rows.map((row) => [idOf(row), row]));
  return new Map(
    taskIds.map((id) => {
      const row = byId.get(toLongId(id));
      if (row === undefined) return [id, "missing"];
      if (isTrue(row, "IsDeleted")) return [id, "deleted"];
      return [id, isTrue(row, "IsClosed") ? "done" : "open"];
    }),
  );
}

export async function closeTasks(org: Org, taskIds: readonly string[]): Promise<readonly WriteResult[]> {
  const ids = [...new Set(taskIds)];
  if (ids.length === 0) return [];
  const status = await readClosedStatus(org);
  if (status === null) {
    const problem = "the org shows no status of tasks that means closed";
    return ids.map((key) => ({ kind: "refused", key, problem }));
  }
  return await writeCollections(
    org,
    { method: "PATCH", path: "composite/sobjects", act: "closing tasks", isRepeatable: true },
    ids.map((id) => ({
      key: id,
      parentId: id,
      record: { attributes: { type: "Task" }, id, Status: status },
    })),
  );
}

function isTaskId(id: string): boolean {
  return /^00T[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/.test(id);
}

/** Null when tasks cannot be upserted by a key of ours. */
async function uniqueKeyName(org: Org): Promise<string | null> {
  const name = await taskKeyName(org);
  return (await describe(org, "Task"))?.fields.get(name ?? "")?.isExternalId === true ? name : null;
}

/** The org's own word for "done": the first status that means closed. */
function readClosedStatus(org: Org): Promise<string | null> {
  return readFirstWord(org, {
    object: "TaskStatus",
    meaning: "IsClosed",
    act: "reading the statuses of tasks",
  });
}

/** The org's own word for "urgent". */
function readUrgentPriority(org: Org): Promise<string | null> {
  const act = "reading the priorities of tasks";
  return readFirstWord(org, { object: "TaskPriority", meaning: "IsHighPriority", act });
}

interface Word {
  readonly object: string;
  /** The flag that tells what a value of the org's own list means. */
  readonly meaning: string;
  readonly act: string;
}

/** Values of these lists are each org's own, in its own language. Null where our user sees none: no reason to make no task. */
function readFirstWord(org: Org, { object, meaning, act }: Word): Promise<string | null> {
  return remember(org, `word ${object}`, async () => {
    const soql = `SELECT Id, ApiName, MasterLabel FROM ${object} WHERE ${meaning} = true ORDER BY SortOrder`;
    const [first] = await queryRows(org, { soql, kind: "task", act }).catch((error: unknown) => {
      if (isAppError(error) && isAbsent(error)) return [];
      throw error;
    });
    return first === undefined ? null : (textOf(first, "ApiName") ?? textOf(first, "MasterLabel"));
  });
}
