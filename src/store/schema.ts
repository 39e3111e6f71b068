import type { ColumnType, JSONColumnType } from "kysely";

/**
 * The rows of the store. Every table carries the tenant, and row-level security lets a tenant's transaction see
 * its own rows only. Moments are `timestamptz`, civil dates are `date` read as text.
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
  follow_ups: FollowUpRow;
  norms: NormRow;
  stage_clocks: StageClockRow;
  silence_limits: SilenceLimitRow;
  findings: FindingRow;
  episodes: EpisodeRow;
  writes: WriteRow;
  checkpoints: CheckpointRow;
  runs: RunRow;
}

type At = ColumnType<Date, Date | string, Date | string>;
type AtOrNull = ColumnType<Date | null, Date | string | null, Date | string | null>;
type Json = JSONColumnType<object>;

interface OfTenant {
  tenant_id: string;
}

interface TenantRow {
  id: string;
  crm: string;
  account_id: string;
  name: string;
  time_zone: string;
  language: string;
  currency: string | null;
  base_url: string;
  status: string;
  /** Encrypted JSON of Credentials. */
  credentials: string | null;
  connected_at: At;
}

interface RepRow extends OfTenant {
  id: string;
  user_id: string | null;
  name: string;
  email: string | null;
  is_active: boolean;
  team_ids: Json;
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
  outcome: string;
}

interface DealRow extends OfTenant {
  id: string;
  name: string;
  pipeline_id: string;
  stage_id: string;
  outcome: string;
  owner_id: string | null;
  amount: number | null;
  currency: string | null;
  created_at: AtOrNull;
  close_date: string | null;
  next_step: string | null;
  next_step_at: AtOrNull;
  modified_at: At;
  /** Norma's fields as they stand in the CRM, as far as we know. */
  fields: Json;
  contest: string | null;
  is_history_complete: boolean;
  /** Null while the deal exists; else when we learned that it was archived, deleted or merged. */
  gone_at: AtOrNull;
  merged_into_id: string | null;
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
  field: string;
  at: At;
  value: string | null;
}

interface DealContactRow extends OfTenant {
  deal_id: string;
  contact_id: string;
}

interface ActivityRow extends OfTenant {
  id: string;
  kind: string;
  rep_id: string | null;
  other_rep_ids: Json;
  at: At;
  direction: string;
  result: string;
  is_connected: boolean | null;
  duration_ms: number | null;
  source: string;
  created_at: At;
  modified_at: At;
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

interface FollowUpRow extends OfTenant {
  id: string;
  deal_id: string;
  rep_id: string | null;
  written_at: At;
  channel: string;
  text: string;
}

interface NormRow extends OfTenant {
  rep_id: string;
  metric: string;
  period: string;
  expected: number;
  low: number;
  high: number;
  sample: number;
}

interface StageClockRow extends OfTenant {
  pipeline_id: string;
  stage_id: string;
  usual_days: number;
  limit_days: number;
  sample: number;
  basis: string;
}

interface SilenceLimitRow extends OfTenant {
  pipeline_id: string;
  usual_days: number;
  limit_days: number;
  sample: number;
  basis: string;
}

interface FindingRow extends OfTenant {
  run_id: string;
  /** `deal:<id>` or `norm:<rep>:<metric>:<period>:<start>`: one row a subject and run, so a repeated job replaces its own. */
  subject: string;
  kind: string;
  body: Json;
}

interface EpisodeRow extends OfTenant {
  id: string;
  deal_id: string;
  rule: string;
  since: string;
  usual_days: number | null;
  state: string;
  opened_on: string;
  flagged_on: string | null;
  closed_on: string | null;
}

interface WriteRow extends OfTenant {
  key: string;
  kind: string;
  run_id: string;
  deal_id: string;
  payload: Json;
  /** planned -> sending -> written | refused | unknown; unknown and orphaned sending are looked up in the CRM first. */
  state: string;
  remote_id: string | null;
  problem: string | null;
  planned_at: At;
  sent_at: AtOrNull;
  settled_at: AtOrNull;
}

interface CheckpointRow extends OfTenant {
  /** `deals`, `activities`, … */
  stream: string;
  run_id: string | null;
  cursor: string | null;
  /** Largest modification moment seen, the base of the next night's lower bound. */
  watermark: AtOrNull;
}

interface RunRow extends OfTenant {
  id: string;
  as_of: At;
  is_dry_run: boolean;
  state: string;
  /** Steps that are done, so that a resumed night skips them. */
  steps_done: Json;
  counts: Json;
  problem: string | null;
  started_at: At;
  finished_at: AtOrNull;
}
