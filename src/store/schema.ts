import type { ColumnType, Generated } from "kysely";
import type { Activity, ActivityKind } from "../domain/activity.ts";
import type { Correction, Probabilities } from "../domain/correction.ts";
import type { DealChange, DealOutcome } from "../domain/deal.ts";
import type { Episode, Finding } from "../domain/finding.ts";
import type { Contest, DealFields } from "../domain/flag.ts";
import type {
  Adjustment,
  Classification,
  FollowUpChannel,
  ReasonCode,
  Verdict,
} from "../domain/follow-up.ts";
import type { Metric, Period } from "../domain/norm.ts";
import type { StallRule } from "../domain/stall.ts";
import type { StallModel } from "../domain/stall-model.ts";
import type { CrmKind, Language, Tenant } from "../domain/tenant.ts";
import type { CivilDate, Moment } from "../domain/time.ts";

/**
 * The rows of the store. Every table carries the tenant, and row-level security lets a tenant's transaction see
 * its own rows only. Moments are `timestamptz` (read as milliseconds, written by `toTimestamp`), civil dates are
 * `date` read as text.
 */
export interface Database {
  tenants: TenantRow;
  reps: RepRow;
  teams: TeamRow;
  stages: StageRow;
  deals: DealRow;
  stage_spells: StageSpellRow;
  deal_changes: DealChangeRow;
  deal_contacts: DealContactRow;
  activities: ActivityRow;
  activity_contacts: ActivityContactRow;
  deal_activities: DealActivityRow;
  deal_descriptions: DealDescriptionRow;
  follow_ups: FollowUpRow;
  norms: NormRow;
  absences: AbsenceRow;
  norm_targets: NormTargetRow;
  call_outcomes: CallOutcomeRow;
  time_off: TimeOffRow;
  managers: ManagerRow;
  proposal_stages: ProposalStageRow;
  stall_models: StallModelRow;
  findings: FindingRow;
  episodes: EpisodeRow;
  writes: WriteRow;
  checkpoints: CheckpointRow;
  runs: RunRow;
  corrections: CorrectionRow;
  adjustments: AdjustmentRow;
  judge_answers: JudgeAnswerRow;
  judge_usage: JudgeUsageRow;
}

type At = ColumnType<Moment, string, string>;
/** Objects only: an array would be taken for a Postgres array. */
type Json<T extends object> = ColumnType<T, T, T>;
type AtOrNull = ColumnType<Moment | null, string | null | undefined, string | null>;

interface OfTenant {
  /** Filled in from the transaction's tenant; nothing passes it by hand. */
  tenant_id: Generated<string>;
}

interface TenantRow {
  id: string;
  crm: CrmKind;
  account_id: string;
  name: string;
  time_zone: string;
  language: Language;
  currency: string | null;
  base_url: string;
  status: Tenant["status"];
  /** Encrypted JSON of Credentials. */
  credentials: string;
  connected_at: At;
}

interface RepRow extends OfTenant {
  id: string;
  user_id: string | null;
  name: string;
  email: string | null;
  is_active: boolean;
  team_ids: string[];
}

interface TeamRow extends OfTenant {
  id: string;
  name: string;
  parent_id: string | null;
  manager_rep_id: string | null;
}

interface StageRow extends OfTenant {
  pipeline_id: string;
  pipeline_label: string;
  id: string;
  label: string;
  position: number;
  outcome: DealOutcome;
}

interface DealRow extends OfTenant {
  id: string;
  name: string;
  pipeline_id: string;
  stage_id: string;
  outcome: DealOutcome;
  owner_id: string | null;
  amount: number | null;
  currency: string | null;
  created_at: AtOrNull;
  close_date: CivilDate | null;
  next_step: string | null;
  next_step_at: AtOrNull;
  modified_at: At;
  /** Norma's fields as they stand in the CRM, as far as we know. */
  fields: Json<DealFields>;
  contest: Contest;
  is_history_complete: Generated<boolean>;
  /** True from the moment a change was seen until the deal's history is read, so that a kill between the two loses nothing. */
  needs_history: Generated<boolean>;
  /** Null while the deal exists; else when we learned that it was archived, deleted or merged. */
  gone_at: AtOrNull;
  merged_into_id: string | null;
  /** Null while the CRM shows the deal, or its mark of deletion; else when it was last seen. */
  vanished_since: AtOrNull;
  /** The run that last saw the deal; open deals the run did not see are looked up one by one (in batches). */
  seen_in_run: string | null;
}

interface StageSpellRow extends OfTenant {
  deal_id: string;
  stage_id: string;
  entered_at: At;
  left_at: AtOrNull;
}

interface DealChangeRow extends OfTenant {
  deal_id: string;
  field: DealChange["field"];
  at: At;
  value: string | null;
}

interface DealContactRow extends OfTenant {
  deal_id: string;
  contact_id: string;
}

