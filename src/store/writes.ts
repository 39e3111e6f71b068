import { type Selectable, sql } from "kysely";
import type { WriteResult } from "../crm/port.ts";
import type { Moment } from "../domain/time.ts";
import type { TenantDb } from "./open-store.ts";
import { givenRows, saveRows } from "./save-rows.ts";
import type { Database, WriteKind, WriteState } from "./schema.ts";
import { moment, textArray, toTimestamp } from "./values.ts";

/** One write to the CRM, kept for ever: what was planned, whether it was sent, and what came of it. */
export interface Write {
  /** Unique for ever; a task carries it as its marker. */
  readonly key: string;
  readonly kind: WriteKind;
  /** The run that planned it, and once it is sent the one that sent it last. */
  readonly runId: string;
  readonly dealId: string;
  readonly episodeId: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly state: WriteState;
  readonly remoteId: string | null;
  readonly problem: string | null;
  readonly plannedAt: Moment;
  /** Of the last attempt. */
  readonly sentAt: Moment | null;
  /** How often it was sent. */
  readonly attempts: number;
}

export type PlannedWrite = Pick<Write, "key" | "kind" | "runId" | "dealId" | "payload"> & {
  readonly episodeId?: string | null;
};

/** A task of ours that stands open in the CRM as far as we know. */
export interface OpenTask {
  readonly key: string;
  readonly taskId: string;
  readonly dealId: string;
  readonly episodeId: string | null;
  /** Whom it was given to. */
  readonly ownerId: string | null;
}

/**
 * Adds writes; a key that is there already stays as it is, whatever became of it, except for a task that the CRM refused: that one is
 * planned anew as given.
 */
export async function planWrites(db: TenantDb, writes: readonly PlannedWrite[]): Promise<void> {
  const plannedAt = toTimestamp(Date.now());
  await replanRefusedTasks(db, writes);
  await saveRows(db, {
    into: "writes",
    key: ["key"],
    onConflict: "keep",
    rows: writes.map((write) => ({
      key: write.key,
      kind: write.kind,
      run_id: write.runId,
      deal_id: write.dealId,
      episode_id: write.episodeId ?? null,
      payload: write.payload,
      state: "planned" as const,
      planned_at: plannedAt,
    })),
  });
}

async function replanRefusedTasks(db: TenantDb, writes: readonly PlannedWrite[]): Promise<void> {
  const rows = writes
    .filter(({ kind }) => kind === "task-create")
    .map(({ key, runId, payload }) => ({ key, run_id: runId, payload }));
  if (rows.length === 0) return;
  await sql`update writes w set state = 'planned', run_id = r.run_id, payload = r.payload, settled_at = null
    from ${givenRows("writes", rows)} r
    where w.key = r.key and w.kind = 'task-create' and w.state = 'refused'`.execute(db);
}

export interface WriteFilter {
  readonly states?: readonly WriteState[];
  readonly kinds?: readonly WriteKind[];
  readonly runId?: string;
  /** Only those last sent before: what a process that still lives may be sending is left alone. */
  readonly sentBefore?: Moment;
}

/** In order of their keys. */
export async function loadWrites(db: TenantDb, filter: WriteFilter): Promise<readonly Write[]> {
  const { states, kinds, runId, sentBefore } = filter;
  const rows = await db
    .selectFrom("writes")
    .selectAll()
    .$if(states !== undefined, (query) => query.where("state", "in", states ?? []))
    .$if(kinds !== undefined, (query) => query.where("kind", "in", kinds ?? []))
    .$if(runId !== undefined, (query) => query.where("run_id", "=", runId ?? ""))
    .$if(sentBefore !== undefined, (query) => query.where("sent_at", "<", moment(sentBefore ?? 0)))
    .orderBy("key")
    .execute();
  return rows.map(toWrite);
}

/**
 * Claims planned writes for sending by a run and returns the keys that were won: of two workers only one gets each. What an earlier,
 * broken-off night planned is that run's write from now on.
 */
export async function markSending(
  db: TenantDb,
  keys: readonly string[],
  runId: string,
): Promise<readonly string[]> {
  const rows = await db
    .updateTable("writes")
    .set((is) => ({
      state: "sending",
      run_id: runId,
      sent_at: toTimestamp(Date.now()),
      attempts: is("attempts", "+", 1),
    }))
    .where("key", "=", (is) => is.fn.any(textArray(keys)))
    .where("state", "=", "planned")
    .returning("key")
    .execute();
  return rows.map(({ key }) => key);
}

