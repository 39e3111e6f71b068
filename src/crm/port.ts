import type { Activity, ActivityKind } from "../domain/activity.ts";
import type { Deal, DealHistory, Pipeline } from "../domain/deal.ts";
import type { DescriptionNow } from "../domain/description.ts";
import type { Contest, DealFields } from "../domain/flag.ts";
import type { NormJudgement } from "../domain/norm.ts";
import type { People, TimeOff } from "../domain/people.ts";
import type { CrmKind } from "../domain/tenant.ts";
import type { CivilDate, Moment } from "../domain/time.ts";

/**
 * A connected CRM account in domain types. Adapters translate, page, pace, retry and refresh tokens; they keep no
 * state between nights. Every method throws AppError only, with one of the `crm-*`, token or scope codes.
 */
export interface Crm {
  readonly kind: CrmKind;

  readAccount(): Promise<Account>;
  /**
   * What the token may do, in few calls: what the CRM itself tells of it, and what trying to read kinds of activity shows where it does
   * not. `tried` are the kinds worth a try, by default those that have a scope of their own; of the others the reading will tell.
   */
  readAccess(options?: { readonly tried: readonly ActivityKind[] }): Promise<Access>;
  /** What only this CRM can tell its admin: limits, versions, fields. */
  checkHealth(): Promise<readonly HealthRemark[]>;
  /** Active and archived people; queues are not people. */
  readPeople(): Promise<PeopleRecord>;
  /** Pipelines of deals with all stages, archived stages included where the CRM tells them. */
  readPipelines(): Promise<readonly Pipeline[]>;

