import type { Env } from "../../config/env.ts";
import { product } from "../../config/product.ts";
import { openJudge } from "../../workers/open-judge.ts";
import { AppError } from "../domain/errors.ts";
import type { Adjustment } from "../domain/follow-up.ts";
import { msPerDay } from "../domain/time.ts";
import { createLog } from "../log.ts";
import { loadAdjustment, loadCorrections } from "../store/corrections.ts";
import { purgeJudge } from "../store/judge.ts";
import type { Store } from "../store/open-store.ts";
import { loadTenant } from "../store/tenants.ts";
import { type ClassifyOptions, type ClassifyStreams, classify } from "./classify.ts";
import { summarise } from "./corrections.ts";
import { say } from "./print.ts";
import type { RunClassifyOptions } from "./run-classify.ts";
import { withStore } from "./with-store.ts";

/** `norma classify` with what is stored about a tenant, or with the judge. True when every row was answered. */
export async function classifyWithStore(
  env: Env,
  streams: ClassifyStreams,
  { isExplained, tenantId, isJudged }: RunClassifyOptions,
): Promise<boolean> {
  return await withStore(env, async (store) => {
    const adjustment = tenantId === null ? null : await loadAdjustmentOf(store, tenantId);
    const judge = isJudged ? { askJudge: await openQuestions(env, store, tenantId ?? nobodysTenant) } : {};
    return await classify(streams, { isExplained, ...(adjustment === null ? {} : { adjustment }), ...judge });
  });
}

/** What a tenant's corrections taught, told on stderr; null when nothing is applied. Throws tenant-unknown. */
async function loadAdjustmentOf(store: Store, tenantId: string): Promise<Adjustment | null> {
  const tenant = await loadTenant(store, tenantId);
  const [stored, corrections] = await store.inTenant(
    tenantId,
    async (db) => [await loadAdjustment(db), await loadCorrections(db)] as const,
  );
  const summary = summarise(corrections, stored);
  say(`${tenant.name}: ${tell(summary)}`);
  return summary.adjusted ? stored.adjustment : null;
}

function tell({
  by_managers,
  missing,
  on,
  adjusted,
  biases,
  min_confidence,
}: ReturnType<typeof summarise>): string {
  const given = `${by_managers} corrections by managers`;
  if (!on) return `${given}, switched off; texts are read as for everybody.`;
  if (!adjusted) return `${given}, ${missing} more are needed; texts are read as for everybody.`;
  const moved = Object.entries(biases ?? {}).map(
    ([verdict, bias]) => `${verdict} ${bias > 0 ? "+" : ""}${bias}`,
  );
  const threshold = min_confidence === null ? "" : `, not judged below a confidence of ${min_confidence}`;
  return `${given} are applied: log odds ${moved.join(", ")}${threshold}.`;
}

/** Whose caps and cache count when no tenant is named. */
const nobodysTenant = "command-line";

/** Throws input-invalid when no judge is set up. */
async function openQuestions(
  env: Env,
  store: Store,
  tenantId: string,
): Promise<NonNullable<ClassifyOptions["askJudge"]>> {
  if (env.judge === null) {
    const problem = "No judge is set up; set NORMA_JUDGE (see docs/judge.md) or leave --judge out";
    throw new AppError("input-invalid", { details: { problem } });
  }
  const oldest = Date.now() - product.judge.keepAnswersDays * msPerDay;
  await store.inTenant(tenantId, (db) => purgeJudge(db, oldest));
  const judge = openJudge(env.judge, { store, log: createLog(env.logLevel) });
  return async (questions) => (await judge.read(questions, { tenantId })).classifications;
}
