import { type Insertable, sql } from "kysely";
import type { TenantDb } from "./open-store.ts";
import type { Database } from "./schema.ts";

export interface RowsToSave<Table extends keyof Database> {
  readonly into: Table;
  /** All with the same columns. */
  readonly rows: readonly Insertable<Database[Table]>[];
  /** Primary key without the tenant. Of rows with the same key the last one wins. */
  readonly key: readonly (keyof Insertable<Database[Table]> & string)[];
  /** `keep` leaves rows that are there already as they are; default is to replace those that differ. */
  readonly onConflict?: "replace" | "keep";
  /** A row whose moment in this column is earlier than the stored row's does not replace it. */
  readonly unlessOlder?: keyof Insertable<Database[Table]> & string;
}

/**
 * Inserts or replaces rows in one statement, whatever their number: they travel as one JSON parameter and take
 * their types from the table itself. Rows that would not change are not touched.
 */
export async function saveRows<Table extends keyof Database>(
  db: TenantDb,
  { into, rows, key, onConflict = "replace", unlessOlder }: RowsToSave<Table>,
): Promise<void> {
  const unique = new Map(rows.map((row) => [key.map((column) => String(row[column])).join("\u0000"), row]));
  const first = rows[0];
  if (first === undefined) return;
  const columns = Object.keys(first);
  const others = columns.filter((column) => !key.some((own) => own === column));
  const replace = sql`do update set ${list(others, (column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`)}
    where (${list(others, (column) => sql`stored.${sql.ref(column)}`)})
      is distinct from (${list(others, (column) => sql`excluded.${sql.ref(column)}`)})
    ${unlessOlder === undefined ? sql`` : sql`and stored.${sql.ref(unlessOlder)} <= excluded.${sql.ref(unlessOlder)}`}`;
  await sql`insert into ${sql.table(into)} as stored (${list(columns, toRef)})
    select ${list(columns, toRef)} from ${givenRows(into, [...unique.values()])}
    on conflict (${list(["tenant_id", ...key], toRef)})
    ${onConflict === "keep" || others.length === 0 ? sql`do nothing` : replace}`.execute(db);
}

/** The rows as a set that SQL can select from, with the column types of `table`. */
export function givenRows(table: keyof Database, rows: readonly object[]) {
  return sql`json_populate_recordset(null::${sql.table(table)}, ${toJson(rows)}::json)`;
}

function toRef(column: string) {
  return sql.ref(column);
}

function list(columns: readonly string[], render: (column: string) => ReturnType<typeof sql>) {
  return sql.join(columns.map(render), sql`, `);
}

/**
 * Postgres's text cannot hold NUL or half a surrogate pair (a text cut in the middle of an emoji); both come out of
 * CRMs, and one of them would fail the whole page. JSON shows either as an escape, so clean pages cost one scan.
 */
function toJson(rows: readonly object[]): string {
  const json = JSON.stringify(rows);
  if (!/\\u(?:0000|d[89a-f])/i.test(json)) return json;
  return JSON.stringify(rows, (_, value: unknown) =>
    typeof value === "string" ? value.replaceAll("\u0000", "").toWellFormed() : value,
  );
}
