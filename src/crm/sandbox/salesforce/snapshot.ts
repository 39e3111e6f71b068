import { type Org, type Row, tableOf } from "./org.ts";

/** What a client's writes left behind, without ids and times that differ between two runs. */
export interface OrgSnapshot {
  /** Values of the app's fields by deal id. */
  readonly deals: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Live tasks of the app. */
  readonly tasks: readonly OrgTask[];
  readonly deletedTasks: number;
  /** The app's records of reps' norms by their key. */
  readonly periods: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface OrgTask {
  readonly dealId: string;
  readonly key: string;
  readonly subject: string;
  readonly body: string;
  readonly isClosed: boolean;
  readonly ownerId: string;
  readonly due: string;
}

export function takeSnapshot(org: Org): OrgSnapshot {
  const own = [...tableOf(org, "Task").values()].filter((row) => typeof row["Norma_Key__c"] === "string");
  const live = own.filter((row) => row["IsDeleted"] !== true);
  return {
    deals: dealsOf(org),
    tasks: live.map(toTask).toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    deletedTasks: own.length - live.length,
    periods: periodsOf(org),
  };
}

function periodsOf(org: Org): OrgSnapshot["periods"] {
  const rows = [...(org.tables.get("Norma_Rep_Period__c")?.values() ?? [])];
  const shown = rows
    .filter((row) => row["IsDeleted"] !== true)
    .map((row): [string, Readonly<Record<string, unknown>>] => [String(row["Norma_Key__c"]), ownOf(row)]);
  return Object.fromEntries(shown.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function ownOf(row: Row): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(row).filter(([name]) => name.endsWith("__c")));
}

function dealsOf(org: Org): OrgSnapshot["deals"] {
  const deals: Record<string, Record<string, unknown>> = {};
  for (const [id, row] of tableOf(org, "Opportunity")) {
    const own = Object.entries(row).filter(([name, value]) => name.startsWith("Norma_") && value !== null);
    if (own.length > 0) deals[id] = Object.fromEntries(own.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }
  return deals;
}

function toTask(row: Row): OrgTask {
  const text = (name: string) => String(row[name] ?? "");
  return {
    dealId: text("WhatId"),
    key: text("Norma_Key__c"),
    subject: text("Subject"),
    body: text("Description"),
    isClosed: row["IsClosed"] === true,
    ownerId: text("OwnerId"),
    due: text("ActivityDate"),
  };
}
