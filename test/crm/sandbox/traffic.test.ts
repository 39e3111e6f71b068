import { afterEach, describe, expect, it } from "@jest/globals";
import { defaultLimits } from "../../../src/crm/sandbox/limits.ts";
import { closeAll, objects, openClient, text } from "./client.ts";

afterEach(closeAll);

describe("limits", () => {
  it("refuse the sixth search of a second without headers, and count other calls apart", async () => {
    const { post, get, sandbox } = await openClient({ limits: defaultLimits });
    const answers = await Promise.all(Array.from({ length: 7 }, () => post(`${objects}/deals/search`, {})));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(2);
    expect(refused[0]?.body).toEqual({
      status: "error",
      message: "You have reached your secondly limit.",
      category: "RATE_LIMITS",
    });
    expect(refused[0]?.headers.has("X-HubSpot-RateLimit-Max")).toBe(false);
    const other = await get(`${objects}/deals`);
    expect([other.status, other.headers.get("X-HubSpot-RateLimit-Remaining")]).toEqual([200, "109"]);
    expect(sandbox.requests.counts()).toMatchObject({
      answered429: 2,
      byKind: { search: 7, "object-list": 1 },
    });
  });

  it("refuse calls beyond the rolling window, in one portal only", async () => {
    const limits = { ...defaultLimits, general: { calls: 3, perMs: 60_000 } };
    const { get, sandbox } = await openClient({
      portals: [
        { portalId: 1, limits },
        { portalId: 2, limits },
      ],
    });
    const statuses = [];
    for (let call = 0; call < 4; call++) statuses.push((await get(`${objects}/deals`)).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    expect((await get(`${objects}/deals`, sandbox.portals[1]?.token)).status).toBe(200);
  });
});

describe("tokens", () => {
  const form = { grant_type: "refresh_token", client_id: "sandbox-client", client_secret: "sandbox-secret" };

  it("come from a refresh token and expire", async () => {
    const { form: send, get, sandbox } = await openClient({ tokenExpiresInSeconds: 0.3 });
    const refreshToken = sandbox.portals[0]?.refreshToken ?? "";
    const granted = await send("/oauth/2026-09/token", { ...form, refresh_token: refreshToken });
    expect(granted.body).toMatchObject({
      refresh_token: refreshToken,
      hub_id: 51_000_001,
      token_type: "bearer",
    });
    const token = text(granted.body["access_token"]);
    expect((await get(`${objects}/deals`, token)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 350));
    const late = await get(`${objects}/deals`, token);
    expect([late.status, late.body["category"]]).toEqual([401, "EXPIRED_AUTHENTICATION"]);
  });

  it("are refused with the code that names whose fault it is", async () => {
    const { form: send, sandbox } = await openClient();
    const refresh_token = sandbox.portals[0]?.refreshToken ?? "";
    const status = async (given: Record<string, string>) =>
      (await send("/oauth/2026-09/token", { ...form, refresh_token, ...given })).body["status"];
    expect(await status({ refresh_token: "other" })).toBe("BAD_REFRESH_TOKEN");
    expect(await status({ client_id: "other" })).toBe("BAD_CLIENT_ID");
    expect(await status({ client_secret: "other" })).toBe("BAD_CLIENT_SECRET");
  });

  it("rotate when asked to: the old refresh token is worth nothing then", async () => {
    const { form: send, sandbox } = await openClient({ rotatesRefreshTokens: true });
    const refresh_token = sandbox.portals[0]?.refreshToken ?? "";
    const first = await send("/oauth/2026-09/token", { ...form, refresh_token });
    expect(first.body["refresh_token"]).not.toBe(refresh_token);
    expect((await send("/oauth/2026-09/token", { ...form, refresh_token })).status).toBe(400);
  });

  it("without a scope get 403 and the scope's name", async () => {
    const scopes = ["oauth", "crm.objects.deals.read"];
    const { get, sandbox } = await openClient({ portals: [{ portalId: 7, scopes }] });
    expect((await get(`${objects}/deals`)).status).toBe(200);
    const refused = await get(`${objects}/quotes`);
    expect([refused.status, refused.body["category"]]).toEqual([403, "MISSING_SCOPES"]);
    expect(JSON.stringify(refused.body["errors"])).toContain("crm.objects.quotes.read");
    expect((await get(`${objects}/deals`, "unknown")).status).toBe(401);
    expect(sandbox.portals[0]?.portalId).toBe(7);
  });

  it("die with the installation", async () => {
    const { send, get } = await openClient();
    expect((await send("DELETE", "/appinstalls/2026-09/external-install")).status).toBe(204);
    expect((await get(`${objects}/deals`)).status).toBe(401);
  });
});

describe("people", () => {
  it("are active or archived owners; queues are owners too and archived ones have no user id", async () => {
    const { get } = await openClient({ size: "demo" });
    const active = JSON.stringify((await get("/crm/owners/2026-09")).body["results"]);
    expect(active).toContain('"type":"QUEUE"');
    expect(active).not.toContain("Smirnova");
    const archived = (await get("/crm/owners/2026-09?archived=true")).body["results"];
    expect(archived).toMatchObject([
      { lastName: "Smirnova", userId: null, userIdIncludingInactive: expect.any(Number) },
    ]);
  });

  it("are not found under a version that is no date", async () => {
    const { get } = await openClient();
    const statuses = await Promise.all(["v3", "2026-09", "2027-03-beta"].map((v) => get(`/crm/owners/${v}`)));
    expect(statuses.map(({ status }) => status)).toEqual([404, 200, 200]);
  });
});
