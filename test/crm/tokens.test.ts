import { describe, expect, it } from "@jest/globals";
import { createTokens, type TokenSource } from "../../src/crm/tokens.ts";
import { AppError } from "../../src/domain/errors.ts";
import type { Credentials, OAuthTokens } from "../../src/domain/tenant.ts";

const minute = 60_000;

/** A source whose refreshes are counted and can be held up or failed. */
function aSource(options: { leftMs: number; lifeMs?: number; refresh?: () => Promise<OAuthTokens> }) {
  const clock = { now: 1_000_000_000 };
  const saved: Credentials[] = [];
  let refreshes = 0;
  const lifeMs = options.lifeMs ?? 30 * minute;
  const standard = async (): Promise<OAuthTokens> => ({
    kind: "oauth",
    accessToken: `access-${refreshes}`,
    refreshToken: `refresh-${refreshes}`,
    expiresAt: clock.now + lifeMs,
  });
  const tokens: TokenSource = createTokens<OAuthTokens>({
    account: "HubSpot",
    credentials: {
      kind: "oauth",
      accessToken: "access-0",
      refreshToken: "refresh-0",
      expiresAt: clock.now + options.leftMs,
    },
    refresh: (current) => {
      expect(current.refreshToken).toBe(`refresh-${refreshes}`);
      refreshes += 1;
      return (options.refresh ?? standard)();
    },
    saveCredentials: async (credentials) => {
      saved.push(credentials);
    },
    now: () => clock.now,
  });
  return { tokens, clock, saved, refreshes: () => refreshes };
}

describe("tokens", () => {
  it("uses a token that is good for long", async () => {
    const { tokens, refreshes } = aSource({ leftMs: 20 * minute });
    await expect(tokens.access()).resolves.toBe("access-0");
    expect(refreshes()).toBe(0);
  });

  it("refreshes five minutes before expiry, and saves the rotated refresh token before using the new one", async () => {
    const { tokens, saved, refreshes } = aSource({ leftMs: 4 * minute });
    await expect(tokens.access()).resolves.toBe("access-1");
    expect(saved).toMatchObject([{ refreshToken: "refresh-1" }]);
    expect(refreshes()).toBe(1);
  });

  it("refreshes short-lived tokens after nine tenths of their life", async () => {
    const { tokens, clock, refreshes } = aSource({ leftMs: 0, lifeMs: 20_000 });
    await tokens.access();
    clock.now += 17_900;
    await tokens.access();
    expect(refreshes()).toBe(1);
    clock.now += 200;
    await tokens.access();
    expect(refreshes()).toBe(2);
  });

  it("shares one pending refresh among all callers", async () => {
    const { tokens, refreshes } = aSource({ leftMs: 0 });
    const all = await Promise.all([
      ...Array.from({ length: 20 }, () => tokens.access()),
      tokens.replace("access-0"),
    ]);
    expect(new Set(all)).toEqual(new Set(["access-1"]));
    expect(refreshes()).toBe(1);
  });

  it("does not use a token that could not be saved", async () => {
    const tokens = createTokens({
      account: "HubSpot",
      credentials: { kind: "oauth", accessToken: "a", refreshToken: "r", expiresAt: 0 },
      refresh: async () => ({ kind: "oauth", accessToken: "b", refreshToken: "s", expiresAt: 9e15 }),
      saveCredentials: () => Promise.reject(new AppError("store-unavailable")),
      now: () => 1,
    });
    await expect(tokens.access()).rejects.toMatchObject({ code: "store-unavailable" });
  });

  it("replaces a rejected token once; who comes later with the old one gets the new one", async () => {
    const { tokens, refreshes } = aSource({ leftMs: 20 * minute });
    await expect(tokens.replace("access-0")).resolves.toBe("access-1");
    await expect(tokens.replace("access-0")).resolves.toBe("access-1");
    expect(refreshes()).toBe(1);
  });

  it("goes on with a token that is still good when an early refresh fails in passing, and rests before the next try", async () => {
    const { tokens, refreshes } = aSource({
      leftMs: 4 * minute,
      refresh: () => Promise.reject(new AppError("crm-broken")),
    });
    await expect(tokens.access()).resolves.toBe("access-0");
    await expect(tokens.access()).resolves.toBe("access-0");
    expect(refreshes()).toBe(1);
  });

  it("says at once when the account has withdrawn its consent", async () => {
    const { tokens } = aSource({
      leftMs: 4 * minute,
      refresh: () => Promise.reject(new AppError("account-disconnected")),
    });
    await expect(tokens.access()).rejects.toMatchObject({ code: "account-disconnected" });
  });

  it("has nothing to put in place of a rejected static token", async () => {
    const tokens = createTokens({
      account: "HubSpot",
      credentials: { kind: "static", token: "pat" },
      refresh: () => Promise.reject(new Error("must not be called")),
      saveCredentials: async () => undefined,
      now: () => 1,
    });
    await expect(tokens.access()).resolves.toBe("pat");
    await expect(tokens.replace("pat")).rejects.toMatchObject({ code: "token-rejected" });
  });
});
