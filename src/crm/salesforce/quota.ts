import { AppError } from "../../domain/errors.ts";
import type { HttpAnswer } from "../http.ts";
import type { Pacing } from "../pacing.ts";

/** The org's calls in the last 24 hours, by every integration together. */
interface Usage {
  readonly used: number;
  readonly limit: number;
}

export interface QuotaGuard {
  /** Takes the org's own count from an answer. */
  observe(answer: HttpAnswer): void;
  /** Null before the first answer that tells. */
  usage(): Usage | null;
  /** The pacing with a stop in front: throws crm-quota for every call once the share is used up. */
  guard(pacing: Pacing): Pacing;
}

/** `api-usage=10018/100000; api-bursts=1/750` */
const usagePattern = /api-usage=(\d+)\/(\d+)/;

/**
 * Stops Norma before the org runs dry: the limit is shared by everything that is connected to it, and the last calls belong to
 * what the company lives on. `maxShare` is 0..1.
 */
export function createQuotaGuard({ account, maxShare }: { account: string; maxShare: number }): QuotaGuard {
  let usage: Usage | null = null;
  function throwIfSpent(): void {
    if (usage === null || usage.limit <= 0 || usage.used < usage.limit * maxShare) return;
    throw new AppError("crm-quota", { details: { account, ...usage, share: Math.round(maxShare * 100) } });
  }
  return {
    observe: ({ headers }) => {
      const [, used, limit] = usagePattern.exec(headers.get("sforce-limit-info") ?? "") ?? [];
      if (used !== undefined && limit !== undefined) usage = { used: Number(used), limit: Number(limit) };
    },
    usage: () => usage,
    guard: (pacing) => ({
      ...pacing,
      take: async (budget) => {
        throwIfSpent();
        await pacing.take(budget);
        throwIfSpent();
      },
    }),
  };
}