/** Stores what came of writes. A task that a written closing names counts as closed. Results of unknown keys are passed over. */
export async function settleWrites(db: TenantDb, results: readonly WriteResult[]): Promise<void> {
  if (results.length === 0) return;
  const settledAt = toTimestamp(Date.now());
  const rows = results.map((result) => ({
    key: result.key,
    state: result.kind,
    remote_id: result.kind === "written" ? result.remoteId : null,
    problem: result.kind === "written" ? null : result.problem,
    settled_at: result.kind === "unknown" ? null : settledAt,
  }));
  // A late answer never takes back what is known to be written.
  await sql`update writes w set state = r.state, remote_id = r.remote_id, problem = r.problem, settled_at = r.settled_at
    from ${givenRows("writes", rows)} r where w.key = r.key and w.state <> 'written'`.execute(db);
  // The moment that counted as now, because pauses are counted from it.
  await sql`update writes task set closed_at = coalesce(run.as_of, closing.settled_at)
    from writes closing left join runs run on run.id = closing.run_id
    where closing.key = any(${textArray(results.map(({ key }) => key))})
      and closing.kind = 'task-close' and closing.state = 'written'
      and task.kind = 'task-create' and task.closed_at is null
      and task.remote_id = closing.payload ->> 'taskId'`.execute(db);
}

/** Lets writes be sent again of which it is now certain that they never arrived. */
export async function replanWrites(db: TenantDb, keys: readonly string[]): Promise<void> {
  await db
    .updateTable("writes")
    .set({ state: "planned", problem: null })
    .where("key", "=", (is) => is.fn.any(textArray(keys)))
    .where("state", "in", ["sending", "unknown"])
    .execute();
}

/**
 * Takes planned writes back, so that their keys are free. A task that was sent, or may have been, stays: its key is
 * what keeps a second one from being made. A field or a closing may be written twice, so those go in any unsettled state.
 */
export async function cancelWrites(db: TenantDb, keys: readonly string[]): Promise<void> {
  await db
    .deleteFrom("writes")
    .where("key", "=", (is) => is.fn.any(textArray(keys)))
    .where((is) =>
      is.or([
        is("state", "=", "planned"),
        is.and([is("state", "in", ["sending", "unknown"]), is("kind", "<>", "task-create")]),
      ]),
    )
    .execute();
}

/** In order of their keys. */
export async function loadOpenTasks(db: TenantDb): Promise<readonly OpenTask[]> {
  const rows = await db
    .selectFrom("writes")
    .select(["key", "remote_id", "deal_id", "episode_id"])
    .select(sql<string | null>`payload -> 'draft' ->> 'ownerId'`.as("owner_id"))
    .where("kind", "=", "task-create")
    .where("state", "=", "written")
    .where("closed_at", "is", null)
    .orderBy("key")
    .execute();
  return rows.flatMap((row) =>
    row.remote_id === null
      ? []
      : {
          key: row.key,
          taskId: row.remote_id,
          dealId: row.deal_id,
          episodeId: row.episode_id,
          ownerId: row.owner_id,
        },
  );
}

/** Tasks that the CRM says are done or deleted, whoever did it; `at` is when we learned of it. */
export async function markTasksClosed(db: TenantDb, taskIds: readonly string[], at: Moment): Promise<void> {
  await db
    .updateTable("writes")
    .set({ closed_at: toTimestamp(at) })
    .where("kind", "=", "task-create")
    .where("closed_at", "is", null)
    .where("remote_id", "=", (is) => is.fn.any(textArray(taskIds)))
    .execute();
}

/** Every task that Norma ever made here, closed ones included: what an uninstallation removes. */
export async function loadAllTaskIds(db: TenantDb): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("writes")
    .select("remote_id")
    .where("kind", "=", "task-create")
    .where("state", "=", "written")
    .orderBy("remote_id")
    .execute();
  return rows.flatMap((row) => row.remote_id ?? []);
}

/** How many writes of a run there are of each kind and state. */
export async function countWrites(
  db: TenantDb,
  runId: string,
): Promise<readonly { readonly kind: WriteKind; readonly state: WriteState; readonly count: number }[]> {
  return await db
    .selectFrom("writes")
    .where("run_id", "=", runId)
    .groupBy(["kind", "state"])
    .select(({ fn }) => ["kind", "state", fn.countAll<number>().as("count")])
    .orderBy("kind")
    .orderBy("state")
    .execute();
}

function toWrite(row: Selectable<Database["writes"]>): Write {
  return {
    key: row.key,
    kind: row.kind,
    runId: row.run_id,
    dealId: row.deal_id,
    episodeId: row.episode_id,
    payload: row.payload,
    state: row.state,
    remoteId: row.remote_id,
    problem: row.problem,
    plannedAt: row.planned_at,
    sentAt: row.sent_at,
    attempts: row.attempts,
  };
}
