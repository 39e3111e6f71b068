import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "@jest/globals";
import type { Crm } from "../../../src/crm/port.ts";
import { readRetryAfter } from "../../../src/crm/retry-after.ts";
import { type AppError, isAppError } from "../../../src/domain/errors.ts";
import { type Seen, sendJson, startTinyServer, type TinyServer } from "../tiny-server.ts";
import { openAdapter } from "./open-adapter.ts";

const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function start(
  answer: (seen: Seen, response: ServerResponse, count: number) => void,
  more: Parameters<typeof openAdapter>[1] = {},
): Promise<{ server: TinyServer; crm: Crm }> {
  const server = await startTinyServer(answer);
  const crm = openAdapter(server.baseUrl, more);
  ends.push(
    () => crm.close(),
    () => server.close(),
  );
  return { server, crm };
}

async function failureOf(act: Promise<unknown>): Promise<AppError> {
  try {
    await act;
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
  throw new Error("it did not fail");
}

const account = { portalId: 7, timeZone: "Europe/Warsaw", companyCurrency: "PLN" };
/** Says when to come back, so that the tests do not wait for long. */
function sendBusy(response: ServerResponse, status: number, body: unknown): void {
  response.setHeader("retry-after", "0");
  sendJson(response, status, body);
}

describe("HubSpot's answers become codes", () => {
  it.each([
    [400, { status: "error", message: "Bad thing.", category: "VALIDATION_ERROR" }, "crm-refused", 1],
    [401, { status: "error", category: "INVALID_AUTHENTICATION" }, "token-rejected", 1],
    [403, { status: "error", category: "MISSING_SCOPES" }, "scope-missing", 1],
    [403, { status: "error", message: "not yours" }, "crm-refused", 1],
    [404, { status: "error", message: "resource not found" }, "crm-refused", 1],
    [423, { status: "error" }, "crm-broken", 3],
    [429, { status: "error", policyName: "SECONDLY" }, "crm-busy", 3],
    [429, { status: "error", policyName: "DAILY" }, "crm-busy", 1],
    [429, { status: "error", message: "You have reached your daily limit." }, "crm-busy", 1],
    [477, {}, "crm-broken", 3],
    [500, {}, "crm-broken", 3],
    [502, {}, "crm-broken", 3],
    [503, {}, "crm-broken", 3],
    [504, {}, "crm-broken", 3],
    [520, {}, "crm-broken", 3],
    [524, {}, "crm-broken", 3],
    [501, {}, "crm-broken", 1],
  ])("status %i with %j is %s after %i attempts", async (...row) => {
    const [status, body, code, attempts] = row;
    const { server, crm } = await start((_, response) => sendBusy(response, status, body));
    expect((await failureOf(crm.readAccount())).code).toBe(code);
    expect(server.seen).toHaveLength(attempts);
  });

  it("goes on after a passing failure", async () => {
    const { crm } = await start((_, response, count) => sendBusy(response, count === 1 ? 503 : 200, account));
    await expect(crm.readAccount()).resolves.toMatchObject({
      accountId: "7",
      timeZone: "Europe/Warsaw",
      currency: "PLN",
    });
    expect(crm.callCounts()).toMatchObject({ total: 2, retried: 1, byKind: { account: 2 } });
  });

  it("names the missing scopes", async () => {
    const context = { requiredGranularScopes: ["crm.objects.deals.read"] };
    const { crm } = await start((_, response) =>
      sendJson(response, 403, { category: "MISSING_SCOPES", errors: [{ message: "m", context }] }),
    );
    expect((await failureOf(crm.readAccount())).message).toContain("crm.objects.deals.read");
  });

  it("waits as long as Retry-After says", async () => {
    const { crm } = await start((_, response, count) => {
      response.setHeader("retry-after", "1");
      sendJson(response, count === 1 ? 429 : 200, account);
    });
    const from = performance.now();
    await crm.readAccount();
    expect(performance.now() - from).toBeGreaterThanOrEqual(990);
    expect(crm.callCounts().answered429).toBe(1);
  });

  it("does not sit out an account's move but says how long it takes", async () => {
    const { server, crm } = await start((_, response) => {
      response.setHeader("retry-after", "86400");
      sendJson(response, 477, {});
    });
    const error = await failureOf(crm.readAccount());
    expect(error.retryAfterMs).toBe(86_400_000);
    expect(server.seen).toHaveLength(1);
  });

  it.each([
    ["a web page", "<html><body>hello</body></html>", 200],
    ["cut JSON", '{"portalId": 7, "timeZ', 200],
    ["JSON of another shape", '{"hello": 1}', 200],
    ["a list", "[]", 200],
    ["nothing", "", 200],
    ["a 404 page", "<html>not found</html>", 404],
  ])("calls %s unreadable, in a sentence that says where", async (_, text, status) => {
    const { server, crm } = await start((_seen, response) => {
      response.writeHead(status, { "content-type": "text/html" });
      response.end(text);
    });
    const error = await failureOf(crm.readAccount());
    expect(error.code).toBe("crm-answer-unreadable");
    expect(error.message).toContain(server.baseUrl);
  });

  it("ends a call that gets no answer, connection included", async () => {
    const sockets: ServerResponse[] = [];
    const { crm } = await start((_, response) => sockets.push(response), { timeoutMs: 200, maxAttempts: 1 });
    const error = await failureOf(crm.readAccount());
    expect(error.code).toBe("crm-timeout");
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(sockets.map((response) => response.destroyed)).toEqual([true]);
  });

  it("ends a call whose body never ends", async () => {
    const { crm } = await start(
      (_, response) => {
        response.writeHead(200, { "content-type": "application/json" });
        response.write('{"portalId":');
      },
      { timeoutMs: 200, maxAttempts: 1 },
    );
    expect((await failureOf(crm.readAccount())).code).toBe("crm-timeout");
  });

  it("tries again when JSON was cut on its way", async () => {
    const { crm } = await start((_, response, count) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify(account).slice(0, count === 1 ? 10 : undefined));
    });
    await expect(crm.readAccount()).resolves.toMatchObject({ accountId: "7" });
  });

  it.each([200, 403])("tries again after a web page with status %i in between", async (status) => {
    const { crm } = await start((_, response, count) => {
      if (count > 1) return sendJson(response, 200, account);
      response
        .writeHead(status, { "content-type": "text/html", "retry-after": "0" })
        .end("<h1>One moment</h1>");
    });
    await expect(crm.readAccount()).resolves.toMatchObject({ accountId: "7" });
  });

  it("tries again after an answer without anything in it", async () => {
    const { crm } = await start((_, response, count) => sendJson(response, 200, count === 1 ? {} : account));
    await expect(crm.readAccount()).resolves.toMatchObject({ accountId: "7" });
  });

  it("tries again after a cut connection", async () => {
    const { crm } = await start((_, response, count) => {
      if (count === 1) response.destroy();
      else sendJson(response, 200, account);
    });
    await expect(crm.readAccount()).resolves.toMatchObject({ accountId: "7" });
  });

  it("says that nobody listens at the address", async () => {
    const server = await startTinyServer(() => undefined);
    await server.close();
    const crm = openAdapter(server.baseUrl, { maxAttempts: 2 });
    ends.push(() => crm.close());
    const error = await failureOf(crm.readAccount());
    expect(error.code).toBe("crm-unreachable");
    expect(error.message).toContain(server.baseUrl);
  });

  it("never lets the token or a cause that holds it into an error", async () => {
    const { crm } = await start((seen, response) =>
      sendJson(response, 400, { message: `Bad header ${seen.headers.authorization ?? ""}` }),
    );
    const error = await failureOf(crm.readAccount());
    expect(JSON.stringify([error.message, error.details, String(error.cause)])).not.toContain("secret-token");
  });

  it("sends the token as a bearer, on the manifest's version of the path", async () => {
    const { server, crm } = await start((_, response) => sendJson(response, 200, account));
    await crm.readAccount();
    expect(server.seen[0]).toMatchObject({ path: "/account-info/2026-09/details" });
    expect(server.seen[0]?.headers.authorization).toBe("Bearer secret-token");
  });

  it("breaks off what is under way when it closes", async () => {
    const { crm } = await start(() => undefined);
    const running = failureOf(crm.readAccount());
    await new Promise((resolve) => setTimeout(resolve, 100));
    await crm.close();
    expect((await running).code).toBe("interrupted");
  });
});

