import { type Kysely, sql } from "kysely";
import { AppError } from "../domain/errors.ts";
import { initial } from "./migrations/0001-initial.ts";
import { plansForAnyTenant } from "./migrations/0002-plans-for-any-tenant.ts";
import { stallModels } from "./migrations/0003-stall-models.ts";
import { judgeAndCorrections } from "./migrations/0004-judge-and-corrections.ts";
import { absencesAndTargets } from "./migrations/0005-absences-and-targets.ts";
import { callOutcomes } from "./migrations/0006-call-outcomes.ts";
import { managersAndProposalStages } from "./migrations/0007-managers-and-proposal-stages.ts";
import { timeOff } from "./migrations/0008-time-off.ts";
import { descriptions } from "./migrations/0009-descriptions.ts";
import { attempts } from "./migrations/0010-attempts.ts";
import { vanished } from "./migrations/0011-vanished.ts";
import { oneRecordATask } from "./migrations/0012-one-record-a-task.ts";
import type { Database } from "./schema.ts";

/** Forward only; a released migration is never changed, a new one is added below it. */
const migrations: readonly string[] = [
  initial,
  plansForAnyTenant,
  stallModels,
  judgeAndCorrections,
  absencesAndTargets,
  callOutcomes,
  managersAndProposalStages,
  timeOff,
  descriptions,
  attempts,
  vanished,
  oneRecordATask,
];

/** Any number that nothing else in the same server locks. */
const lockId = 6_673_001;

/**
 * Brings the tables up to date in one transaction: all or nothing, also when the process is killed. Processes that
 * start at once on a server wait for each other.
 */
export async function migrate(kysely: Kysely<Database>): Promise<void> {
  await kysely.transaction().execute(async (db) => {
    await sql`select pg_advisory_xact_lock(${lockId})`.execute(db);
    await sql`set local client_min_messages = warning`.execute(db);
    await sql`create schema if not exists norma`.execute(db);
    await sql`set local search_path = norma`.execute(db);
    await sql`create table if not exists migrations (version integer primary key, applied_at timestamptz not null default now())`.execute(
      db,
    );
    const { rows } = await sql<{
      version: number;
    }>`select coalesce(max(version), 0) as version from migrations`.execute(db);
    const version = rows[0]?.version ?? 0;
    if (version > migrations.length) throw tooNew(version);
    for (const [index, migration] of migrations.entries()) {
      if (index < version) continue;
      for (const statement of migration.split(/;\n\n/)) await sql.raw(statement).execute(db);
      await sql`insert into migrations (version) values (${index + 1})`.execute(db);
    }
  });
}

function tooNew(version: number): AppError {
  const problem = `the database was written by a newer Norma (version ${version} of its tables, this one knows ${migrations.length})`;
  return new AppError("config-invalid", { details: { problem } });
}
