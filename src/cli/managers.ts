import type { Env } from "../../config/env.ts";
import { type ManagerWish, managerOf } from "../domain/manager-chain.ts";
import type { People } from "../domain/people.ts";
import { loadManagers, saveManagers } from "../store/managers.ts";
import type { TenantDb } from "../store/open-store.ts";
import { loadPeople } from "../store/people.ts";
import { loadTenant } from "../store/tenants.ts";
import { type ManagerLine, readManagerLines, throwIfCircle, toWishes } from "./manager-rows.ts";
import { printJson, say } from "./print.ts";
import { withStore } from "./with-store.ts";

export interface ManagersOptions {
  readonly tenantId: string;
  /** CSV `rep,manager` that replaces all that was said before; null leaves it. */
  readonly file: string | null;
  /** Said besides, or anew. */
  readonly set: readonly ManagerLine[];
  /** People for whom the CRM's word counts again; everybody. */
  readonly forget: readonly string[] | "all";
}

/**
 * Prints one JSON line a rep: who manages the rep, and whether the admin or the CRM says so. What is said takes effect at once. Throws
 * tenant-unknown, and input-invalid when somebody is not known or managers lead round in a circle; then nothing is changed.
 */
export async function managers(env: Env, options: ManagersOptions): Promise<void> {
  await withStore(env, async (store) => {
    await loadTenant(store, options.tenantId);
    const lines = options.file === null ? null : await readManagerLines(options.file);
    await store.inTenant(options.tenantId, async (db) => {
      const people = await loadPeople(db);
      if (people.reps.length === 0)
        return say("Nobody is known yet. A night reads the people: `norma sync`.");
      await change(db, people, { ...options, lines });
      await printManagers(db);
    });
  });
}

interface Change extends Omit<ManagersOptions, "file"> {
  readonly lines: readonly ManagerLine[] | null;
}

async function change(db: TenantDb, { reps }: People, { lines, set, forget }: Change): Promise<void> {
  const before = lines === null ? await loadManagers(db) : toWishes(reps, lines);
  const said = new Map(before.map((wish) => [wish.repId, wish]));
  const gone = forget === "all" ? [] : forget.map((rep) => ({ rep, manager: "", where: `--forget ${rep}` }));
  if (forget === "all") said.clear();
  for (const { repId } of toWishes(reps, gone)) said.delete(repId);
  for (const wish of toWishes(reps, set)) said.set(wish.repId, wish);
  const wishes: readonly ManagerWish[] = [...said.values()];
  throwIfCircle(reps, wishes);
  if (lines !== null || set.length > 0 || forget.length > 0) await saveManagers(db, wishes);
}

async function printManagers(db: TenantDb): Promise<void> {
  const people = await loadPeople(db);
  const said = new Set((await loadManagers(db)).map(({ repId }) => repId));
  const names = new Map(people.reps.map(({ id, name }) => [id, name]));
  for (const { id, name, isActive } of people.reps) {
    if (!isActive && !said.has(id)) continue;
    const managerId = managerOf(people, id);
    const by = said.has(id) ? "admin" : managerId === null ? null : "crm";
    const manager = managerId === null ? null : { id: managerId, name: names.get(managerId) ?? managerId };
    printJson({ rep: id, name, manager, by });
  }
}
