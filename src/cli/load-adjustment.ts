import type { Env } from "../../config/env.ts";
import type { Adjustment } from "../domain/follow-up.ts";
import { loadAdjustment, loadCorrections } from "../store/corrections.ts";
import { loadTenant } from "../store/tenants.ts";
import { summarise } from "./corrections.ts";
import { say } from "./print.ts";
import { openRuntime } from "./runtime.ts";

/** What a tenant's corrections taught, told on stderr; null when nothing is applied. Throws tenant-unknown. */
export async function loadAdjustmentOf(env: Env, tenantId: string): Promise<Adjustment | null> {
  const { store, close } = await openRuntime(env);
  try {
    const tenant = await loadTenant(store, tenantId);
    const [stored, corrections] = await store.inTenant(
      tenantId,
      async (db) => [await loadAdjustment(db), await loadCorrections(db)] as const,
    );
    const summary = summarise(corrections, stored);
    say(`${tenant.name}: ${tell(summary)}`);
    return summary.adjusted ? stored.adjustment : null;
  } finally {
    await close();
  }
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
