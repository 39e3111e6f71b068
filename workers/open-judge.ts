import type { Env } from "../config/env.ts";
import { product } from "../config/product.ts";
import type { Log } from "../src/domain/log.ts";
import { type Moment, toCivilDate } from "../src/domain/time.ts";
import type { Cost, JudgeMemory, JudgeSettings } from "../src/judge/asker.ts";
import { embeddedJudge, type Judge } from "../src/judge/judge.ts";
import { createRemoteJudge } from "../src/judge/remote-judge.ts";
import { findJudgeAnswer, reserveJudgeCost, saveJudgeAnswer, settleJudgeCost } from "../src/store/judge.ts";
import type { Store } from "../src/store/open-store.ts";

type JudgeEnv = NonNullable<Env["judge"]>;

const microsPerUnit = 1_000_000;

/** The judge that the environment names; the embedded one, which asks nobody, when it names none. */
export function openJudge(env: JudgeEnv | null, { store, log }: { store: Store; log: Log }): Judge {
  if (env === null) return embeddedJudge;
  const now = () => Date.now();
  const caps = { tokens: env.daily.tokens, micros: env.daily.money * microsPerUnit };
  return createRemoteJudge(toJudgeSettings(env), { memory: openMemory(store, caps, now), log, now });
}

export function toJudgeSettings({ kind, baseUrl, model, key, prices }: JudgeEnv): JudgeSettings {
  const { timeoutMs, maxConcurrent, maxOutputTokens, breaker } = product.judge;
  return {
    endpoint: { kind, baseUrl, model, key, maxOutputTokens },
    timeoutMs,
    maxConcurrent,
    maxTextLength: product.text.maxFollowUpLength,
    breaker,
    prices,
  };
}

/** Answers and accounts in the store, so that a restart forgets neither. Days are in UTC. */
function openMemory(store: Store, caps: Cost, now: () => Moment): JudgeMemory {
  return {
    find: (tenantId, key) => store.inTenant(tenantId, (db) => findJudgeAnswer(db, key)),
    keep: (tenantId, key, answer) =>
      store.inTenant(tenantId, (db) => saveJudgeAnswer(db, { key, answer, now: now() })),
    reserve: async (tenantId, reserved) => {
      const day = toCivilDate(now(), "UTC");
      const isReserved = await store.inTenant(tenantId, (db) =>
        reserveJudgeCost(db, { day, cost: reserved, caps }),
      );
      if (!isReserved) return null;
      return {
        settle: (used) => store.inTenant(tenantId, (db) => settleJudgeCost(db, { day, reserved, used })),
      };
    },
  };
}
