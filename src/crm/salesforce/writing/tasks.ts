import type { TaskDraft, TaskState, WantedTask, WriteResult } from "../../port.ts";
import { isOpportunityId } from "../deals/read-deals.ts";
import { taskKeyField } from "../field-names.ts";
import type { Org } from "../org.ts";
import { queryByIds } from "../reading/by-ids.ts";
import { describe } from "../reading/describe.ts";
import { queryRows } from "../reading/query.ts";
import { toSoqlMoment } from "../reading/soql.ts";
import { idOf, isTrue, textOf, toLongId } from "../rows.ts";
import { findMarker, withMarker } from "../task-marker.ts";
import { writeCollections } from "./collections.ts";

/** Salesforce's limit of a task's subject. */
const maxSubjectLength = 255;

/**
 * Upserts by the key, so that sending twice makes one task. An org without the key field gets plain creations that carry the key
 * in their text; of those a lost answer is `unknown`.
 */
export async function createTasks(org: Org, drafts: readonly TaskDraft[]): Promise<readonly WriteResult[]> {
  const sendable = drafts.filter(({ dealId }) => isOpportunityId(dealId));
  const results = new Map<string, WriteResult>();
  if (sendable.length > 0) {
    const hasKey = await hasKeyField(org);
    const priorities = await readPriorities(org);
    const path = hasKey ? `composite/sobjects/Task/${taskKeyField}` : "composite/sobjects";
    const written = await writeCollections(
      org,
      { method: hasKey ? "PATCH" : "POST", path, act: "creating tasks", isRepeatable: hasKey },
      sendable.map((draft) => ({
        key: draft.key,
        parentId: draft.dealId,
        record: {
          attributes: { type: "Task" },
          Subject: draft.subject.slice(0, maxSubjectLength).toWellFormed(),
          Description: hasKey ? draft.body : withMarker(draft.body, draft.key),
          ActivityDate: draft.due,
          OwnerId: draft.ownerId,
          WhatId: draft.dealId,
          ...(priorities[draft.priority] === null ? {} : { Priority: priorities[draft.priority] }),
          ...(hasKey ? { [taskKeyField]: draft.key } : {}),
        },
      })),
    );
    for (const result of written) results.set(result.key, result);
  }
  return drafts.map(
    ({ key }) => results.get(key) ?? { kind: "refused", key, problem: "its deal is not an opportunity" },
  );
}

/** By the key field; without it by the text of recent tasks of the same deals. Deleted tasks are found too. */
export async function findTasks(
  org: Org,
  wanted: readonly WantedTask[],
): Promise<ReadonlyMap<string, string>> {
  if (wanted.length === 0) return new Map();
  const keys = new Set(wanted.map(({ key }) => key));
  const found = new Map<string, string>();
  for (const { key, id } of (await hasKeyField(org))
    ? await findByKey(org, [...keys])
    : await findByText(org, wanted)) {
    if (key !== null && id !== null && keys.has(key) && !found.has(key)) found.set(key, id);
  }
  return found;
}

interface Found {
  readonly key: string | null;
  readonly id: string | null;
}

const looking = { object: "Task", kind: "task", act: "looking for own tasks", isAll: true } as const;

async function findByKey(org: Org, keys: readonly string[]): Promise<readonly Found[]> {
  const rows = await queryByIds(org, {
    ...looking,
    fields: ["Id", taskKeyField],
    field: taskKeyField,
    ids: keys,
  });
  return rows.map((row) => ({ key: textOf(row, taskKeyField), id: idOf(row) }));
}

async function findByText(org: Org, wanted: readonly WantedTask[]): Promise<readonly Found[]> {
  const since = Math.min(...wanted.map(({ createdSince }) => createdSince));
  const rows = await queryByIds(org, {
    ...looking,
    fields: ["Id", "Description"],
    field: "WhatId",
    ids: wanted.map(({ dealId }) => dealId).filter(isOpportunityId),
    where: [`CreatedDate >= ${toSoqlMoment(since)}`],
  });
  return rows.map((row) => ({ key: findMarker(textOf(row, "Description")), id: idOf(row) }));
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
  return writeCollections(
    org,
    { method: "PATCH", path: "composite/sobjects", act: "closing tasks", isRepeatable: true },
    ids.map((id) => ({
      key: id,
      parentId: id,
      record: { attributes: { type: "Task" }, id, Status: status },
    })),
  );
}

export function isTaskId(id: string): boolean {
  return /^00T[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/.test(id);
}

async function hasKeyField(org: Org): Promise<boolean> {
  const field = (await describe(org, "Task"))?.fields.get(taskKeyField);
  return field?.isExternalId ?? false;
}

/** The org's own word for "done": the first status that means closed. */
async function readClosedStatus(org: Org): Promise<string> {
  const rows = await queryRows(org, {
    soql: "SELECT Id, ApiName, MasterLabel FROM TaskStatus WHERE IsClosed = true ORDER BY SortOrder",
    kind: "task",
    act: "reading the statuses of tasks",
  });
  const [first] = rows;
  return (
    (first === undefined ? null : (textOf(first, "ApiName") ?? textOf(first, "MasterLabel"))) ?? "Completed"
  );
}

/** The org's own words for urgent and normal; null leaves it to the org. */
async function readPriorities(org: Org): Promise<Readonly<Record<TaskDraft["priority"], string | null>>> {
  const rows = await queryRows(org, {
    soql: "SELECT Id, ApiName, MasterLabel FROM TaskPriority WHERE IsHighPriority = true ORDER BY SortOrder",
    kind: "task",
    act: "reading the priorities of tasks",
  });
  const [first] = rows;
  return {
    high: first === undefined ? null : (textOf(first, "ApiName") ?? textOf(first, "MasterLabel")),
    medium: null,
  };
}
