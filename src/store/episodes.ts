import type { Selectable } from "kysely";
import type { Episode } from "../domain/finding.ts";
import type { CivilDate } from "../domain/time.ts";
import type { TenantDb } from "./open-store.ts";
import { saveRows } from "./save-rows.ts";
import type { Database } from "./schema.ts";
import { textArray } from "./values.ts";

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

export async function closeEpisodes(
  db: TenantDb,
  { ids, on }: { readonly ids: readonly string[]; readonly on: CivilDate },
): Promise<void> {
  await db
    .updateTable("episodes")
    .set({ state: "closed", closed_on: on })
    .where("id", "=", (is) => is.fn.any(textArray(ids)))
    .where("state", "<>", "closed")
    .execute();
}

/** How many deals of each rep were flagged on a day, closed ones included: what the nightly cap counts. */
export async function countFlaggedByRep(db: TenantDb, on: CivilDate): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom("episodes as episode")
    .innerJoin("deals as deal", "deal.id", "episode.deal_id")
    .where("episode.flagged_on", "=", on)
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
