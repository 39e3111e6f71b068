import { sql } from "kysely";
import type { DayCount } from "../domain/norm.ts";
import { addDays, type CivilDate, startOfDay } from "../domain/time.ts";
import type { TenantDb } from "./open-store.ts";
import { moment } from "./values.ts";

/** Civil dates of the time zone, both included. */
export interface DayRange {
  readonly from: CivilDate;
  readonly to: CivilDate;
  /** IANA name. */
  readonly timeZone: string;
}

/**
 * What each rep did by hand, per metric and day: calls dialled (also when nobody answered: the effort is the rep's),
 * meetings that took place or whose time has passed without word (for everybody who took part), proposals sent, e-mails
 * and messages sent. Norma's and automation's own activities never count.
 */
export async function loadDayCounts(db: TenantDb, range: DayRange): Promise<readonly DayCount[]> {
  const { rows } = await sql<DayCount>`
    with done as (
      select rep_id, other_rep_ids, ${civilDate(range)} as date,
        case
          when kind = 'call' and direction <> 'inbound' and result in ('done', 'missed') then 'calls'
          when kind = 'meeting' and result in ('done', 'booked') then 'meetings'
          when kind = 'proposal' and result = 'done' then 'proposals'
          when kind in ('email', 'message') and direction = 'outbound' and result = 'done' then 'emails'
        end as metric
      from activities where source = 'rep' and ${within(range)}
    ), credited as (
      select rep_id, metric, date from done where metric is not null and rep_id is not null
      union all
      select other.id, metric, date from done, unnest(other_rep_ids) as other (id) where metric = 'meetings'
    )
    select rep_id as "repId", metric, date, count(*) as count
    from credited group by rep_id, metric, date order by rep_id, metric, date`.execute(db);
  return rows;
}

/** Per rep the days, ascending, with anything done by hand in any channel, notes and tasks included. */
export async function loadWorkedDays(
  db: TenantDb,
  range: DayRange,
): Promise<ReadonlyMap<string, readonly CivilDate[]>> {
  const { rows } = await sql<{ repId: string; dates: CivilDate[] }>`
    with worked as (
      select rep_id, other_rep_ids, kind, ${civilDate(range)} as date
      from activities where source = 'rep' and result in ('done', 'missed') and ${within(range)}
    ), days as (
      select rep_id, date from worked where rep_id is not null
      union
      select other.id, date from worked, unnest(other_rep_ids) as other (id) where kind = 'meeting'
    )
    select rep_id as "repId", array_agg(date::text order by date) as dates from days group by rep_id order by rep_id`.execute(
    db,
  );
  return new Map(rows.map(({ repId, dates }) => [repId, dates]));
}

function civilDate({ timeZone }: DayRange) {
  return sql`(at at time zone ${timeZone})::date`;
}

function within({ from, to, timeZone }: DayRange) {
  return sql`at >= ${moment(startOfDay(from, timeZone))} and at < ${moment(startOfDay(addDays(to, 1), timeZone))}`;
}

/** Everybody with any activity on record. Of others the record is incomplete, which says nothing about their work. */
export async function loadRecordedRepIds(db: TenantDb): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`select distinct rep_id as id from activities
    where rep_id is not null and source = 'rep'`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/** Deals won by their owners with a close date in the range. */
export async function loadWonCounts(
  db: TenantDb,
  { from, to }: Pick<DayRange, "from" | "to">,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ repId: string; count: number }>`
    select owner_id as "repId", count(*)::int as count from deals
    where outcome = 'won' and gone_at is null and owner_id is not null and close_date between ${from} and ${to}
    group by owner_id order by owner_id`.execute(db);
  return new Map(rows.map(({ repId, count }) => [repId, Number(count)]));
}
