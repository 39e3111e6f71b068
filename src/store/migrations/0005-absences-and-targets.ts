/** What people say about norms: who is away when, and what a manager requires. An empty `rep_id` means everybody. */
export const absencesAndTargets = `
create table absences (
  tenant_id text not null default own_tenant(),
  rep_id text not null,
  from_date date not null,
  to_date date not null,
  primary key (tenant_id, rep_id, from_date, to_date)
);

create table norm_targets (
  tenant_id text not null default own_tenant(),
  rep_id text not null,
  metric text not null,
  period text not null,
  required double precision not null,
  primary key (tenant_id, rep_id, metric, period)
);

do $$ declare name text; begin
  foreach name in array array['absences', 'norm_targets']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_rows on %I using (tenant_id = (select own_tenant())) with check (tenant_id = (select own_tenant()))', name);
    execute format('grant select, insert, update, delete on %I to norma_tenant', name);
  end loop;
end $$`;
