import type { Metric, Period } from "../domain/norm.ts";
import type { CivilDate } from "../domain/time.ts";
import type { TenantDb } from "./open-store.ts";
import { saveRows } from "./save-rows.ts";

/** A time away, both days included. */
export interface Absence {
  readonly repId: string;
  readonly from: CivilDate;
  readonly to: CivilDate;
}

/** What a manager requires, beside what is usual. Null: of everybody who has no own target. */
export interface NormTarget {
  readonly repId: string | null;
  readonly metric: Metric;
  readonly period: Period;
  readonly required: number;
}

/** Replaces all listed absences of the account. */
export async function saveAbsences(db: TenantDb, absences: readonly Absence[]): Promise<void> {
  await db.deleteFrom("absences").execute();
  await saveRows(db, {
    into: "absences",
    key: ["rep_id", "from_date", "to_date"],
    rows: absences.map(({ repId, from, to }) => ({ rep_id: repId, from_date: from, to_date: to })),
  });
}

export async function loadAbsences(db: TenantDb): Promise<readonly Absence[]> {
  const rows = await db.selectFrom("absences").selectAll().orderBy("rep_id").orderBy("from_date").execute();
  return rows.map((row) => ({ repId: row.rep_id, from: row.from_date, to: row.to_date }));
}

/** Sets targets; one of zero takes it back. */
export async function saveTargets(db: TenantDb, targets: readonly NormTarget[]): Promise<void> {
  await saveRows(db, {
    into: "norm_targets",
    key: ["rep_id", "metric", "period"],
    rows: targets.map(({ repId, metric, period, required }) => ({
      rep_id: repId ?? "",
      metric,
      period,
      required,
    })),
  });
  await db.deleteFrom("norm_targets").where("required", "<=", 0).execute();
}

export async function loadTargets(db: TenantDb): Promise<readonly NormTarget[]> {
  const rows = await db
    .selectFrom("norm_targets")
    .selectAll()
    .orderBy("rep_id")
    .orderBy("metric")
    .orderBy("period")
    .execute();
  return rows.map(({ rep_id, metric, period, required }) => ({
    repId: rep_id === "" ? null : rep_id,
    metric,
    period,
    required,
  }));
}