describe("Retry-After", () => {
  it.each([
    ["3", 3_000],
    ["0.5", 500],
    ["Wed, 21 Oct 2026 07:28:10 GMT", 10_000],
    ["Wed, 21 Oct 2020 07:28:00 GMT", 0],
    ["soon", null],
  ])("%j is %j ms", (text, expected) => {
    const now = Date.parse("2026-10-21T07:28:00Z");
    expect(readRetryAfter(new Headers({ "retry-after": text }), now)).toBe(expected);
  });
});

describe("the token endpoint", () => {
  const client = { id: "client", secret: "client-secret" };
  const expired = { kind: "oauth", accessToken: "old", refreshToken: "refresh-1", expiresAt: 0 } as const;

  it("refreshes form-encoded and saves the rotated token before the next call", async () => {
    const order: string[] = [];
    const { server, crm } = await start(
      (seen, response) => {
        order.push(seen.path);
        const fresh = { access_token: "new", refresh_token: "refresh-2", expires_in: 1800 };
        sendJson(response, 200, seen.path.startsWith("/oauth") ? fresh : account);
      },
      {
        client,
        credentials: expired,
        saveCredentials: async (credentials) => {
          order.push(credentials.kind === "oauth" ? `saved ${credentials.refreshToken}` : "static");
        },
      },
    );
    await crm.readAccount();
    expect(order).toEqual(["/oauth/2026-09/token", "saved refresh-2", "/account-info/2026-09/details"]);
    expect(Object.fromEntries(new URLSearchParams(server.seen[0]?.body))).toEqual({
      grant_type: "refresh_token",
      refresh_token: "refresh-1",
      client_id: "client",
      client_secret: "client-secret",
    });
    expect(server.seen[0]?.headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect(server.seen[0]?.headers.authorization).toBeUndefined();
    expect(server.seen[1]?.headers.authorization).toBe("Bearer new");
  });

  it("renews twice after a 401, because a fresh token may be withdrawn too, and then gives up", async () => {
    const { server, crm } = await start(
      (seen, response) => {
        if (seen.path.startsWith("/oauth"))
          sendJson(response, 200, { access_token: "new", expires_in: 1800 });
        else sendJson(response, 401, { category: "EXPIRED_AUTHENTICATION" });
      },
      { client, credentials: { ...expired, expiresAt: Date.now() + 3_600_000 } },
    );
    expect((await failureOf(crm.readAccount())).code).toBe("token-rejected");
    expect(server.seen.map(({ path }) => path.split("/")[1])).toEqual([
      "account-info",
      "oauth",
      "account-info",
      "oauth",
      "account-info",
    ]);
  });

  it.each([
    [
      400,
      { status: "BAD_REFRESH_TOKEN", message: "missing or invalid refresh token" },
      "account-disconnected",
    ],
    [400, { error: "invalid_grant" }, "account-disconnected"],
    [400, { status: "BAD_HUB" }, "account-disconnected"],
    [403, { error: "access_denied" }, "account-disconnected"],
    [400, { status: "BAD_CLIENT_ID" }, "client-misconfigured"],
    [400, { status: "BAD_CLIENT_SECRET" }, "client-misconfigured"],
    [401, { error: "invalid_client" }, "client-misconfigured"],
    [400, { status: "error", message: "what?" }, "client-misconfigured"],
    [503, {}, "crm-broken"],
    [429, { status: "error" }, "crm-busy"],
  ])("status %i with %j means %s", async (status, body, code) => {
    const { crm } = await start((_, response) => sendBusy(response, status, body), {
      client,
      credentials: expired,
    });
    expect((await failureOf(crm.readAccount())).code).toBe(code);
  });

  it("does not disconnect anybody when this installation has no client of its own", async () => {
    const { server, crm } = await start((_, response) => sendJson(response, 200, account), {
      credentials: expired,
    });
    expect((await failureOf(crm.readAccount())).code).toBe("client-misconfigured");
    expect(server.seen).toHaveLength(0);
  });
});
