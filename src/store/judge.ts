import { sql } from "kysely";
import type { Classification } from "../domain/follow-up.ts";
import type { CivilDate, Moment } from "../domain/time.ts";
import type { TenantDb } from "./open-store.ts";
import { saveRows } from "./save-rows.ts";
import { moment, toTimestamp } from "./values.ts";

/** Tokens, and their price in millionths. */
interface Cost {
  readonly tokens: number;
  readonly micros: number;
}

export async function findJudgeAnswer(db: TenantDb, key: string): Promise<Classification | null> {
  const row = await db.selectFrom("judge_answers").select("body").where("key", "=", key).executeTakeFirst();
  return row?.body ?? null;
}

export async function saveJudgeAnswer(
  db: TenantDb,
  { key, answer, now }: { readonly key: string; readonly answer: Classification; readonly now: Moment },
): Promise<void> {
  const rows = [{ key, body: answer, answered_at: toTimestamp(now) }];
  await saveRows(db, { into: "judge_answers", key: ["key"], rows });
}

/** Adds a cost to what the tenant used on `day`, in one statement; false, and nothing added, when a cap would be passed. */
export async function reserveJudgeCost(
  db: TenantDb,
  { day, cost, caps }: { readonly day: CivilDate; readonly cost: Cost; readonly caps: Cost },
): Promise<boolean> {
  if (cost.tokens > caps.tokens || cost.micros > caps.micros) return false;
  const { rows } = await sql`insert into judge_usage as used (day, tokens, micros)
    values (${day}::date, ${cost.tokens}::float8, ${cost.micros}::float8)
    on conflict (tenant_id, day) do update
      set tokens = used.tokens + excluded.tokens, micros = used.micros + excluded.micros
      where used.tokens + excluded.tokens <= ${caps.tokens}::float8
        and used.micros + excluded.micros <= ${caps.micros}::float8
    returning day`.execute(db);
  return rows.length > 0;
}

/** Puts what a question did cost in the place of what was reserved for it. */
export async function settleJudgeCost(
  db: TenantDb,
  { day, reserved, used }: { readonly day: CivilDate; readonly reserved: Cost; readonly used: Cost },
): Promise<void> {
  await sql`update judge_usage
    set tokens = greatest(0, tokens + ${used.tokens - reserved.tokens}::float8),
      micros = greatest(0, micros + ${used.micros - reserved.micros}::float8)
    where day = ${day}::date`.execute(db);
}

/** Reserved and used on a day. */
export async function loadJudgeUsage(db: TenantDb, day: CivilDate): Promise<Cost> {
  const row = await db
    .selectFrom("judge_usage")
    .select(["tokens", "micros"])
    .where("day", "=", day)
    .executeTakeFirst();
  return row ?? { tokens: 0, micros: 0 };
}

/** Answers and accounts older than this go. */
export async function purgeJudge(db: TenantDb, before: Moment): Promise<void> {
  await db.deleteFrom("judge_answers").where("answered_at", "<", moment(before)).execute();
  await sql`delete from judge_usage where day < ${toTimestamp(before).slice(0, 10)}::date`.execute(db);
}
