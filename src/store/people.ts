import { sql } from "kysely";
import { withManagers } from "../domain/manager-chain.ts";
import type { People } from "../domain/people.ts";
import { loadManagers } from "./managers.ts";
import type { TenantDb } from "./open-store.ts";
import { saveRows } from "./save-rows.ts";
import { textArray } from "./values.ts";

/** Replaces teams. Reps are never removed: old facts still need their names; who is not named any more is inactive. */
export async function savePeople(db: TenantDb, { reps, teams }: People): Promise<void> {
  await saveRows(db, {
    into: "reps",
    key: ["id"],
    rows: reps.map((rep) => ({
      id: rep.id,
      user_id: rep.userId,
      name: rep.name,
      email: rep.email,
      is_active: rep.isActive,
      team_ids: [...rep.teamIds],
    })),
  });
  const known = textArray(reps.map(({ id }) => id));
  await db
    .updateTable("reps")
    .set({ is_active: false })
    .where(sql<boolean>`id <> all(${known})`)
    .where("is_active", "=", true)
    .execute();
  await db.deleteFrom("teams").execute();
  await saveRows(db, {
    into: "teams",
    key: ["id"],
    rows: teams.map((team) => ({
      id: team.id,
      name: team.name,
      parent_id: team.parentId,
      manager_rep_id: team.managerRepId,
    })),
  });
}

/** With the admin's word on who manages whom in place of the CRM's. */
export async function loadPeople(db: TenantDb): Promise<People> {
  return withManagers(await loadCrmPeople(db), await loadManagers(db));
}

/** As the CRM has them. */
async function loadCrmPeople(db: TenantDb): Promise<People> {
  const reps = await db.selectFrom("reps").selectAll().orderBy("id").execute();
  const teams = await db.selectFrom("teams").selectAll().orderBy("id").execute();
  return {
    reps: reps.map((row) => ({
      id: row.id,
      userId: row.user_id,
      name: row.name,
      email: row.email,
      isActive: row.is_active,
      teamIds: row.team_ids,
    })),
    teams: teams.map((row) => ({
      id: row.id,
      name: row.name,
      parentId: row.parent_id,
      managerRepId: row.manager_rep_id,
    })),
  };
}

/** Ids of the people who may be judged and given tasks. */
export async function loadActiveOwners(db: TenantDb): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom("reps").select("id").where("is_active", "=", true).execute();
  return new Set(rows.map(({ id }) => id));
}