interface ActivityRow extends OfTenant {
  id: string;
  kind: ActivityKind;
  rep_id: string | null;
  other_rep_ids: string[];
  at: At;
  direction: Activity["direction"];
  result: Activity["result"];
  is_connected: boolean | null;
  /** What the CRM calls the outcome of a call, in small letters. */
  outcome: string | null;
  duration_ms: number | null;
  source: Activity["source"];
  created_at: At;
  modified_at: At;
  /** When we learned that the CRM shows it as deleted. It counts no more once its result is `failed`. */
  gone_at: AtOrNull;
}

interface ActivityContactRow extends OfTenant {
  activity_id: string;
  contact_id: string;
}

interface DealActivityRow extends OfTenant {
  deal_id: string;
  activity_id: string;
  is_inferred: boolean;
}

interface DealDescriptionRow extends OfTenant {
  deal_id: string;
  /** Empty: looked at, and nothing there. */
  text: string;
  undated: string;
}

interface FollowUpRow extends OfTenant {
  id: string;
  deal_id: string;
  rep_id: string | null;
  written_at: At;
  channel: FollowUpChannel;
  text: string;
}

interface AbsenceRow extends OfTenant {
  rep_id: string;
  from_date: CivilDate;
  to_date: CivilDate;
}

interface NormTargetRow extends OfTenant {
  /** Empty: everybody. */
  rep_id: string;
  metric: Metric;
  period: Period;
  required: number;
}

/** Out of office by people's own settings. */
interface TimeOffRow extends OfTenant {
  rep_id: string;
  from_at: At;
  to_at: At;
}

/** What an admin says that a company's own outcome of a call means. */
interface CallOutcomeRow extends OfTenant {
  outcome: string;
  is_connected: boolean;
}

/** Who manages a rep by the admin's word; null: nobody does. */
interface ManagerRow extends OfTenant {
  rep_id: string;
  manager_id: string | null;
}

/** A stage whose entering counts as a proposal sent. */
interface ProposalStageRow extends OfTenant {
  pipeline_id: string;
  stage_id: string;
}

interface NormRow extends OfTenant {
  rep_id: string;
  metric: Metric;
  period: Period;
  expected: number;
  low: number;
  high: number;
  sample: number;
}

interface StallModelRow extends OfTenant {
  model: Json<StallModel>;
}

interface FindingRow extends OfTenant {
  run_id: string;
  /** `deal:<id>` or `norm:<rep>:<metric>:<period>:<start>`: one row a subject and run, so a repeated job replaces its own. */
  subject: string;
  kind: string;
  body: Json<Finding>;
}

interface EpisodeRow extends OfTenant {
  id: string;
  deal_id: string;
  rule: StallRule;
  since: CivilDate;
  usual_days: number | null;
  state: Episode["state"];
  opened_on: CivilDate;
  flagged_on: CivilDate | null;
}

/** planned -> sending -> written | refused | unknown; unknown and orphaned sending are looked up in the CRM first. */
export type WriteState = "planned" | "sending" | "written" | "refused" | "unknown";
export type WriteKind = "deal-fields" | "task-create" | "task-close";

interface WriteRow extends OfTenant {
  key: string;
  kind: WriteKind;
  /** The run that planned it, and once it is sent the one that sent it last. */
  run_id: string;
  deal_id: string;
  episode_id: string | null;
  payload: Json<Readonly<Record<string, unknown>>>;
  state: WriteState;
  remote_id: string | null;
  problem: string | null;
  planned_at: At;
  sent_at: AtOrNull;
  attempts: Generated<number>;
  settled_at: AtOrNull;
  /** For a task: when it is known to be closed in the CRM. */
  closed_at: AtOrNull;
}

interface CheckpointRow extends OfTenant {
  /** `deals`, `activities`, … */
  stream: string;
  /** In which the reading began. */
  run_id: string | null;
  cursor: string | null;
  /** Largest modification moment seen, the base of the next night's lower bound. */
  watermark: AtOrNull;
}

export type RunState = "running" | "finished" | "failed";

interface RunRow extends OfTenant {
  id: string;
  as_of: At;
  is_dry_run: boolean;
  state: RunState;
  /** Steps that are done, so that a resumed night skips them. */
  steps_done: string[];
  counts: Json<Readonly<Record<string, Readonly<Record<string, number>>>>>;
  problem: string | null;
  started_at: At;
  finished_at: AtOrNull;
}

interface CorrectionRow extends OfTenant {
  id: string;
  deal_id: string;
  follow_up_id: string;
  origin: Correction["origin"];
  verdict: Verdict | null;
  reason: ReasonCode | null;
  shown: Verdict;
  probabilities: Json<Probabilities> | null;
  engine: string;
  text_hash: string | null;
  given_at: At;
}

interface AdjustmentRow extends OfTenant {
  /** False when the tenant's people switched it off: corrections are kept and nothing is learned from them. */
  is_on: boolean;
  body: Json<Adjustment> | null;
}

interface JudgeAnswerRow extends OfTenant {
  /** Hash of all that the answer depends on; the text itself is not kept. */
  key: string;
  body: Json<Classification>;
  answered_at: At;
}

interface JudgeUsageRow extends OfTenant {
  /** Civil date in UTC. */
  day: CivilDate;
  /** Reserved and used. */
  tokens: number;
  /** Millionths of the unit that prices are set in. */
  micros: number;
}
