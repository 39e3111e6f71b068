import { randomUUID } from "node:crypto";
import { type Selectable, sql } from "kysely";
import type { ActivityKind } from "../domain/activity.ts";
import { AppError } from "../domain/errors.ts";
import type { Moment } from "../domain/time.ts";
import type { TenantDb } from "./open-store.ts";
import { saveRows } from "./save-rows.ts";
import type { Database, RunState } from "./schema.ts";
import { toTimestamp } from "./values.ts";

/** One night. */
export interface Run {
  readonly id: string;
  /** The moment that counts as now. */
  readonly asOf: Moment;
  readonly isDryRun: boolean;
  readonly state: RunState;
  readonly stepsDone: readonly string[];
  readonly counts: RunCounts;
  /** Why it failed, a sentence for people. */
  readonly problem: string | null;
  readonly startedAt: Moment;
  readonly finishedAt: Moment | null;
}

/**
 * `volume` is what the call floor is computed from; `unmeasured` has one entry for each kind that cannot be read; `judge` is empty
 * where none was asked.
 */
export const countGroups = ["pulled", "unmeasured", "volume", "calls", "found", "written", "judge"] as const;
export type CountGroup = (typeof countGroups)[number];
export type RunCounts = Readonly<Record<CountGroup, Readonly<Record<string, number>>>>;

export async function startRun(
  db: TenantDb,
  { asOf, isDryRun }: Pick<Run, "asOf" | "isDryRun">,
): Promise<Run> {
  const id = randomUUID();
  await saveRows(db, {
    into: "runs",
    key: ["id"],
    rows: [
      {
        id,
        as_of: toTimestamp(asOf),
        is_dry_run: isDryRun,
        state: "running",
        steps_done: [],
        counts: {},
        problem: null,
        started_at: toTimestamp(Date.now()),
        finished_at: null,
      },
    ],
  });
  return loadRun(db, id);
}

/** Throws bug-found when there is no such run: its id came from us. */
export async function loadRun(db: TenantDb, runId: string): Promise<Run> {
  const row = await db.selectFrom("runs").selectAll().where("id", "=", runId).executeTakeFirst();
  if (row === undefined)
    throw new AppError("bug-found", { details: { problem: `run ${runId} is not stored` } });
  return toRun(row);
}

/** Until the transaction ends nobody else looks for an unfinished run to join or starts one: two processes may ask at once. */
export async function lockRuns(db: TenantDb): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('runs of ' || own_tenant(), 0))`.execute(db);
}

/** False when a newer night has taken its place. */
export async function isLatestRun(db: TenantDb, runId: string): Promise<boolean> {
  const latest = await latestFirst(db).executeTakeFirst();
  return latest?.id === runId;
}

/** The latest run that neither finished nor failed. */
export async function findUnfinishedRun(db: TenantDb): Promise<Run | null> {
  const row = await latestFirst(db).where("state", "=", "running").executeTakeFirst();
  return row === undefined ? null : toRun(row);
}

export async function lastFinishedRun(db: TenantDb): Promise<Run | null> {
  const row = await latestFirst(db).where("state", "=", "finished").executeTakeFirst();
  return row === undefined ? null : toRun(row);
}

export async function markStepDone(db: TenantDb, runId: string, step: string): Promise<void> {
  await sql`update runs set steps_done = array_append(steps_done, ${step}::text)
    where id = ${runId} and not steps_done @> array[${step}::text]`.execute(db);
}

/** Adds to the counts that are there, number by number. */
export async function addCounts(db: TenantDb, runId: string, added: Partial<RunCounts>): Promise<void> {
  await changeCounts(db, runId, (counts) => {
    const sums: Record<string, Record<string, number>> = { ...counts };
    for (const group of countGroups) {
      const sum: Record<string, number> = { ...counts[group] };
      for (const [name, count] of Object.entries(added[group] ?? {})) sum[name] = (sum[name] ?? 0) + count;
      sums[group] = sum;
    }
    return sums;
  });
}

/** Replaces whole groups: for what is counted anew from the store, so that a second delivery counts the same. */
export async function setCounts(db: TenantDb, runId: string, groups: Partial<RunCounts>): Promise<void> {
  await changeCounts(db, runId, (counts) => ({ ...counts, ...groups }));
}

/** Kinds of activity that turned out to be unreadable while they were read. */
export async function addUnmeasured(
  db: TenantDb,
  runId: string,
  kinds: readonly ActivityKind[],
): Promise<void> {
  if (kinds.length === 0) return;
  const unmeasured = Object.fromEntries(kinds.map((kind) => [kind, 1]));
  await changeCounts(db, runId, (counts) => ({
    ...counts,
    unmeasured: { ...counts.unmeasured, ...unmeasured },
  }));
}

export async function finishRun(db: TenantDb, runId: string): Promise<void> {
  await endRun(db, runId, { state: "finished", problem: null });
}

export async function failRun(db: TenantDb, runId: string, problem: string): Promise<void> {
  await endRun(db, runId, { state: "failed", problem });
}

async function endRun(
  db: TenantDb,
  runId: string,
  end: { readonly state: RunState; readonly problem: string | null },
): Promise<void> {
  await db
    .updateTable("runs")
    .set({ ...end, finished_at: toTimestamp(Date.now()) })
    .where("id", "=", runId)
    .execute();
}

async function changeCounts(
  db: TenantDb,
  runId: string,
  change: (counts: RunCounts) => Record<string, Readonly<Record<string, number>>>,
): Promise<void> {
  // Locked until the transaction ends: the shards of a night count at the same time.
  const row = await db
    .selectFrom("runs")
    .select("counts")
    .where("id", "=", runId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  await db
    .updateTable("runs")
    .set({ counts: change({ ...noCounts, ...row.counts }) })
    .where("id", "=", runId)
    .execute();
}

const noCounts: RunCounts = {
  pulled: {},
  unmeasured: {},
  volume: {},
  calls: {},
  found: {},
  written: {},
  judge: {},
};

function latestFirst(db: TenantDb) {
  return db.selectFrom("runs").selectAll().orderBy("started_at", "desc").limit(1);
}

function toRun(row: Selectable<Database["runs"]>): Run {
  return {
    id: row.id,
    asOf: row.as_of,
    isDryRun: row.is_dry_run,
    state: row.state,
    stepsDone: row.steps_done,
    counts: { ...noCounts, ...row.counts },
    problem: row.problem,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}
