/**
 * Deals that the CRM shows neither as live nor as deleted, and activities that it shows as deleted. Activities have many rows, those
 * with a mark are few: the index holds these alone.
 */
export const vanished = `
alter table deals add column vanished_since timestamptz;

alter table activities add column gone_at timestamptz;

create index activities_gone on activities (tenant_id, id) where gone_at is not null`;
