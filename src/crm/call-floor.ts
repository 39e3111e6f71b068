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
  /** All on record of these kinds, changed or not: a list gives no less. */
  readonly listedInAll: number;
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
    // Only for the names of calls' outcomes, and before deals are written.
    property: volume.dealsWritten > 0 || (volume.activities["call"] ?? 0) > 0 ? 1 : 0,
    search: pages(volume.dealsSeen, 200) + sum(kinds.map((count) => pages(count, 200))),
    // The other: users with their out-of-office hours, of whom there may be fewer than people.
    list: pages(volume.listedInAll, 100) + 1,
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

/** Rows of one page. */
const pageRows = 2_000;

/** Queries that one composite request may hold. */
const queriesPerCall = 5;

/** Ids of 15 characters that fit into an address of 16,384 bytes beside the rest of the query and the headers. */
const idsPerList = 500;

/**
 * The fewest Salesforce calls that could have done a night of this volume. What is asked at once goes in composite requests: the
 * shapes of up to 25 objects, the organization with its stages and settings, five lists of ids or pages of their rows. What is read
 * page by page takes a call for 2,000 rows, although a composite request could carry pages of five readings: they would come one after
 * another all the same, and all be lost with one broken answer. Collections of 200, one token. Lower bounds where the volume does
 * not say more: one row for a history and for the contacts of a deal. What a note is about is told only for named notes. Not
 * counted: who took part in e-mails and meetings, and whether something was linked later.
 */
function computeSalesforceCallFloor(volume: NightVolume): Record<string, number> {
  const counts: Readonly<Record<string, number>> = {
    ...volume.activities,
    message: volume.listedActivities,
  };
  const rowsOf = (kinds: readonly string[]) => sum(kinds.map((kind) => counts[kind] ?? 0));
  return {
    oauth: 1,
    describe: 1,
    account: 1,
    user: pages(volume.people, pageRows),
    query:
      pages(volume.dealsSeen, pageRows) +
      sum(Object.values(salesforceObjects).map((kinds) => pages(rowsOf(kinds), pageRows))),
    history: Math.ceil(volume.historiesRead / (queriesPerCall * pageRows)),
    contact: Math.ceil(volume.openDeals / pageRows),
    link: Math.ceil((counts["note"] ?? 0) / (queriesPerCall * idsPerList)),
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
