/**
 * All tables of the first release. Keys begin with the tenant, which is filled in from the transaction, so that no
 * statement names it. There are no foreign keys: pages arrive in any order and links may name what is not pulled.
 */
export const initial = `
do $$ begin
  -- Roles belong to the whole server: another database of Norma may have made it, or be making it just now.
  if not exists (select from pg_roles where rolname = 'norma_tenant') then
    create role norma_tenant nologin;
  end if;
exception when duplicate_object or unique_violation then null;
end $$;

do $$ begin
  if not pg_has_role(current_user, 'norma_tenant', 'member') then
    grant norma_tenant to current_user;
  end if;
end $$;

grant usage on schema norma to norma_tenant;

create function own_tenant() returns text language sql stable
  return nullif(current_setting('norma.tenant_id', true), '');

create table tenants (
  id text primary key,
  crm text not null,
  account_id text not null,
  name text not null,
  time_zone text not null,
  language text not null,
  currency text,
  base_url text not null,
  status text not null,
  credentials text not null,
  connected_at timestamptz not null,
  unique (crm, account_id, base_url)
);

create table reps (
  tenant_id text not null default own_tenant(),
  id text not null,
  user_id text,
  name text not null,
  email text,
  is_active boolean not null,
  team_ids text[] not null,
  primary key (tenant_id, id)
);

create table teams (
  tenant_id text not null default own_tenant(),
  id text not null,
  name text not null,
  parent_id text,
  manager_rep_id text,
  primary key (tenant_id, id)
);

create table stages (
  tenant_id text not null default own_tenant(),
  pipeline_id text not null,
  pipeline_label text not null,
  id text not null,
  label text not null,
  position integer not null,
  outcome text not null,
  primary key (tenant_id, pipeline_id, id)
);

-- Every night touches every open deal (seen_in_run): room in the page keeps such an update beside its old row.
create table deals (
  tenant_id text not null default own_tenant(),
  id text not null,
  name text not null,
  pipeline_id text not null,
  stage_id text not null,
  outcome text not null,
  owner_id text,
  amount double precision,
  currency text,
  created_at timestamptz,
  close_date date,
  next_step text,
  next_step_at timestamptz,
  modified_at timestamptz not null,
  fields jsonb not null,
  contest text,
  is_history_complete boolean not null default false,
  needs_history boolean not null default true,
  gone_at timestamptz,
  merged_into_id text,
  seen_in_run text,
  primary key (tenant_id, id)
) with (fillfactor = 70);

create index deals_open on deals (tenant_id, id) where outcome = 'open' and gone_at is null;

create index deals_needing_history on deals (tenant_id, id) where needs_history;

create table stage_spells (
  tenant_id text not null default own_tenant(),
  deal_id text not null,
  stage_id text not null,
  entered_at timestamptz not null,
  left_at timestamptz,
  primary key (tenant_id, deal_id, entered_at, stage_id)
);

create table deal_changes (
  tenant_id text not null default own_tenant(),
  deal_id text not null,
  field text not null,
  at timestamptz not null,
  value text,
  primary key (tenant_id, deal_id, field, at)
);

create table deal_contacts (
  tenant_id text not null default own_tenant(),
  deal_id text not null,
  contact_id text not null,
  primary key (tenant_id, deal_id, contact_id)
);

create index deal_contacts_by_contact on deal_contacts (tenant_id, contact_id, deal_id);

create table activities (
  tenant_id text not null default own_tenant(),
  id text not null,
  kind text not null,
  rep_id text,
  other_rep_ids text[] not null,
  at timestamptz not null,
  direction text not null,
  result text not null,
  is_connected boolean,
  duration_ms double precision,
  source text not null,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  primary key (tenant_id, id)
);

create index activities_by_time on activities (tenant_id, at);

create table activity_contacts (
  tenant_id text not null default own_tenant(),
  activity_id text not null,
  contact_id text not null,
  primary key (tenant_id, activity_id, contact_id)
);

create index activity_contacts_by_contact on activity_contacts (tenant_id, contact_id, activity_id);

create table deal_activities (
  tenant_id text not null default own_tenant(),
  deal_id text not null,
  activity_id text not null,
  is_inferred boolean not null,
  primary key (tenant_id, deal_id, activity_id)
);

create index deal_activities_by_activity on deal_activities (tenant_id, activity_id, deal_id);

create table follow_ups (
  tenant_id text not null default own_tenant(),
  id text not null,
  deal_id text not null,
  rep_id text,
  written_at timestamptz not null,
  channel text not null,
  text text not null,
  primary key (tenant_id, deal_id, id)
);

create index follow_ups_by_id on follow_ups (tenant_id, id);

create table norms (
  tenant_id text not null default own_tenant(),
  rep_id text not null,
  metric text not null,
  period text not null,
  expected double precision not null,
  low double precision not null,
  high double precision not null,
  sample integer not null,
  primary key (tenant_id, rep_id, metric, period)
);

create table stage_clocks (
  tenant_id text not null default own_tenant(),
  pipeline_id text not null,
  stage_id text not null,
  usual_days double precision not null,
  limit_days double precision not null,
  sample integer not null,
  basis text not null,
  primary key (tenant_id, pipeline_id, stage_id)
);

create table silence_limits (
  tenant_id text not null default own_tenant(),
  pipeline_id text not null,
  usual_days double precision not null,
  limit_days double precision not null,
  sample integer not null,
  basis text not null,
  primary key (tenant_id, pipeline_id)
);

create table findings (
  tenant_id text not null default own_tenant(),
  run_id text not null,
  subject text not null,
  kind text not null,
  body jsonb not null,
  primary key (tenant_id, run_id, subject)
);

create table episodes (
  tenant_id text not null default own_tenant(),
  id text not null,
  deal_id text not null,
  rule text not null,
  since date not null,
  usual_days double precision,
  state text not null,
  opened_on date not null,
  flagged_on date,
  primary key (tenant_id, id)
);

-- A deal has at most one stall at a time.
create unique index episodes_open on episodes (tenant_id, deal_id) where state <> 'closed';

create index episodes_by_day on episodes (tenant_id, flagged_on);

create table writes (
  tenant_id text not null default own_tenant(),
  key text not null,
  kind text not null,
  run_id text not null,
  deal_id text not null,
  episode_id text,
  payload jsonb not null,
  state text not null,
  remote_id text,
  problem text,
  planned_at timestamptz not null,
  sent_at timestamptz,
  settled_at timestamptz,
  closed_at timestamptz,
  primary key (tenant_id, key)
);

create index writes_by_run on writes (tenant_id, run_id, state);

create index writes_unsettled on writes (tenant_id, state) where state in ('planned', 'sending', 'unknown');

create index writes_open_tasks on writes (tenant_id, deal_id) where kind = 'task-create' and state = 'written' and closed_at is null;

create table checkpoints (
  tenant_id text not null default own_tenant(),
  stream text not null,
  run_id text,
  cursor text,
  watermark timestamptz,
  primary key (tenant_id, stream)
);

create table runs (
  tenant_id text not null default own_tenant(),
  id text not null,
  as_of timestamptz not null,
  is_dry_run boolean not null,
  state text not null,
  steps_done text[] not null,
  counts jsonb not null,
  problem text,
  started_at timestamptz not null,
  finished_at timestamptz,
  primary key (tenant_id, id)
);

-- A tenant's transaction may know its own account, never its credentials, and change nothing of it.
alter table tenants enable row level security;

create policy own_rows on tenants to norma_tenant using (id = own_tenant());

grant select (id, crm, account_id, name, time_zone, language, currency, base_url, status, connected_at)
  on tenants to norma_tenant;

do $$ declare name text; begin
  foreach name in array array['reps', 'teams', 'stages', 'deals', 'stage_spells', 'deal_changes', 'deal_contacts',
    'activities', 'activity_contacts', 'deal_activities', 'follow_ups', 'norms', 'stage_clocks', 'silence_limits',
    'findings', 'episodes', 'writes', 'checkpoints', 'runs']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_rows on %I using (tenant_id = own_tenant()) with check (tenant_id = own_tenant())', name);
    execute format('grant select, insert, update, delete on %I to norma_tenant', name);
  end loop;
end $$`;
