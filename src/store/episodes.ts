import { type Selectable, sql } from "kysely";
import type { Episode } from "../domain/finding.ts";
import type { CivilDate, Moment } from "../domain/time.ts";
import type { TenantDb } from "./open-store.ts";
import { saveRows } from "./save-rows.ts";
import type { Database } from "./schema.ts";
import { moment } from "./values.ts";

/** Listed and flagged ones, in the order in which they opened. */
export async function loadOpenEpisodes(db: TenantDb): Promise<readonly Episode[]> {
  const rows = await db
    .selectFrom("episodes")
    .selectAll()
    .where("state", "<>", "closed")
    .orderBy("opened_on")
    .orderBy("id")
    .execute();
  return rows.map(toEpisode);
}

/** Adds or replaces. Closed ones go first, so that a deal may end one stall and begin the next in the same night. */
export async function saveEpisodes(db: TenantDb, episodes: readonly Episode[]): Promise<void> {
  const rows = episodes.map((episode) => ({
    id: episode.id,
    deal_id: episode.dealId,
    rule: episode.rule,
    since: episode.since,
    usual_days: episode.usualDays,
    state: episode.state,
    opened_on: episode.openedOn,
    flagged_on: episode.flaggedOn,
  }));
  const closed = rows.filter(({ state }) => state === "closed");
  const open = rows.filter(({ state }) => state !== "closed");
  await saveRows(db, { into: "episodes", key: ["id"], rows: closed });
  await saveRows(db, { into: "episodes", key: ["id"], rows: open });
}

/** A civil date and, as [from, to), the moments that it holds in the tenant's zone. */
export interface Day {
  readonly date: CivilDate;
  readonly from: Moment;
  readonly to: Moment;
}

/**
 * How many stalls of each rep took one of the places of a day, ended ones included: those flagged on it, and those that
 * a night of that day gave a task though their flag is older. One that was refused before had its place then.
 */
export async function countPlacesByRep(
  db: TenantDb,
  { date, from, to }: Day,
): Promise<ReadonlyMap<string, number>> {
  const flagged = db.selectFrom("episodes").where("flagged_on", "=", date).select(["deal_id", "id"]);
  const given = db
    .selectFrom("writes as task")
    .innerJoin("runs as run", "run.id", "task.run_id")
    .where("task.kind", "=", "task-create")
    .where("task.attempts", "<=", 1)
    .where("run.as_of", ">=", moment(from))
    .where("run.as_of", "<", moment(to))
    .where("task.episode_id", "is not", null)
    .select(["task.deal_id", sql<string>`task.episode_id`.as("id")]);
  const rows = await db
    .selectFrom(flagged.union(given).as("place"))
    .innerJoin("deals as deal", "deal.id", "place.deal_id")
    .where("deal.owner_id", "is not", null)
    .groupBy("deal.owner_id")
    .select(({ fn }) => ["deal.owner_id", fn.countAll<number>().as("count")])
    .execute();
  return new Map(rows.map((row) => [`${row.owner_id}`, row.count]));
}

export function toEpisode(row: Selectable<Database["episodes"]>): Episode {
  return {
    id: row.id,
    dealId: row.deal_id,
    rule: row.rule,
    since: row.since,
    usualDays: row.usual_days,
    state: row.state,
    openedOn: row.opened_on,
    flaggedOn: row.flagged_on,
  };
}
