import { resolve } from "node:path";
import { z } from "zod";
import { AppError } from "../src/domain/errors.ts";
import { logLevels } from "../src/domain/log.ts";
import { languages } from "../src/domain/tenant.ts";
import { product } from "./product.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/** A variable's check; the message says what is expected and never repeats the value, which may be a secret. */
const databaseUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: "must be an address such as postgres://user:password@host/database",
});
const redisUrl = z.url({ protocol: /^rediss?$/, error: "must be an address such as redis://host:6379" });
const encryptionKey = z
  .string()
  .regex(/^[0-9a-f]{64}$/i, "must be 64 hexadecimal digits (openssl rand -hex 32)");

const rate = z.coerce
  .number("must be a number")
  .positive("must be above 0")
  .max(1_000, "must be at most 1000");

const amount = z.coerce.number("must be a number").min(0, "must not be below 0");
/** Who can be asked, and where each is when no address is set. */
const judgeUrls = {
  openai: "https://api.openai.com/v1",
  anthropic: "https://api.anthropic.com",
  ollama: "http://localhost:11434",
} as const;
const judgeKinds = ["openai", "anthropic", "ollama"] as const;
const judgeUrl = z.url({
  protocol: /^https?$/,
  error: "must be an address such as https://api.openai.com/v1",
});
const ownMachine = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

