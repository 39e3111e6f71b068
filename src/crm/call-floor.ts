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
  /** Records of reps' norms that were new or changed; none where the CRM has no room for them. */
  readonly normsWritten: number;
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

/** Objects that hold the kinds of activity; a page holds rows of one object. Each e-mail is an EmailMessage and a Task. */
const salesforceObjects: Readonly<Record<string, readonly string[]>> = {
  Task: ["call", "task", "message", "email"],
  EmailMessage: ["email"],
  Event: ["meeting"],
  Quote: ["proposal"],
  ContentNote: ["note"],
};

/**
 * Objects whose shape must be known before they are asked for, because one field that an org lacks fails the whole query: the five
 * above, Opportunity with its histories and contacts' roles, users, the people of e-mails and meetings, old notes.
 */
const describedObjects = 12;

/** Ids of 15 characters that fit into an address of 16,384 bytes beside the rest of the query and the headers. */
const idsPerList = 500;

/**
 * The fewest Salesforce calls that could have done a night of this volume, composite requests aside: 2,000 rows a page, collections
 * of 200, one token, one look at each object's shape. Lower bounds where the volume does not say more: a history of one row, as
 * if all of tonight's changes were asked for at once; one contact's role on a deal. What a note is about is told only for named
 * notes. Not counted: who took part in e-mails and meetings, and whether something was linked later.
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
    link: Math.ceil((counts["note"] ?? 0) / idsPerList),
    write: sum(
      [volume.dealsWritten, volume.tasksWritten, volume.tasksClosed, volume.normsWritten].map((count) =>
        Math.ceil(count / 200),
      ),
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
