import { sql } from "kysely";
import type { DayCount } from "../domain/norm.ts";
import { addDays } from "../domain/time.ts";
import { civilDate, type DayRange, within } from "./day-counts.ts";
import type { TenantDb } from "./open-store.ts";

/** A person whom nobody of the account has turned to for so many days is new, or new again. Half of what a first night reads. */
const newAfterDays = 90;

/**
 * Per rep and day the people whom the rep was the first of all to turn to, by call, meeting, e-mail or message, answered or not:
 * the effort is the rep's. What the buyer sent first takes nothing from it. The first days of the range only show who is known, so they
 * are not measured; afterwards a day with any work and without a new contact has none.
 */
export async function loadNewContactCounts(db: TenantDb, range: DayRange): Promise<readonly DayCount[]> {
  const { from } = range;
  const measuredFrom = addDays(from, newAfterDays);
  const { rows } = await sql<DayCount>`
    with made as materialized (
      select id, rep_id, at from activities
      where source = 'rep' and kind in ('call', 'meeting', 'email', 'message') and direction <> 'inbound'
        and (result in ('done', 'missed') or (kind = 'meeting' and result = 'booked')) and ${within(range)}
    ), turned as (
      select made.rep_id, made.at,
        lag(made.at) over (partition by link.contact_id order by made.at, made.id) as before
      from made join activity_contacts link on link.activity_id = made.id
    ), first as (
      select rep_id, ${civilDate(range)} as date, count(*)::int as count from turned
      where rep_id is not null and (before is null or before < at - make_interval(days => ${newAfterDays}))
      group by 1, 2
    ), worked as (
      select distinct rep_id, ${civilDate(range)} as date from made where rep_id is not null
    )
    select worked.rep_id as "repId", 'new-contacts' as metric, worked.date,
      case when worked.date >= ${measuredFrom}::date then coalesce(first.count, 0) end as count
    from worked left join first on first.rep_id = worked.rep_id and first.date = worked.date
    order by 1, 3`.execute(db);
  return rows;
}