const schema = z
  .object({
    /** Folder of the embedded store and queue, and of the generated encryption key. */
    NORMA_DATA_DIR: z
      .string()
      .default(".norma")
      .transform((folder) => resolve(folder)),
    /** A Postgres server in place of the embedded store. */
    DATABASE_URL: databaseUrl.nullable().default(null),
    /** A Redis server for the queue; without it the queue is on the Postgres server, or embedded. */
    REDIS_URL: redisUrl.nullable().default(null),
    /** Encrypts the CRM credentials in the store; without it a key is generated in the data folder. */
    NORMA_ENCRYPTION_KEY: encryptionKey.nullable().default(null),
    /** The HubSpot app whose OAuth tokens are refreshed; private apps need none. */
    NORMA_HUBSPOT_CLIENT_ID: z.string().nullable().default(null),
    NORMA_HUBSPOT_CLIENT_SECRET: z.string().nullable().default(null),
    /** Calls a second for one HubSpot account; a private app may make more than a marketplace app. */
    NORMA_HUBSPOT_SEARCHES_PER_SECOND: rate.default(product.hubspot.searchesPerSecond),
    NORMA_HUBSPOT_CALLS_PER_SECOND: rate.default(product.hubspot.callsPerSecond),
    /** Who is asked about texts the engine is too unsure of; nobody by default. See docs/judge.md. */
    NORMA_JUDGE: z
      .enum(judgeKinds, `must be one of ${judgeKinds.join(", ")}`)
      .nullable()
      .default(null),
    NORMA_JUDGE_URL: judgeUrl.nullable().default(null),
    NORMA_JUDGE_MODEL: z.string().nullable().default(null),
    NORMA_JUDGE_KEY: z.string().nullable().default(null),
    /** Price of a million tokens, and what a tenant may cost a day, in one and the same currency. */
    NORMA_JUDGE_INPUT_PRICE: amount.nullable().default(null),
    NORMA_JUDGE_OUTPUT_PRICE: amount.nullable().default(null),
    NORMA_JUDGE_DAILY_MONEY: amount.default(product.judge.dailyMoney),
    NORMA_JUDGE_DAILY_TOKENS: amount.default(product.judge.dailyTokens),
    NORMA_LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(", ")}`).default("warn"),
    /** Language of the questions and tasks of newly connected accounts. */
    NORMA_LANGUAGE: z.enum(languages, `must be one of ${languages.join(", ")}`).default("en"),
  })
  .refine((env) => (env.NORMA_HUBSPOT_CLIENT_ID === null) === (env.NORMA_HUBSPOT_CLIENT_SECRET === null), {
    path: ["NORMA_HUBSPOT_CLIENT_SECRET"],
    error: "must be set together with NORMA_HUBSPOT_CLIENT_ID",
  })
  .superRefine((env, context) => {
    if (env.NORMA_JUDGE === null) return;
    const refuse = (name: string, message: string) =>
      context.addIssue({ code: "custom", path: [name], message });
    if (env.NORMA_JUDGE_MODEL === null) refuse("NORMA_JUDGE_MODEL", "must be set together with NORMA_JUDGE");
    for (const name of ["NORMA_JUDGE_INPUT_PRICE", "NORMA_JUDGE_OUTPUT_PRICE"] as const) {
      if (env[name] === null) refuse(name, "must be set together with NORMA_JUDGE; 0 where it costs nothing");
    }
    const { protocol, hostname } = new URL(env.NORMA_JUDGE_URL ?? judgeUrls[env.NORMA_JUDGE]);
    if (env.NORMA_JUDGE_KEY !== null && protocol === "http:" && !ownMachine.test(hostname))
      refuse("NORMA_JUDGE_URL", "must begin with https where a key is sent to another machine");
  })
  .transform((env) =>
    Object.freeze({
      dataDir: env.NORMA_DATA_DIR,
      databaseUrl: env.DATABASE_URL,
      redisUrl: env.REDIS_URL,
      encryptionKey: env.NORMA_ENCRYPTION_KEY,
      hubspotClientId: env.NORMA_HUBSPOT_CLIENT_ID,
      hubspotClientSecret: env.NORMA_HUBSPOT_CLIENT_SECRET,
      hubspotPacing: {
        searchesPerSecond: env.NORMA_HUBSPOT_SEARCHES_PER_SECOND,
        callsPerSecond: env.NORMA_HUBSPOT_CALLS_PER_SECOND,
      },
      judge: toJudge(env),
      logLevel: env.NORMA_LOG_LEVEL,
      language: env.NORMA_LANGUAGE,
    }),
  );

/** Where the judge is, null when there is none. */
function toJudge(env: {
  readonly NORMA_JUDGE: keyof typeof judgeUrls | null;
  readonly NORMA_JUDGE_URL: string | null;
  readonly NORMA_JUDGE_MODEL: string | null;
  readonly NORMA_JUDGE_KEY: string | null;
  readonly NORMA_JUDGE_INPUT_PRICE: number | null;
  readonly NORMA_JUDGE_OUTPUT_PRICE: number | null;
  readonly NORMA_JUDGE_DAILY_MONEY: number;
  readonly NORMA_JUDGE_DAILY_TOKENS: number;
}) {
  if (env.NORMA_JUDGE === null) return null;
  return Object.freeze({
    kind: env.NORMA_JUDGE,
    baseUrl: (env.NORMA_JUDGE_URL ?? judgeUrls[env.NORMA_JUDGE]).replace(/\/+$/, ""),
    model: env.NORMA_JUDGE_MODEL ?? "",
    key: env.NORMA_JUDGE_KEY,
    prices: { input: env.NORMA_JUDGE_INPUT_PRICE ?? 0, output: env.NORMA_JUDGE_OUTPUT_PRICE ?? 0 },
    daily: { money: env.NORMA_JUDGE_DAILY_MONEY, tokens: env.NORMA_JUDGE_DAILY_TOKENS },
  });
}

/** How this process is deployed. Read once, by the entry files. */
export type Env = z.infer<typeof schema>;

/** Throws `config-invalid`, naming the variable and what it must be. An empty variable counts as not set. */
export function readEnv(env: Variables = process.env): Env {
  const set = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ""),
  );
  const result = schema.safeParse(set);
  if (result.success) return result.data;
  const problem = result.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`).join("; ");
  throw new AppError("config-invalid", { details: { problem } });
}

/** The value of a variable that the caller names, such as `--token-env`; throws `config-invalid` when it is not set. */
export function readSecretVariable(name: string, env: Variables = process.env): string {
  const value = env[name]?.trim() ?? "";
  if (value !== "") return value;
  throw new AppError("config-invalid", {
    details: { problem: `the environment variable ${name} is not set` },
  });
}
