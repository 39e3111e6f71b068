import type { Crm } from "../src/crm/port.ts";
import { loadFindings } from "../src/store/findings.ts";
import { addCounts } from "../src/store/runs.ts";
import type { Step } from "./night.ts";

/** For reports inside the CRM, where it has room for them. Nobody waits for these records, so a refused one is only told. */
export async function sendRepPeriods({ deps, run, inTenant }: Step, crm: Crm): Promise<void> {
  const findings = await inTenant((db) => loadFindings(db, run.id));
  const judgements = findings.flatMap((finding) => (finding.kind === "norm" ? [finding.judgement] : []));
  const { isSupported, written, refused } = await crm.writeRepPeriods(judgements);
  if (!isSupported) return;
  const [problem] = refused;
  if (problem !== undefined) deps.log.warn({ count: refused.length, problem }, "norms of reps were refused");
  await inTenant((db) => addCounts(db, run.id, { volume: { "norms written": written } }));
}
