import { sql } from "kysely";
import type { TimeOff } from "../domain/people.ts";
import { addDays, type Moment } from "../domain/time.ts";
import { type DayRange, within } from "./day-counts.ts";
import type { TenantDb } from "./open-store.ts";
import { saveRows } from "./save-rows.ts";
import { moment, toTimestamp } from "./values.ts";

/**
 * Takes over what people have set now. What is over stays as it was: people clear old entries away, and a judgement of last month must not
 * change by that.
 */
export async function saveTimeOff(db: TenantDb, entries: readonly TimeOff[], now: Moment): Promise<void> {
  await sql`delete from time_off where to_at > ${moment(now)}`.execute(db);
  await saveRows(db, {
    into: "time_off",
    key: ["rep_id", "from_at"],
    rows: entries.map(({ repId, from, to }) => ({
      rep_id: repId,
      from_at: toTimestamp(from),
      to_at: toTimestamp(to),
    })),
  });
}

/** Absences begun earlier than so many days before the range are over by then. */
const longestAbsenceDays = 62;

/** Time off by calendars and by settings that may reach into the range, in order of its beginning. */
export async function loadTimeOff(
  db: TenantDb,
  { from, to, timeZone }: DayRange,
): Promise<readonly TimeOff[]> {
  const begun = { from: addDays(from, -longestAbsenceDays), to, timeZone };
  const { rows } = await sql<{ repId: string; from: Moment; durationMs: number }>`
    with entries as (
      select rep_id, at, coalesce(duration_ms, 0) as duration from activities
      where kind = 'absence' and result <> 'failed' and rep_id is not null
      union all
      select rep_id, from_at as at, extract(epoch from to_at - from_at)::float8 * 1000 as duration from time_off
    )
    select rep_id as "repId", at as "from", duration as "durationMs" from entries
    where ${within(begun)} order by at, rep_id, duration`.execute(db);
  return rows.map(({ repId, from: begins, durationMs }) => ({
    repId,
    from: begins,
    to: begins + durationMs,
  }));
}
