import { afterAll, beforeAll, beforeEach } from "@jest/globals";
import { classifyFollowUp } from "../../src/analysis/follow-ups/classify-follow-up.ts";
import type { Classification } from "../../src/domain/follow-up.ts";
import { type Log, silentLog } from "../../src/domain/log.ts";
import type { Cost, JudgeMemory, JudgeSettings } from "../../src/judge/asker.ts";
import type { Judge, Question } from "../../src/judge/judge.ts";
import { createRemoteJudge } from "../../src/judge/remote-judge.ts";
import { type FakeJudge, type Kind, type Reply, startFakeJudge } from "./fake-judge.ts";

export const key = "sk-very-secret";

export interface Setup {
  readonly kind?: Kind;
  readonly memory?: JudgeMemory;
  readonly now?: () => number;
  readonly settings?: Partial<JudgeSettings>;
}

export interface UnderTest {
  readonly fake: FakeJudge;
  readonly logged: readonly string[];
  readonly openJudge: (setup?: Setup) => Judge;
  /** What a judge opened for it makes of one text. */
  readonly read: (text: string, setup?: Setup) => Promise<Classification | undefined>;
}

/** One fake server for the tests of a file, asked nothing and nothing logged before each. */
export function useJudge(): () => UnderTest {
  let fake: FakeJudge | null = null;
  let logged: string[] = [];
  beforeAll(async () => {
    fake = await startFakeJudge();
  });
  afterAll(async () => fake?.close());
  beforeEach(() => {
    fake?.asked.splice(0);
    logged = [];
  });
  return () => {
    if (fake === null) throw new Error("the server is started before the first test");
    const own = fake;
    const openJudge = (setup: Setup = {}) => open(own, logged, setup);
    const read = async (text: string, setup?: Setup) =>
      (await openJudge(setup).read([aQuestion(text)], { tenantId: "t" })).classifications[0];
    return { fake: own, logged, openJudge, read };
  };
}

function open(fake: FakeJudge, logged: string[], setup: Setup): Judge {
  const { kind = "openai", memory = createMemory(), now = () => 0, settings = {} } = setup;
  const note = (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`);
  const log: Log = { ...silentLog, warn: note, error: note, info: note, debug: note };
  return createRemoteJudge(
    {
      endpoint: { kind, baseUrl: fake.baseUrl(kind), model: "m-1", key, maxOutputTokens: 500 },
      timeoutMs: 2_000,
      maxConcurrent: 2,
      maxTextLength: 4_000,
      breaker: { failures: 3, restMs: 1_000 },
      prices: { input: 2, output: 10 },
      ...settings,
    },
    { memory, log, now },
  );
}

export function aQuestion(text: string, given: Partial<Question["input"]> = {}): Question {
  const input = { text, writtenOn: "2026-03-17", ...given };
  return { input, embedded: { ...classifyFollowUp(input), isAbstained: true } };
}

/** Caps and answers in memory; the store's own are tested with the store. */
export function createMemory(cap = Number.POSITIVE_INFINITY): JudgeMemory & { readonly used: () => Cost } {
  const answers = new Map<string, Classification>();
  let used: Cost = { tokens: 0, micros: 0 };
  const add = (cost: Cost, sign: 1 | -1) => {
    used = { tokens: used.tokens + sign * cost.tokens, micros: used.micros + sign * cost.micros };
  };
  return {
    used: () => used,
    find: async (tenantId, name) => answers.get(`${tenantId} ${name}`) ?? null,
    keep: async (tenantId, name, answer) => void answers.set(`${tenantId} ${name}`, answer),
    reserve: async (_, cost) => {
      if (used.tokens + cost.tokens > cap) return null;
      add(cost, 1);
      return {
        settle: async (real) => {
          add(cost, -1);
          add(real, 1);
        },
      };
    },
  };
}

export function clause(quote: string, tag: string, others: object = {}): object {
  return { quote, tag, reason: null, step_kind: null, time_text: null, ...others };
}

export function answers(label: string, ...clauses: object[]): () => Reply {
  return () => ({ answer: { clauses, label, confidence: 0.9 } });
}

export const note = "They find it too expensive.  I'll bring a smaller\noffer by Friday.";
export const good = answers(
  "solution",
  clause("They find it too expensive", "reason", { reason: "price" }),
  clause("I'll bring a smaller offer by Friday", "step", { step_kind: "proposal", time_text: "by Friday" }),
);
