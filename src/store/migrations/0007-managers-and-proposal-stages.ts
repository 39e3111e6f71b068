/** What an admin says: who manages whom (null: nobody does), and entering which stages counts as a proposal sent. */
export const managersAndProposalStages = `
create table managers (
  tenant_id text not null default own_tenant(),
  rep_id text not null,
  manager_id text,
  primary key (tenant_id, rep_id)
);

create table proposal_stages (
  tenant_id text not null default own_tenant(),
  pipeline_id text not null,
  stage_id text not null,
  primary key (tenant_id, pipeline_id, stage_id)
);

do $$ declare name text; begin
  foreach name in array array['managers', 'proposal_stages']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_rows on %I using (tenant_id = (select own_tenant())) with check (tenant_id = (select own_tenant()))', name);
    execute format('grant select, insert, update, delete on %I to norma_tenant', name);
  end loop;
end $$`;
