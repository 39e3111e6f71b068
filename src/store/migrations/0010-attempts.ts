/** How often a write was sent: a task that the CRM refused is tried again on later nights. */
export const attempts = `
alter table writes add column attempts integer not null default 0`;
