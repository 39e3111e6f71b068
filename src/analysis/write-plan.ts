import type { Deal } from "../domain/deal.ts";
import type { DealFinding, EndedTask, Episode, StalledDeal } from "../domain/finding.ts";
import type { Contest, DealFields } from "../domain/flag.ts";
import type { CivilDate } from "../domain/time.ts";
import type { Phrases } from "./phrases.ts";
import type { FlagSettings } from "./settings.ts";

/** A deal as it stands in the CRM, as far as we know. */
export interface StoredDeal extends Pick<Deal, "id" | "name" | "outcome"> {
  /** Archived, deleted or merged into another: nothing can be written to it. */
  readonly isGone: boolean;
  readonly ownerId: string | null;
  /** Shown to us neither as live nor as deleted: nothing about it is touched. */
  readonly isVanished?: boolean;
  readonly fields: DealFields;
  readonly contest: Contest;
  /** The text behind the flag that people contested, where one was. */
  readonly contestedFollowUpId?: string | null;
}

/** One of our tasks that nobody has closed yet. */
export interface OpenTask {
  readonly key: string;
  readonly dealId: string;
  readonly taskId: string;
  readonly episodeId: string | null;
  /** Whom it was given to; null when that was not kept. */
  readonly ownerId: string | null;
}

/** `refused`: the CRM did not take it; `taken-back`: Norma closed it itself, because the deal moved. */
export type RepeatableTask = "refused" | "taken-back";

export interface PlanInput {
  /** At most one counts per deal: the last. */
  readonly findings: readonly DealFinding[];
  /** All deals that have a finding, an open episode, an open task or a value in one of our fields. */
  readonly deals: ReadonlyMap<string, StoredDeal>;
  /** Episodes in state `listed` or `flagged`. */
  readonly openEpisodes: readonly Episode[];
  readonly openTasks: readonly OpenTask[];
  /** Keys of all tasks that were ever planned, done and closed ones included: no key is used twice. */
  readonly plannedTaskKeys: ReadonlySet<string>;
  /** Of those, the ones after which a task may be made all the same, by key. */
  readonly repeatableTasks: ReadonlyMap<string, RepeatableTask>;
  /** At least those that ended within `quietAfterTaskDays`. */
  readonly endedTasks: readonly EndedTask[];
  /** How many deals of each rep got a new flag or a task on this civil date already. */
  readonly flaggedToday: ReadonlyMap<string, number>;
  readonly repNames: ReadonlyMap<string, string>;
  readonly today: CivilDate;
  readonly settings: FlagSettings;
  readonly phrases: Phrases;
}

/** Only what changes, as the CRM port takes it. */
export interface PlannedFields {
  readonly dealId: string;
  readonly fields: Partial<DealFields>;
}

/** A task as the CRM port takes it, with the episode it belongs to. */
export interface PlannedTask {
  readonly key: string;
  readonly dealId: string;
  readonly episodeId: string;
  readonly ownerId: string;
  readonly subject: string;
  readonly body: string;
  readonly due: CivilDate;
  readonly priority: "high" | "medium";
  /** As in the deal's fields, to be kept with the task. */
  readonly repeats: number | null;
}

/** The difference between what the CRM shows and what it should show; in order of deal ids. */
export interface WritePlan {
  readonly fieldUpdates: readonly PlannedFields[];
  readonly tasks: readonly PlannedTask[];
  /** Our tasks on deals that moved, closed or are gone, and those of somebody who no longer owns the deal. */
  readonly closings: readonly OpenTask[];
  /** New, newly flagged and closed episodes, to be saved by id. */
  readonly episodes: readonly Episode[];
  /** Stalled deals that wait behind the cap: nothing is shown in the CRM until a later night. */
  readonly listed: readonly StalledDeal[];
}
