import { afterEach, expect, it } from "@jest/globals";
import { decodeJwt, importSPKI, jwtVerify } from "jose";
import type { SalesforceSettings } from "../../../src/crm/salesforce/open-salesforce.ts";
import type { Credentials } from "../../../src/domain/tenant.ts";
import { sendJson, startTinyServer } from "../tiny-server.ts";
import { identity, keys } from "./open-adapter.ts";
import { closeTinyOrgs, openTinyOrg } from "./tiny-org.ts";

afterEach(closeTinyOrgs);

/** An org that answers the token endpoint as told and everything else as usual. */
function openWithToken(status: number, body: unknown, more: Partial<SalesforceSettings> = {}) {
  return openTinyOrg(
    {
      answer: ({ path }, response) => {
        if (!path.includes("/oauth2/token")) return false;
        const instance_url = `http://${response.req.headers.host}`;
        sendJson(response, status, { ...(body as object), ...(status === 200 ? { instance_url } : {}) });
        return true;
      },
    },
    { credentials: { ...identity, accessToken: "", expiresAt: 0 }, ...more },
  );
}

it("asks for a token with an assertion that the public key confirms, good for three minutes at most", async () => {
  const saved: Credentials[] = [];
  const { crm, server } = await openWithToken(
    200,
    { access_token: "fresh" },
    {
      saveCredentials: async (credentials) => void saved.push(credentials),
    },
  );
  await crm.readAccount();
  const form = new URLSearchParams(server.seen[0]?.body);
  expect(form.get("grant_type")).toBe("urn:ietf:params:oauth:grant-type:jwt-bearer");
  const key = await importSPKI(keys.publicKey, "RS256");
  const { payload, protectedHeader } = await jwtVerify(form.get("assertion") ?? "", key, {
    issuer: identity.clientId,
    subject: identity.username,
    audience: server.baseUrl,
  });
  expect(protectedHeader).toEqual({ alg: "RS256" });
  expect((payload.exp ?? 0) - Date.now() / 1_000).toBeLessThanOrEqual(180);
  expect(saved).toMatchObject([{ kind: "jwt", accessToken: "fresh", instanceUrl: server.baseUrl }]);
  expect(server.seen.slice(1).every(({ headers }) => headers.authorization === "Bearer fresh")).toBe(true);
  expect(server.seen[0]?.headers.authorization).toBeUndefined();
});

it("asks for one token when many calls need it at once", async () => {
  const { crm, server } = await openWithToken(200, { access_token: "fresh" });
  await Promise.all([crm.readAccount(), crm.readPeople(), crm.readPipelines(), crm.readAccess()]);
  expect(server.seen.filter(({ path }) => path.includes("/oauth2/token"))).toHaveLength(1);
});

it.each([
  ["invalid_grant", "account-disconnected"],
  ["inactive_user", "account-disconnected"],
  ["invalid_app_access", "account-disconnected"],
  ["invalid_client_id", "client-misconfigured"],
  ["invalid_client", "client-misconfigured"],
])("takes %s for %s", async (error, code) => {
  const { crm } = await openWithToken(400, { error, error_description: "so it is" });
  await expect(crm.readAccount()).rejects.toMatchObject({ code });
});

it.each([-600_000, -90_000, 90_000, 600_000])(
  "signs by the org's clock where ours is %i ms from it",
  async (skewMs) => {
    const { crm, server } = await openWithClock(skewMs);
    await crm.readAccount();
    expect(server.seen.filter(({ path }) => path.includes("/oauth2/token")).length).toBeLessThanOrEqual(2);
  },
);

/** Refuses, as Salesforce does, assertions that have ended or are good for more than three minutes. */
function openWithClock(skewMs: number) {
  return openTinyOrg(
    {
      answer: ({ path, body }, response) => {
        if (!path.includes("/oauth2/token")) return false;
        const now = Date.now() + skewMs;
        response.setHeader("date", new Date(now).toUTCString());
        const { exp = 0 } = decodeJwt(new URLSearchParams(body).get("assertion") ?? "");
        const isGood = exp * 1_000 > now && exp * 1_000 <= now + 180_000;
        const instance_url = `http://${response.req.headers.host}`;
        sendJson(response, isGood ? 200 : 400, isGood ? { access_token: "t", instance_url } : refusal);
        return true;
      },
    },
    { credentials: { ...identity, accessToken: "", expiresAt: 0 } },
  );
}

const refusal = { error: "invalid_grant", error_description: "expired authorization code" };

it("disconnects nobody because the token endpoint is in trouble", async () => {
  const { crm } = await openWithToken(503, { error: "server_error" }, { maxAttempts: 1 });
  await expect(crm.readAccount()).rejects.toMatchObject({ code: "crm-broken" });
});

it.each([
  ["no key at all", "not a key"],
  ["a damaged key", keys.privateKey.replace("A", "!")],
  ["a key of another kind", keys.publicKey],
])("never tells the private key: %s", async (_, privateKey) => {
  const { crm, server } = await openWithToken(
    200,
    { access_token: "fresh" },
    {
      credentials: { ...identity, privateKey, accessToken: "", expiresAt: 0 },
    },
  );
  const failure: unknown = await crm.readAccount().catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: "client-misconfigured" });
  const told = JSON.stringify(failure) + String(failure) + String((failure as Error).stack);
  for (const line of privateKey.split("\n").filter((part) => part.length > 20))
    expect(told).not.toContain(line);
  expect((failure as Error).cause).toBeUndefined();
  expect(server.seen).toEqual([]);
});

it("tells no token when the org repeats it in a refusal", async () => {
  const { crm } = await openTinyOrg({
    answer: (seen, response) => {
      sendJson(response, 400, [{ errorCode: "X", message: `bad header ${seen.headers.authorization}` }]);
      return true;
    },
  });
  const failure: unknown = await crm.readAccount().catch((error: unknown) => error);
  expect(JSON.stringify(failure) + String(failure)).not.toContain("secret-token");
});

it("an org that left its address without a word is looked for where people log in", async () => {
  const gone = await startTinyServer(() => undefined);
  await gone.close();
  const moved = { ...identity, instanceUrl: gone.baseUrl };
  const { crm } = await openWithToken(200, { access_token: "fresh" }, { credentials: moved, maxAttempts: 1 });
  expect(await crm.readAccount()).toMatchObject({ name: "Tiny" });
});
