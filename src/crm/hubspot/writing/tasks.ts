import { type CivilDate, type Moment, msPerHour, startOfDay } from "../../../domain/time.ts";
import { zoneOf } from "../../account-zone.ts";
import type { TaskDraft, TaskState, WriteResult } from "../../port.ts";
import { readAccount } from "../account/read-account.ts";
import type { Portal } from "../portal.ts";
import { readAllBatches } from "../reading/batch-read.ts";
import { type HubSpotRecord, textOf } from "../records.ts";
import { findMarker, toTaskBody } from "../task-marker.ts";
import { writeBatches } from "./write-batches.ts";

/** HubSpot's fixed id of the link from a task to its deal. */
const taskToDeal = 216;

/** A due date has no hour in Norma; in HubSpot it needs one. The end of the working morning is late enough to act. */
const dueHour = 12;

export async function createTasks(
  portal: Portal,
  drafts: readonly TaskDraft[],
): Promise<readonly WriteResult[]> {
  if (drafts.length === 0) return [];
  const timeZone = zoneOf(await readAccount(portal));
  return writeBatches(
    portal,
    {
      type: "tasks",
      operation: "create",
      act: "creating tasks",
      kind: "write",
      keyOf: (record) => findMarker(textOf(record, "hs_task_body")),
    },
    drafts.map((draft) => ({ key: draft.key, input: toInput(draft, timeZone) })),
  );
}

function toInput(draft: TaskDraft, timeZone: string) {
  return {
    properties: {
      hs_timestamp: new Date(toDueMoment(draft.due, timeZone)).toISOString(),
      hs_task_subject: draft.subject,
      hs_task_body: toTaskBody(draft.body, draft.key),
      hs_task_status: "NOT_STARTED",
      hs_task_priority: draft.priority.toUpperCase(),
      hs_task_type: "TODO",
      hubspot_owner_id: draft.ownerId,
    },
    associations: [
      {
        to: { id: draft.dealId },
        types: [{ associationCategory: "HUBSPOT_DEFINED", associationTypeId: taskToDeal }],
      },
    ],
  };
}

function toDueMoment(due: CivilDate, timeZone: string): Moment {
  return startOfDay(due, timeZone) + dueHour * msPerHour;
}

/** HubSpot sets a task's completion moment itself. */
export function closeTasks(portal: Portal, taskIds: readonly string[]): Promise<readonly WriteResult[]> {
  return writeBatches(
    portal,
    {
      type: "tasks",
      operation: "update",
      act: "closing tasks",
      kind: "write",
      keyOf: (record) => record.id,
    },
    [...new Set(taskIds)].map((id) => ({
      key: id,
      input: { id, properties: { hs_task_status: "COMPLETED" } },
    })),
  );
}

/** Live tasks first, then the deleted ones, which HubSpot keeps for some weeks. */
export async function readTaskStates(
  portal: Portal,
  taskIds: readonly string[],
): Promise<ReadonlyMap<string, TaskState>> {
  const states = new Map<string, TaskState>(taskIds.map((id) => [id, "missing"]));
  const query = { type: "tasks", properties: ["hs_task_status"], act: "reading tasks" };
  for (const record of await readAllBatches(portal, { ...query, ids: taskIds })) {
    states.set(record.id, record.archived ? "deleted" : toState(record));
  }
  const absent = taskIds.filter((id) => states.get(id) === "missing");
  for (const record of await readAllBatches(portal, { ...query, ids: absent, isArchived: true })) {
    states.set(record.id, "deleted");
  }
  return states;
}

function toState(record: HubSpotRecord): TaskState {
  return textOf(record, "hs_task_status") === "COMPLETED" ? "done" : "open";
}
