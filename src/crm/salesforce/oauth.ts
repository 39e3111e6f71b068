import { importPKCS8, SignJWT } from "jose";
import { z } from "zod";
import { AppError, errorTable, isAppError } from "../../domain/errors.ts";
import type { JwtIdentity, OAuthTokens } from "../../domain/tenant.ts";
import { type Moment, msPerMinute } from "../../domain/time.ts";
import type { Http, HttpRequest } from "../http.ts";
import { codeOf, unreadable } from "./errors.ts";

interface EndpointSettings {
  readonly http: Http;
  /** Where people of the org log in: https://login.salesforce.com, https://test.salesforce.com or a My Domain. */
  readonly loginUrl: string;
  readonly baseUrl: string;
  readonly account: string;
  /** The External Client App of the web-server flow; null in an installation that only uses JWT. */
  readonly client: { readonly id: string; readonly secret: string } | null;
  readonly now: () => Moment;
}

const tokenSchema = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  instance_url: z.url().optional().catch(undefined),
  expires_in: z.coerce.number().positive().optional().catch(undefined),
});

/**
 * Salesforce does not say how long a token lives (the org's session setting, 15 minutes to 24 hours, each use prolongs it), so
 * a token is used until it is refused; this only makes a long-lived process ask anew once in a while.
 */
const assumedLifeMs = 12 * 60 * msPerMinute;

/** Salesforce refuses assertions that are good for more than three minutes; the rest is room for clocks that differ. */
const assertionSeconds = 120;

/** A new access token, and where to use it, for the user the assertion names. */
export async function mintToken(settings: EndpointSettings, identity: JwtIdentity): Promise<JwtIdentity> {
  const answer = await askByAssertion(settings, identity);
  return {
    ...identity,
    accessToken: answer.access_token,
    instanceUrl: answer.instance_url ?? settings.loginUrl,
    expiresAt: settings.now() + toLifeMs(answer),
  };
}

/** Clocks further apart than this may be the reason of a refusal. */
const skewThatMattersMs = 30_000;

/**
 * An assertion that our clock dates wrongly is refused in the words of one whose user is gone: before that is believed, it is
 * signed once more by the clock of the server's refusal.
 */
async function askByAssertion(settings: EndpointSettings, identity: JwtIdentity): Promise<TokenAnswer> {
  const ask = async (skewMs: number) =>
    await askToken(settings, {
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      assertion: await signAssertion(settings, identity, skewMs),
    });
  const skewMs = settings.http.clockSkewMs() ?? 0;
  try {
    return await ask(skewMs);
  } catch (error) {
    const seenMs = settings.http.clockSkewMs() ?? 0;
    const isByClock = isAppError(error) && error.code === "account-disconnected";
    if (!isByClock || Math.abs(seenMs - skewMs) < skewThatMattersMs) throw error;
    return await ask(seenMs);
  }
}

/** The refresh token may rotate: the new one must be stored before the access token is used. */
export async function refreshToken(settings: EndpointSettings, tokens: OAuthTokens): Promise<OAuthTokens> {
  const { client, account } = settings;
  if (client === null) throw new AppError("client-misconfigured", { details: { account } });
  const answer = await askToken(settings, {
    grant_type: "refresh_token",
    refresh_token: tokens.refreshToken,
    client_id: client.id,
    client_secret: client.secret,
  });
  return {
    kind: "oauth",
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token ?? tokens.refreshToken,
    instanceUrl: answer.instance_url ?? tokens.instanceUrl ?? settings.loginUrl,
    expiresAt: settings.now() + toLifeMs(answer),
  };
}

type TokenAnswer = z.infer<typeof tokenSchema>;

function toLifeMs({ expires_in }: TokenAnswer): number {
  return expires_in === undefined ? assumedLifeMs : expires_in * 1_000;
}

async function signAssertion(
  { loginUrl, account, now }: EndpointSettings,
  identity: JwtIdentity,
  skewMs: number,
): Promise<string> {
  const { clientId, username, privateKey } = identity;
  const expiresAt = Math.floor((now() + skewMs) / 1_000) + assertionSeconds;
  try {
    const key = await importPKCS8(privateKey, "RS256");
    return await new SignJWT()
      .setProtectedHeader({ alg: "RS256" })
      .setIssuer(clientId)
      .setSubject(username)
      .setAudience(new URL(loginUrl).origin)
      .setExpirationTime(expiresAt)
      .sign(key);
  } catch {
    // The cause may quote the key.
    throw new AppError("client-misconfigured", { details: { account } });
  }
}

async function askToken(
  settings: EndpointSettings,
  form: Readonly<Record<string, string>>,
): Promise<TokenAnswer> {
  const request: HttpRequest = {
    method: "POST",
    path: new URL("/services/oauth2/token", settings.loginUrl).href,
    form,
    kind: "oauth",
    act: "asking for a token",
    isAnonymous: true,
  };
  let answer: unknown;
  try {
    answer = await settings.http.call(request);
  } catch (error) {
    throw toTokenError(settings, error);
  }
  const parsed = tokenSchema.safeParse(answer);
  if (!parsed.success) throw unreadable(request, settings, "it holds no token");
  return parsed.data;
}

/** Words of the token endpoint about this one org and user: consent withdrawn, user frozen, app not installed. */
const endedConsent = new Set([
  "invalid_grant",
  "inactive_user",
  "inactive_org",
  "invalid_app_access",
  "access_denied",
]);

/** Only a clear word about the org itself disconnects it: a wrong secret must never disconnect every org at once. */
function toTokenError({ account }: EndpointSettings, error: unknown): unknown {
  if (!isAppError(error) || errorTable[error.code].isRetryable || error.code === "crm-answer-unreadable")
    return error;
  const isEnded = endedConsent.has(codeOf(error));
  const problem = String(error.details["problem"] ?? "");
  // In Salesforce's own words, which tell an admin what to change: an app not approved, a key of another app, a forbidden address.
  const details = { account: problem === "" ? account : `${account} (${problem})`, problem };
  return new AppError(isEnded ? "account-disconnected" : "client-misconfigured", { details });
}
