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
    NORMA_LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(", ")}`).default("warn"),
    /** Language of the questions and tasks of newly connected accounts. */
    NORMA_LANGUAGE: z.enum(languages, `must be one of ${languages.join(", ")}`).default("en"),
  })
  .refine((env) => (env.NORMA_HUBSPOT_CLIENT_ID === null) === (env.NORMA_HUBSPOT_CLIENT_SECRET === null), {
    path: ["NORMA_HUBSPOT_CLIENT_SECRET"],
    error: "must be set together with NORMA_HUBSPOT_CLIENT_ID",
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
      logLevel: env.NORMA_LOG_LEVEL,
      language: env.NORMA_LANGUAGE,
    }),
  );

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
