/** When people set themselves out of office in the CRM's own settings. */
export const timeOff = `
create table time_off (
  tenant_id text not null default own_tenant(),
  rep_id text not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  primary key (tenant_id, rep_id, from_at)
);

alter table time_off enable row level security;

alter table time_off force row level security;

create policy own_rows on time_off using (tenant_id = (select own_tenant())) with check (tenant_id = (select own_tenant()));

grant select, insert, update, delete on time_off to norma_tenant`;