  /**
   * All open deals, and all deals modified at or after `window.modifiedSince` whatever their stage. A page's cursor
   * resumes after that page. The same deal may come twice; a deal edited while paging is never skipped.
   */
  readDeals(window: PullWindow): AsyncIterable<Page<DealRecord>>;
  /**
   * Straight from the records, not from a lagging index. Ids that the CRM shows as archived, merged or deleted come back in `gone`, those
   * that it does not show at all in `vanished`; of an id that it failed to read nothing is said.
   */
  readDealsById(dealIds: readonly string[]): Promise<DealsById>;
  readDealHistories(dealIds: readonly string[]): Promise<readonly DealHistory[]>;
  /** Contact ids by deal id; deals without contacts have an empty list. */
  readDealContacts(dealIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;

  /** Activities of all kinds modified at or after `window.modifiedSince`, with their links. Same promises as readDeals. */
  readActivities(window: PullWindow): AsyncIterable<ActivityPage>;
  /**
   * Activities that the CRM shows as deleted, where what changed does not tell it; each page costs a call. A page's cursor resumes
   * after it, also on another night. Ids that nobody ever read come too.
   */
  readDeletedActivities(cursor: string | null): AsyncIterable<DeletedPage>;
  /**
   * The activities that these deals are linked to now, read from the deals' side: links made later do not move an
   * activity's modification date. Returns records only for ids that are not in `knownActivityIds`.
   */
  readActivitiesOfDeals(
    dealIds: readonly string[],
    knownActivityIds: ReadonlySet<string>,
  ): Promise<DealActivities>;

  /** Creates or repairs Norma's own fields from the manifest; safe to repeat; never drops a customer's option. */
  ensureFields(): Promise<FieldsReport>;
  /** One result per update, in any order. One bad deal never fails the others. */
  writeDealFields(updates: readonly DealFieldsUpdate[]): Promise<readonly WriteResult[]>;
  /** One result per draft. A result of kind `unknown` means the answer was lost: look with findTasks before trying again. */
  createTasks(drafts: readonly TaskDraft[]): Promise<readonly WriteResult[]>;
  /** Task ids by draft key, found by the marker in the task itself without relying on a search index. */
  findTasks(wanted: readonly WantedTask[]): Promise<ReadonlyMap<string, string>>;
  readTaskStates(taskIds: readonly string[]): Promise<ReadonlyMap<string, TaskState>>;
  /** Marks our tasks as completed. Keys of the results are the task ids. */
  closeTasks(taskIds: readonly string[]): Promise<readonly WriteResult[]>;
  /** Reps' last periods beside their norms, as records that reports in the CRM can show; unchanged ones are not written. */
  writeRepPeriods(judgements: readonly NormJudgement[]): Promise<RepPeriodsReport>;
  /** Deletes our tasks, archives our fields and gives the installation back. */
  removeEverything(taskIds: readonly string[]): Promise<RemovalReport>;

  /** Calls made so far by this adapter. */
  callCounts(): CallCounts;
  /** How far the CRM's clock is ahead of ours by its last answer, milliseconds; null before one, or when it does not say. */
  clockSkewMs(): number | null;
  /** Ends open connections and pending waits. */
  close(): Promise<void>;
}

export interface Account {
  readonly accountId: string;
  readonly name: string;
  /** IANA name; null when the CRM tells none that is known. */
  readonly timeZone: string | null;
  /** Null when the CRM does not tell. */
  readonly currency: string | null;
}

/** People, and when their settings in the CRM say that they are away; their calendars say it by activities. */
export interface PeopleRecord extends People {
  readonly timeOff: readonly TimeOff[];
}

export interface HealthRemark {
  readonly result: "good" | "note" | "bad";
  /** A sentence for an admin; of what is bad it says what to do. */
  readonly says: string;
}

export interface Access {
  /** Null when the CRM does not tell (a static token). */
  readonly scopes: readonly string[] | null;
  readonly missingScopes: readonly string[];
  /** Activity kinds that cannot be read with this token: not measured, which is not zero. */
  readonly unmeasured: readonly ActivityKind[];
}

export interface PullWindow {
  readonly modifiedSince: Moment;
  /** Where a broken-off pull goes on; null starts from the beginning. Opaque, made by the same adapter. */
  readonly cursor: string | null;
}

export interface Page<T> {
  readonly records: readonly T[];
  /** Of deals: ids of those that the CRM shows as deleted, where it shows them on the way. */
  readonly goneIds?: readonly string[];
  readonly cursor: string;
}

export interface ActivityPage extends Page<ActivityRecord> {
  /** Ids of live records that stand for no activity, though they may have before: an entry of the calendar that lost its customer. */
  readonly endedIds?: readonly string[];
  /** Kinds of which only their reading showed that this token cannot read them. */
  readonly unmeasured?: readonly ActivityKind[];
}

export interface DeletedPage {
  readonly activityIds: readonly string[];
  readonly cursor: string;
}

export interface DealRecord {
  readonly deal: Deal;
  /** What Norma's fields hold in the CRM now. */
  readonly fields: DealFields;
  readonly contest: Contest;
  /** Null when it is empty, or not shown to us. */
  readonly description: DescriptionNow | null;
  /** Ids of deals that were merged into this one. */
  readonly mergedIds: readonly string[];
}

export interface DealsById {
  readonly found: readonly DealRecord[];
  readonly gone: readonly { readonly dealId: string; readonly mergedIntoId: string | null }[];
  /** Neither live nor deleted by the CRM's own word: purged, or kept from our user. */
  readonly vanished: readonly string[];
}

export interface ActivityRecord {
  readonly activity: Activity;
  readonly dealIds: readonly string[];
  readonly contactIds: readonly string[];
  /** What the rep wrote, as plain text without quoted mail and signature; null when nothing was written. */
  readonly text: string | null;
  /** The CRM shows it as deleted. */
  readonly isDeleted?: boolean;
}

export interface DealActivities {
  readonly links: readonly { readonly dealId: string; readonly activityId: string }[];
  readonly records: readonly ActivityRecord[];
}

export interface FieldsReport {
  readonly created: readonly string[];
  readonly repaired: readonly string[];
  readonly unchanged: number;
}

export interface DealFieldsUpdate {
  readonly dealId: string;
  /** Only what changes. */
  readonly fields: Partial<DealFields>;
}

export interface TaskDraft {
  /** Ours, unique for ever; carried inside the task as a marker. */
  readonly key: string;
  readonly dealId: string;
  readonly ownerId: string;
  readonly subject: string;
  /** Plain text with line breaks. */
  readonly body: string;
  readonly due: CivilDate;
  readonly priority: "high" | "medium";
}

export interface WantedTask {
  readonly key: string;
  readonly dealId: string;
  readonly createdSince: Moment;
}

/** `missing`: the CRM knows nothing of it, neither live nor deleted. */
export type TaskState = "open" | "done" | "deleted" | "missing";

/** `key` is the deal id for fields, the draft's key for new tasks, the task id for closings. */
export type WriteResult =
  | {
      readonly kind: "written";
      readonly key: string;
      readonly remoteId: string;
      readonly modifiedAt: Moment | null;
    }
  | { readonly kind: "refused"; readonly key: string; readonly problem: string }
  | { readonly kind: "unknown"; readonly key: string; readonly problem: string };

export interface RepPeriodsReport {
  /** False where the CRM has no place for such records. */
  readonly isSupported: boolean;
  readonly written: number;
  readonly unchanged: number;
  /** Why each record that was not written was not. */
  readonly refused: readonly string[];
}

export interface RemovalReport {
  readonly tasksRemoved: number;
  readonly fieldsRemoved: number;
  /** What could not be removed and why, as sentences. */
  readonly left: readonly string[];
}

/** Calls by kind of endpoint, every attempt counted; `answered429` counts throttled attempts. */
export interface CallCounts {
  readonly byKind: Readonly<Record<string, number>>;
  readonly total: number;
  readonly answered429: number;
  readonly retried: number;
}
