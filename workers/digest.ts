/**
 * Job `digest`: the end of a night. Counts what was found and written from what is stored, so that a second delivery counts
 * the same, clears out what is no longer needed, and closes the run.
 */
import { countFindings } from "../src/analysis/count-findings.ts";
import { msPerDay } from "../src/domain/time.ts";
import { forgetPurgedTexts } from "../src/store/corrections.ts";
import { loadOpenEpisodes } from "../src/store/episodes.ts";
import { loadFindings, purgeFindings } from "../src/store/findings.ts";
import { purgeFollowUps } from "../src/store/follow-ups.ts";
import { purgeJudge } from "../src/store/judge.ts";
import { finishRun, setCounts } from "../src/store/runs.ts";
import { saveTenantStatus } from "../src/store/tenants.ts";
import { loadWrites, type Write } from "../src/store/writes.ts";
import { type NightDeps, runStep, type Step, type StepContext } from "./night.ts";

export async function digest(deps: NightDeps, context: StepContext): Promise<void> {
  await runStep(deps, "digest", { context, act: closeNight });
  await deps.store.tidy();
}

async function closeNight({ deps, tenant, run, now, inTenant, report }: Step): Promise<void> {
  // The account accepted our token all night: if it was paused, it no longer is.
  if (tenant.status === "paused") await saveTenantStatus(deps.store, tenant.id, "active");
  await inTenant(async (db) => {
    const findings = await loadFindings(db, run.id);
    const episodes = await loadOpenEpisodes(db);
    const writes = await loadWrites(db, { runId: run.id });
    await setCounts(db, run.id, {
      found: {
        ...countFindings(findings),
        flagged: episodes.filter(({ state }) => state === "flagged").length,
        listed: episodes.filter(({ state }) => state === "listed").length,
      },
      written: countWritten(writes),
    });
    await purgeFindings(db, run.id);
    await purgeFollowUps(db, { closedBefore: now - deps.product.text.retentionDays * msPerDay });
    await forgetPurgedTexts(db);
    await purgeJudge(db, now - deps.product.judge.keepAnswersDays * msPerDay);
    await finishRun(db, run.id);
  });
  await report({ label: "night closed", done: 1, total: 1 });
}

/** What this run itself sent. `properties` counts values, `deals` the deals they are on, `retried` tasks that an earlier attempt did not make. */
function countWritten(writes: readonly Write[]): Record<string, number> {
  const written = writes.filter(({ state }) => state === "written");
  const fields = written.filter(({ kind }) => kind === "deal-fields");
  return {
    properties: fields.reduce((sum, { payload }) => sum + Object.keys(payload["fields"] ?? {}).length, 0),
    deals: fields.length,
    tasks: written.filter(({ kind }) => kind === "task-create").length,
    closed: written.filter(({ kind }) => kind === "task-close").length,
    retried: writes.filter(({ kind, attempts }) => kind === "task-create" && attempts > 1).length,
    refused: writes.filter(({ state }) => state === "refused").length,
  };
}
