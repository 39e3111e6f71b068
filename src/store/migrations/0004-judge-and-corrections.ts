/**
 * What people said about readings, what each tenant's corrections taught, and what the judge was asked and cost. No text is in
 * any of these tables: a follow-up's own row is the only place for it, and goes when its time is over.
 */
export const judgeAndCorrections = `
create table corrections (
  tenant_id text not null default own_tenant(),
  id text not null,
  deal_id text not null,
  follow_up_id text not null,
  origin text not null,
  verdict text,
  reason text,
  shown text not null,
  probabilities jsonb,
  engine text not null,
  text_hash text,
  given_at timestamptz not null,
  primary key (tenant_id, id)
);

create index corrections_by_deal on corrections (tenant_id, deal_id);

create table adjustments (
  tenant_id text not null default own_tenant(),
  is_on boolean not null,
  body jsonb,
  primary key (tenant_id)
);

create table judge_answers (
  tenant_id text not null default own_tenant(),
  key text not null,
  body jsonb not null,
  answered_at timestamptz not null,
  primary key (tenant_id, key)
);

create table judge_usage (
  tenant_id text not null default own_tenant(),
  day date not null,
  tokens double precision not null,
  micros double precision not null,
  primary key (tenant_id, day)
);

do $$ declare name text; begin
  foreach name in array array['corrections', 'adjustments', 'judge_answers', 'judge_usage']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_rows on %I using (tenant_id = (select own_tenant())) with check (tenant_id = (select own_tenant()))', name);
    execute format('grant select, insert, update, delete on %I to norma_tenant', name);
  end loop;
end $$`;
