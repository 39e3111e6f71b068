import type { Finding } from "../domain/finding.ts";
import type { TenantDb } from "./open-store.ts";
import { saveRows } from "./save-rows.ts";

/** A finding replaces the one about the same subject of the same run, so a job may deliver twice. */
export async function saveFindings(db: TenantDb, runId: string, findings: readonly Finding[]): Promise<void> {
  await saveRows(db, {
    into: "findings",
    key: ["run_id", "subject"],
    rows: findings.map((finding) => ({
      run_id: runId,
      subject: subjectOf(finding),
      kind: finding.kind,
      body: finding,
    })),
  });
}

/** In order of their subjects. */
export async function loadFindings(db: TenantDb, runId: string): Promise<readonly Finding[]> {
  const rows = await db
    .selectFrom("findings")
    .select("body")
    .where("run_id", "=", runId)
    .orderBy("subject")
    .execute();
  return rows.map(({ body }) => body);
}

/** Findings of older runs than this one go; the CRM and the episodes hold what lasts. */
export async function purgeFindings(db: TenantDb, keptRunId: string): Promise<void> {
  await db.deleteFrom("findings").where("run_id", "<>", keptRunId).execute();
}

function subjectOf(finding: Finding): string {
  if ("dealId" in finding) return `deal:${finding.dealId}`;
  if (finding.kind === "vanished-deals") return finding.kind;
  if (finding.kind === "deleted-activities") return `deleted:${finding.activityKind}`;
  if (finding.kind === "silent-channel") return `channel:${finding.metric}`;
  const { repId, metric, period, start } = finding.judgement;
  return `norm:${repId}:${metric}:${period}:${start}`;
}
