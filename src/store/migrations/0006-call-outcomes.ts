/** How calls ended in the CRM's own words, and what an admin says that those words mean; time off in calendars. */
export const callOutcomes = `
alter table activities add column outcome text;

create index activities_absent on activities (tenant_id, at) where kind = 'absence';

create table call_outcomes (
  tenant_id text not null default own_tenant(),
  outcome text not null,
  is_connected boolean not null,
  primary key (tenant_id, outcome)
);

alter table call_outcomes enable row level security;

alter table call_outcomes force row level security;

create policy own_rows on call_outcomes using (tenant_id = (select own_tenant())) with check (tenant_id = (select own_tenant()));

grant select, insert, update, delete on call_outcomes to norma_tenant`;
