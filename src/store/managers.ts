import type { ManagerWish } from "../domain/manager-chain.ts";
import type { TenantDb } from "./open-store.ts";
import { saveRows } from "./save-rows.ts";

/** Replaces all that the admin said about who manages whom. */
export async function saveManagers(db: TenantDb, wishes: readonly ManagerWish[]): Promise<void> {
  await db.deleteFrom("managers").execute();
  await saveRows(db, {
    into: "managers",
    key: ["rep_id"],
    rows: wishes.map(({ repId, managerId }) => ({ rep_id: repId, manager_id: managerId })),
  });
}

export async function loadManagers(db: TenantDb): Promise<readonly ManagerWish[]> {
  const rows = await db.selectFrom("managers").select(["rep_id", "manager_id"]).orderBy("rep_id").execute();
  return rows.map((row) => ({ repId: row.rep_id, managerId: row.manager_id }));
}
