import { AppError } from "../../domain/errors.ts";
import { type Moment, msPerMinute } from "../../domain/time.ts";
import type { HttpAnswer } from "../http.ts";
import type { Pacing } from "../pacing.ts";

/** The org's calls in the last 24 hours, by every integration together. */
interface Usage {
  readonly used: number;
  readonly limit: number;
}

/** Calls leave the count again as they grow a day old; a count this old is asked for anew, by making one call. */
const freshMs = 15 * msPerMinute;

export interface QuotaGuard {
  /** Takes the org's own count from an answer. */
  observe(answer: HttpAnswer): void;
  /** The pacing with a stop in front: throws crm-quota for every call once the share is used up. */
  guard(pacing: Pacing): Pacing;
}

interface QuotaSettings {
  readonly account: string;
  /** 0..1. */
  readonly maxShare: number;
  readonly now: () => Moment;
}

/** `api-usage=10018/100000; api-bursts=1/750` */
const usagePattern = /api-usage=(\d+)\/(\d+)/;

/**
 * Stops Norma before the org runs dry: the limit is shared by everything that is connected to it, and the last calls belong to
 * what the company lives on.
 */
export function createQuotaGuard({ account, maxShare, now }: QuotaSettings): QuotaGuard {
  let usage: Usage | null = null;
  let observedAt = Number.NEGATIVE_INFINITY;
  function throwIfSpent(): void {
    if (usage === null || now() - observedAt > freshMs) return;
    if (usage.limit <= 0 || usage.used < usage.limit * maxShare) return;
    throw new AppError("crm-quota", { details: { account, ...usage, share: Math.round(maxShare * 100) } });
  }
  return {
    observe: ({ headers }) => {
      const [, used, limit] = usagePattern.exec(headers.get("sforce-limit-info") ?? "") ?? [];
      if (used === undefined || limit === undefined) return;
      usage = { used: Number(used), limit: Number(limit) };
      observedAt = now();
    },
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
