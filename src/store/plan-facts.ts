import { sql } from "kysely";
import type { DealOutcome } from "../domain/deal.ts";
import type { EndedTask } from "../domain/finding.ts";
import type { Contest, DealFields } from "../domain/flag.ts";
import type { Moment } from "../domain/time.ts";
import type { TenantDb } from "./open-store.ts";
import { moment, textArray } from "./values.ts";

/** A deal as it stands in the CRM, as far as we know. */
export interface PlanDeal {
  readonly id: string;
  readonly name: string;
  readonly outcome: DealOutcome;
  readonly isGone: boolean;
  readonly ownerId: string | null;
  /** Shown neither as live nor as deleted. */
  readonly isVanished: boolean;
  readonly fields: DealFields;
  readonly contest: Contest;
  /** The text behind the flag that people contested. */
  readonly contestedFollowUpId: string | null;
}

/** The deals a plan may touch: those just found stalled, and those that show a flag, have an open episode or an open task. */
export async function loadPlanDeals(
  db: TenantDb,
  stalledIds: readonly string[],
): Promise<ReadonlyMap<string, PlanDeal>> {
  const rows = await db
    .selectFrom("deals")
    .select([
      "id",
      "name",
      "outcome",
      "gone_at",
      "vanished_since",
      "fields",
      "contest",
      "owner_id as ownerId",
    ])
    .select((is) =>
      is
        .selectFrom("corrections as one")
        .whereRef("one.deal_id", "=", "deals.id")
        .where("one.origin", "=", "contest")
        .where("one.verdict", "is", null)
        .select("one.follow_up_id")
        .limit(1)
        .as("contestedFollowUpId"),
    )
    .where((is) =>
      is.or([
        is("id", "=", is.fn.any(textArray(stalledIds))),
        is(is.ref("fields", "->>").key("flag"), "is not", null),
        is("id", "in", is.selectFrom("episodes").select("deal_id").where("state", "<>", "closed")),
        is(
          "id",
          "in",
          is
            .selectFrom("writes")
            .select("deal_id")
            .where("kind", "=", "task-create")
            .where("state", "=", "written")
            .where("closed_at", "is", null),
        ),
      ]),
    )
    .execute();
  return new Map(
    rows.map(({ gone_at, vanished_since, ...deal }) => [
      deal.id,
      { ...deal, isGone: gone_at !== null, isVanished: vanished_since !== null },
    ]),
  );
}

/** Tasks that were ever planned, and those of them after which another may be made. */
export interface TasksMade {
  readonly plannedTaskKeys: ReadonlySet<string>;
  readonly repeatableTasks: ReadonlyMap<string, Repeatable>;
}

/** A task whose closing is one of our own writes was taken back by us; every other one was closed by a person. */
export async function loadTasksMade(db: TenantDb): Promise<TasksMade> {
  const tasks = await db
    .selectFrom("writes")
    .select(["key", "state", "remote_id"])
    .where("kind", "=", "task-create")
    .execute();
  const closings = await db
    .selectFrom("writes")
    .select(sql<string>`payload ->> 'taskId'`.as("taskId"))
    .where("kind", "=", "task-close")
    .where("state", "=", "written")
    .execute();
  const takenBack = new Set(closings.map(({ taskId }) => taskId));
  return {
    plannedTaskKeys: new Set(tasks.map(({ key }) => key)),
    repeatableTasks: new Map(
      tasks.flatMap(({ key, state, remote_id }): [string, Repeatable][] => {
        if (state === "refused") return [[key, "refused"]];
        return takenBack.has(remote_id ?? "") ? [[key, "taken-back"]] : [];
      }),
    ),
  };
}

type Repeatable = "refused" | "taken-back";

/** Tasks that are known to be over since a moment; only one about a broken promise was urgent. */
export async function loadEndedTasks(
  db: TenantDb,
  { since, timeZone }: { readonly since: Moment; readonly timeZone: string },
): Promise<readonly EndedTask[]> {
  const { rows } = await sql<EndedTask>`
    select task.deal_id as "dealId", episode.rule, task.payload -> 'draft' ->> 'ownerId' as "ownerId",
      (task.closed_at at time zone ${timeZone})::date::text as "endedOn",
      coalesce(task.payload -> 'draft' ->> 'priority' = 'high', false) as "wasBroken",
      coalesce((task.payload ->> 'repeats')::int, 0) as repeats
    from writes task join episodes episode on episode.id = task.episode_id
    where task.kind = 'task-create' and task.state = 'written' and task.closed_at >= ${moment(since)}
    order by task.key`.execute(db);
  return rows;
}

/** Kinds of activity of which the account has any on record. */
export async function loadRecordedKinds(db: TenantDb): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom("activities").select("kind").distinct().execute();
  return new Set(rows.map(({ kind }) => kind));
}
