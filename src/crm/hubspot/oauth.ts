import { z } from "zod";
import { AppError, errorTable, isAppError } from "../../domain/errors.ts";
import type { OAuthTokens } from "../../domain/tenant.ts";
import type { Moment } from "../../domain/time.ts";
import type { Http } from "../http.ts";
import { unreadable } from "./errors.ts";
import type { Paths } from "./paths.ts";

interface EndpointSettings {
  readonly http: Http;
  readonly paths: Paths;
  readonly baseUrl: string;
  readonly account: string;
  /** Norma's own identity at HubSpot; null in an installation that only uses static tokens. */
  readonly client: { readonly id: string; readonly secret: string } | null;
  readonly now: () => Moment;
}

export interface TokenEndpoint {
  refresh(refreshToken: string): Promise<OAuthTokens>;
  /** The scopes of an OAuth token; null when HubSpot does not tell. */
  readScopes(accessToken: string): Promise<readonly string[] | null>;
}

const tokenSchema = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  expires_in: z.coerce.number().positive(),
});
const introspectionSchema = z.object({ scopes: z.array(z.string()) });

export function createTokenEndpoint(settings: EndpointSettings): TokenEndpoint {
  return {
    refresh: (refreshToken) => refresh(settings, refreshToken),
    readScopes: (accessToken) => readScopes(settings, accessToken),
  };
}

async function refresh(settings: EndpointSettings, refreshToken: string): Promise<OAuthTokens> {
  const request = {
    method: "POST",
    path: settings.paths.token,
    form: { grant_type: "refresh_token", refresh_token: refreshToken, ...requireClient(settings) },
    kind: "oauth",
    act: "refreshing the token",
    isAnonymous: true,
  } as const;
  const askedAt = settings.now();
  let answer: unknown;
  try {
    answer = await settings.http.call(request);
  } catch (error) {
    throw toTokenError(settings, error);
  }
  const parsed = tokenSchema.safeParse(answer);
  if (!parsed.success) throw unreadable(request, settings, "it holds no token");
  const { access_token, refresh_token, expires_in } = parsed.data;
  return {
    kind: "oauth",
    accessToken: access_token,
    refreshToken: refresh_token ?? refreshToken,
    expiresAt: askedAt + expires_in * 1_000,
  };
}

/** Words of the token endpoint that mean: this account has withdrawn its consent. */
const endedConsent = new Set(["BAD_REFRESH_TOKEN", "invalid_grant", "BAD_HUB", "access_denied"]);

/**
 * Only a clear word about the account's own consent disconnects it. Whatever else is refused is taken for a fault of our
 * installation: a wrong secret must never disconnect every account at once.
 */
function toTokenError(settings: EndpointSettings, error: unknown): unknown {
  if (!isAppError(error) || errorTable[error.code].isRetryable || error.code === "crm-answer-unreadable")
    return error;
  const details = { account: settings.account };
  const isEnded = endedConsent.has(String(error.details["category"] ?? ""));
  return new AppError(isEnded ? "account-disconnected" : "client-misconfigured", { details });
}

async function readScopes(
  settings: EndpointSettings,
  accessToken: string,
): Promise<readonly string[] | null> {
  if (settings.client === null) return null;
  try {
    const answer = await settings.http.call({
      method: "POST",
      path: settings.paths.introspect,
      form: {
        token: accessToken,
        token_type_hint: "access_token",
        ...requireClient(settings),
      },
      kind: "oauth",
      act: "reading the token's scopes",
      isAnonymous: true,
    });
    return introspectionSchema.safeParse(answer).data?.scopes ?? null;
  } catch (error) {
    // An endpoint that will not tell is no reason to stop; the scopes are then found out by trying.
    if (isAppError(error) && !errorTable[error.code].isRetryable) return null;
    throw error;
  }
}

function requireClient({ client, account }: EndpointSettings): { client_id: string; client_secret: string } {
  if (client === null) throw new AppError("client-misconfigured", { details: { account } });
  return { client_id: client.id, client_secret: client.secret };
}
