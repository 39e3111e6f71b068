import type { CrmKind } from "../domain/tenant.ts";

/** What one night had to move, for counting the fewest calls that could have moved it. */
export interface NightVolume {
  readonly people: number;
  readonly openDeals: number;
  /** Deals that were open or changed: each must be seen once. */
  readonly dealsSeen: number;
  /** Deals that are new or whose stage, amount, close date or owner changed. */
  readonly historiesRead: number;
  /** Changed activities by kind, zeros included; kinds that cannot be searched or read are left out. */
  readonly activities: Readonly<Record<string, number>>;
  /** Changed activities of kinds that can only be listed. */
  readonly listedActivities: number;
  readonly dealsWritten: number;
  readonly tasksWritten: number;
  readonly tasksClosed: number;
}

/**
 * The fewest HubSpot calls that could have done a night of this volume, by the kinds under which the adapter counts its
 * calls: every page and batch full, nothing asked twice, nothing looked at again. Sizes are HubSpot's documented limits:
 * search 200, lists and batches 100, histories 50, associations 1,000 ids for each of two targets.
 */
function computeHubSpotCallFloor(volume: NightVolume): Record<string, number> {
  const kinds = Object.values(volume.activities);
  return {
    // Live and archived owners.
    owner: pages(volume.people, 100) + 1,
    pipeline: 1,
    property: 1,
    search: pages(volume.dealsSeen, 200) + sum(kinds.map((count) => pages(count, 200))),
    list: pages(volume.listedActivities, 100),
    history: Math.ceil(volume.historiesRead / 50),
    association: pages(volume.openDeals, 1000) + 2 * sum(kinds.map((count) => Math.ceil(count / 1000))),
    write: sum(
      [volume.dealsWritten, volume.tasksWritten, volume.tasksClosed].map((count) => Math.ceil(count / 100)),
    ),
  };
}

/** Objects that hold the kinds of activity; a page holds rows of one object. */
const salesforceObjects: Readonly<Record<string, readonly string[]>> = {
  Task: ["call", "task", "message"],
  EmailMessage: ["email"],
  Event: ["meeting"],
  Quote: ["proposal"],
  ContentNote: ["note"],
};

/** Objects whose shape must be known before they are asked for: the five above and Opportunity. */
const describedObjects = 6;

/**
 * The fewest Salesforce calls that could have done a night of this volume: 2,000 rows a page, collections of 200, one
 * token, one look at each object's shape. A deal has at least one row of history and one contact's role.
 */
function computeSalesforceCallFloor(volume: NightVolume): Record<string, number> {
  const counts: Readonly<Record<string, number>> = {
    ...volume.activities,
    message: volume.listedActivities,
  };
  const rowsOf = (kinds: readonly string[]) => sum(kinds.map((kind) => counts[kind] ?? 0));
  return {
    oauth: 1,
    describe: describedObjects,
    user: pages(volume.people, 2_000),
    pipeline: 1,
    query:
      pages(volume.dealsSeen, 2_000) +
      sum(Object.values(salesforceObjects).map((kinds) => pages(rowsOf(kinds), 2_000))),
    history: Math.ceil(volume.historiesRead / 2_000),
    contact: Math.ceil(volume.openDeals / 2_000),
    write: sum(
      [volume.dealsWritten, volume.tasksWritten, volume.tasksClosed].map((count) => Math.ceil(count / 200)),
    ),
  };
}

/** The floor of the account's own CRM. */
export function computeCallFloor(crm: CrmKind, volume: NightVolume): Record<string, number> {
  return crm === "salesforce" ? computeSalesforceCallFloor(volume) : computeHubSpotCallFloor(volume);
}

function pages(rows: number, size: number): number {
  return Math.max(1, Math.ceil(rows / size));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
