import { resolve } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { readEnv, readSecretVariable } from "../../config/env.ts";
import { product } from "../../config/product.ts";

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

  it("has no judge unless one is named, and then all that it needs", () => {
    expect(readEnv({}).judge).toBeNull();
    expect(readEnv({ NORMA_JUDGE_KEY: "sesame", NORMA_JUDGE_MODEL: "m" }).judge).toBeNull();
    const prices = { NORMA_JUDGE_INPUT_PRICE: "0.25", NORMA_JUDGE_OUTPUT_PRICE: "0" };
    const named = { NORMA_JUDGE: "openai", NORMA_JUDGE_MODEL: "m", ...prices };
    expect(readEnv({ ...named, NORMA_JUDGE_KEY: "sesame", NORMA_JUDGE_DAILY_MONEY: "0.5" }).judge).toEqual({
      kind: "openai",
      baseUrl: "https://api.openai.com/v1",
      model: "m",
      key: "sesame",
      prices: { input: 0.25, output: 0 },
      daily: { money: 0.5, tokens: product.judge.dailyTokens },
    });
    const local = { ...named, NORMA_JUDGE: "ollama", NORMA_JUDGE_URL: "http://127.0.0.1:11434/" };
    expect(readEnv({ ...local, NORMA_JUDGE_KEY: "sesame" }).judge?.baseUrl).toBe("http://127.0.0.1:11434");
    const far = { ...named, NORMA_JUDGE_URL: "http://gateway.example/v1" };
    expect(readEnv(far).judge).toMatchObject({ key: null });
    expect(() => readEnv({ ...far, NORMA_JUDGE_KEY: "sesame" })).toThrow("must begin with https");
    for (const name of ["NORMA_JUDGE_MODEL", "NORMA_JUDGE_INPUT_PRICE", "NORMA_JUDGE_OUTPUT_PRICE"]) {
      expect(() => readEnv({ ...named, [name]: "" })).toThrow(
        `${name} must be set together with NORMA_JUDGE`,
      );
    }
    expect(() => readEnv({ ...named, NORMA_JUDGE: "oracle" })).toThrow("openai, anthropic, ollama");
    expect(() => readEnv({ ...named, NORMA_JUDGE_OUTPUT_PRICE: "-1" })).toThrow("not be below 0");
  });

  it("gives the secret whose variable the caller names", () => {
    expect(readSecretVariable("T", { T: " pat-1 \n" })).toBe("pat-1");
    expect(() => readSecretVariable("T", { T: "" })).toThrow("T is not set");
  });
});
