import { sql } from "kysely";
import type { DayCount } from "../domain/norm.ts";
import { addDays, type CivilDate, startOfDay } from "../domain/time.ts";
import type { TenantDb } from "./open-store.ts";
import { isDerived } from "./proposal-stages.ts";
import { moment } from "./values.ts";

/** Civil dates of the time zone, both included. */
export interface DayRange {
  readonly from: CivilDate;
  readonly to: CivilDate;
  /** IANA name. */
  readonly timeZone: string;
}

/** Of a rep's calls of a day, the share whose outcome must be known; else the talks among them are not measured. */
const minKnownShare = 0.75;

/**
 * What each rep did by hand, per metric and day: calls dialled (also when nobody answered: the effort is the rep's), calls in
 * which somebody was spoken to (an admin's word on an outcome before the adapter's), meetings that took place or whose time has
 * passed without word (for everybody who took part), proposals sent, e-mails and messages sent. Norma's and automation's own
 * activities never count.
 */
export async function loadDayCounts(db: TenantDb, range: DayRange): Promise<readonly DayCount[]> {
  const { rows } = await sql<DayCount>`
    with done as (
      select rep_id, other_rep_ids, ${civilDate(range)} as date,
        coalesce(own.is_connected, made.is_connected) as is_connected,
        case
          when kind = 'call' and direction <> 'inbound' and result in ('done', 'missed') then 'calls'
          when kind = 'meeting' and result in ('done', 'booked') then 'meetings'
          when kind = 'proposal' and result = 'done' then 'proposals'
          when kind = 'email' and direction = 'outbound' and result = 'done' then 'emails'
          when kind = 'message' and direction <> 'inbound' and result = 'done' then 'emails'
        end as metric
      from activities made left join call_outcomes own on own.outcome = made.outcome
      where source = 'rep' and ${within(range)}
    ), credited as (
      select rep_id, metric, date, is_connected from done where metric is not null and rep_id is not null
      union all
      select other.id, metric, date, null from done, unnest(other_rep_ids) as other (id) where metric = 'meetings'
    ), counted as (
      select rep_id, metric, date, count(*)::int as count, count(is_connected) as known,
        (count(*) filter (where is_connected))::int as connected
      from credited group by rep_id, metric, date
    )
    select rep_id as "repId", metric, date, count from counted
    union all
    select rep_id, 'connected-calls', date, case when known >= ${minKnownShare}::float8 * count then connected end
    from counted where metric = 'calls'
    order by 1, 2, 3`.execute(db);
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
      from activities where source = 'rep' and kind <> 'absence' and not ${isDerived(sql.ref("id"))}
        and result in ('done', 'missed') and ${within(range)}
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

/** The civil date of `at`, in SQL. */
export function civilDate({ timeZone }: DayRange) {
  return sql`(at at time zone ${timeZone})::date`;
}

/** Is `at` within the range? In SQL. */
export function within({ from, to, timeZone }: DayRange) {
  return sql`at >= ${moment(startOfDay(from, timeZone))} and at < ${moment(startOfDay(addDays(to, 1), timeZone))}`;
}

/** Everybody with any activity on record. Of others the record is incomplete, which says nothing about their work. */
export async function loadRecordedRepIds(db: TenantDb): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`select distinct rep_id as id from activities
    where rep_id is not null and source = 'rep' and kind <> 'absence' and not ${isDerived(sql.ref("id"))}`.execute(
    db,
  );
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
