/** Stage clocks, silences, habits and risk are learned, replaced and read together: one document a tenant. */
export const stallModels = `
drop table stage_clocks;

drop table silence_limits;

create table stall_models (
  tenant_id text not null default own_tenant(),
  model jsonb not null,
  primary key (tenant_id)
);

alter table stall_models enable row level security;

alter table stall_models force row level security;

create policy own_rows on stall_models using (tenant_id = (select own_tenant()))
  with check (tenant_id = (select own_tenant()));

grant select, insert, update, delete on stall_models to norma_tenant`;
