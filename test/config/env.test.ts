import { resolve } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { readEnv, readSecretVariable } from "../../config/env.ts";

describe("the environment", () => {
  it("needs nothing to be set", () => {
    expect(readEnv({})).toMatchObject({
      dataDir: resolve(".norma"),
      databaseUrl: null,
      redisUrl: null,
      encryptionKey: null,
      hubspotClientId: null,
      hubspotClientSecret: null,
      logLevel: "warn",
      language: "en",
    });
  });

  it("is read as it is set, with empty counting as not set, and cannot be changed", () => {
    const env = readEnv({
      NORMA_DATA_DIR: "/var/lib/norma",
      DATABASE_URL: "postgresql://norma:secret@db:5432/norma?sslmode=require",
      REDIS_URL: "rediss://cache",
      NORMA_ENCRYPTION_KEY: "0aF".padEnd(64, "0"),
      NORMA_HUBSPOT_CLIENT_ID: "id",
      NORMA_HUBSPOT_CLIENT_SECRET: "sesame",
      NORMA_LOG_LEVEL: "debug",
      NORMA_LANGUAGE: " ",
      PATH: "/bin",
    });
    expect(env).toMatchObject({ dataDir: "/var/lib/norma", redisUrl: "rediss://cache", language: "en" });
    expect(Object.isFrozen(env)).toBe(true);
  });

  it.each([
    ["DATABASE_URL", "mysql://user:sesame@host/db", "postgres://"],
    ["DATABASE_URL", "sesame", "postgres://"],
    ["REDIS_URL", "http://sesame", "redis://"],
    ["NORMA_ENCRYPTION_KEY", "sesame".padEnd(64, "0"), "64 hexadecimal digits"],
    ["NORMA_LOG_LEVEL", "sesame", "silent, error, warn, info, debug"],
    ["NORMA_LANGUAGE", "sesame", "en, pl, ru"],
    ["NORMA_HUBSPOT_CLIENT_ID", "sesame", "together with"],
  ])("names %s when it is wrong and says what is expected, not what was given", (name, value, expected) => {
    const read = () => readEnv({ [name]: value });
    expect(read).toThrow(expect.objectContaining({ code: "config-invalid" }));
    expect(read).toThrow(name);
    expect(read).toThrow(expected);
    expect(read).not.toThrow("sesame");
  });

  it("gives the secret whose variable the caller names", () => {
    expect(readSecretVariable("T", { T: " pat-1 \n" })).toBe("pat-1");
    expect(() => readSecretVariable("T", { T: "" })).toThrow("T is not set");
  });
});
