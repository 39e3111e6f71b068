/** What deals' descriptions said at the last look, and which of their words are of unknown age; the dated ones are follow-ups. */
export const descriptions = `
create table deal_descriptions (
  tenant_id text not null default own_tenant(),
  deal_id text not null,
  text text not null,
  undated text not null,
  primary key (tenant_id, deal_id)
);

alter table deal_descriptions enable row level security;

alter table deal_descriptions force row level security;

create policy own_rows on deal_descriptions using (tenant_id = (select own_tenant())) with check (tenant_id = (select own_tenant()));

grant select, insert, update, delete on deal_descriptions to norma_tenant`;
