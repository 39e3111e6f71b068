import { type Selectable, sql } from "kysely";
import type { TenantDb } from "./open-store.ts";
import type { Database } from "./schema.ts";
import { textArray } from "./values.ts";

/**
 * The rows of a table whose column is one of `ids`, found by one index look-up an id. On a tenant's first night the
 * planner has no figures and takes every tenant for tiny; left alone it would scan the whole tenant for every page.
 * `offset 0` keeps it from joining otherwise.
 */
export function rowsOf<Table extends keyof Database>(
  table: Table,
  column: keyof Selectable<Database[Table]> & string,
  ids: Iterable<string>,
) {
  return sql<
    Selectable<Database[Table]>
  >`(select found.* from unnest(${textArray(new Set(ids))}) as wanted (id)
    cross join lateral (select * from ${sql.table(table)} own where own.${sql.ref(column)} = wanted.id offset 0) found)`;
}

/**
 * For queries over everything a tenant has: without figures the planner would loop over the whole tenant for each of
 * its rows. Joining by hash is linear whatever it believes.
 */
export async function overWholeTenant<T>(db: TenantDb, query: () => Promise<T>): Promise<T> {
  await setLooping(db, "off");
  const result = await query();
  await setLooping(db, "on");
  return result;
}

async function setLooping(db: TenantDb, state: "on" | "off"): Promise<void> {
  await sql`select set_config('enable_nestloop', ${state}, true)`.execute(db);
}
