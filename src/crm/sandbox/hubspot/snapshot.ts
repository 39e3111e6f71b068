import type { Portal } from "./portal.ts";
import type { HubSpotRecord } from "./record.ts";

/** What a client's writes left behind, without ids and times that differ between two runs. */
export interface PortalSnapshot {
  /** Non-empty properties of the app by deal id (names that start with the prefix). */
  readonly deals: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Live tasks made by integrations. */
  readonly tasks: readonly SnapshotTask[];
  readonly archivedTasks: number;
  readonly properties: readonly string[];
}

export interface SnapshotTask {
  readonly dealIds: readonly string[];
  readonly subject: string;
  readonly body: string;
  readonly status: string;
  readonly ownerId: string;
  readonly due: string;
}

export function takeSnapshot(portal: Portal, prefix = "norma_"): PortalSnapshot {
  const ownTasks = [...portal.tables.tasks.records.values()].filter(
    ({ source }) => source.type === "INTEGRATION",
  );
  const live = ownTasks.filter(({ archivedAt }) => archivedAt === null);
  return {
    deals: dealsOf(portal, prefix),
    tasks: live.map((task) => toTask(portal, task)).sort((a, b) => (toKey(a) < toKey(b) ? -1 : 1)),
    archivedTasks: ownTasks.length - live.length,
    properties: [...(portal.properties.get("deals")?.values() ?? [])]
      .filter(({ name, archivedAt }) => name.startsWith(prefix) && archivedAt === null)
      .map(({ name }) => name)
      .sort(),
  };
}

function dealsOf(portal: Portal, prefix: string): Record<string, Record<string, string>> {
  const deals: Record<string, Record<string, string>> = {};
  for (const id of portal.tables.deals.idsInOrder("number")) {
    const values = portal.tables.deals.records.get(id)?.values ?? {};
    const own = Object.entries(values).filter(([name, value]) => name.startsWith(prefix) && value !== "");
    if (own.length > 0) deals[id] = Object.fromEntries(own.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  return deals;
}

function toTask(portal: Portal, { id, values }: HubSpotRecord): SnapshotTask {
  return {
    dealIds: [...portal.links.read({ type: "tasks", id }, "deals")].sort(),
    subject: values["hs_task_subject"] ?? "",
    body: values["hs_task_body"] ?? "",
    status: values["hs_task_status"] ?? "",
    ownerId: values["hubspot_owner_id"] ?? "",
    due: values["hs_timestamp"] ?? "",
  };
}

function toKey(task: SnapshotTask): string {
  return JSON.stringify([task.dealIds, task.subject, task.body, task.status]);
}
