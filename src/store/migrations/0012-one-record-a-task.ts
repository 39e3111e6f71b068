/**
 * A Task of Salesforce used to be stored under its kind, so that one which changed from a task into a call was stored twice. Now all
 * kinds of Tasks have ids of one kind (src/domain/activity.ts). Of several rows of one Task the last modified one is right; ids of Tasks begin
 * with 00T, and HubSpot's are numbers. Row security is lifted meanwhile, because a migration belongs to no tenant.
 */
export const oneRecordATask = `
do $$ declare name text; begin
  foreach name in array array['activities', 'activity_contacts', 'deal_activities', 'follow_ups', 'corrections', 'findings']
  loop
    execute format('alter table %I no force row level security', name);
  end loop;
end $$;

create temporary table task_ids on commit drop as
  select tenant_id, id, 'task:' || split_part(id, ':', 2) as new_id,
    row_number() over (partition by tenant_id, split_part(id, ':', 2) order by modified_at desc, kind = 'task', id) as place
  from activities where id ~ '^(call|email|message|task):00T';

delete from activity_contacts link using task_ids o
  where o.place > 1 and link.tenant_id = o.tenant_id and link.activity_id = o.id;

delete from deal_activities link using task_ids o
  where o.place > 1 and link.tenant_id = o.tenant_id and link.activity_id = o.id;

delete from follow_ups kept using task_ids o where o.place > 1 and kept.tenant_id = o.tenant_id and kept.id = o.id;

delete from activities own using task_ids o where o.place > 1 and own.tenant_id = o.tenant_id and own.id = o.id;

update activity_contacts link set activity_id = o.new_id from task_ids o
  where link.tenant_id = o.tenant_id and link.activity_id = o.id and o.id <> o.new_id;

update deal_activities link set activity_id = o.new_id from task_ids o
  where link.tenant_id = o.tenant_id and link.activity_id = o.id and o.id <> o.new_id;

update follow_ups kept set id = o.new_id from task_ids o
  where kept.tenant_id = o.tenant_id and kept.id = o.id and o.id <> o.new_id;

update activities own set id = o.new_id from task_ids o
  where own.tenant_id = o.tenant_id and own.id = o.id and o.id <> o.new_id;

update corrections set follow_up_id = 'task:' || split_part(follow_up_id, ':', 2)
  where follow_up_id ~ '^(call|email|message):00T';

update findings set body = regexp_replace(body::text, '"(call|email|message):00T', '"task:00T', 'g')::jsonb
  where body::text ~ '"(call|email|message):00T';

do $$ declare name text; begin
  foreach name in array array['activities', 'activity_contacts', 'deal_activities', 'follow_ups', 'corrections', 'findings']
  loop
    execute format('alter table %I force row level security', name);
  end loop;
end $$`;
