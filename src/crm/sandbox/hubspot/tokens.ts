import { expiredToken, Refusal, unauthenticated } from "./refusals.ts";

/** A token as a request carries it. */
export interface Grant {
  readonly portalId: number;
  readonly appId: string;
  readonly scopes: readonly string[];
}

interface LiveToken extends Grant {
  /** Real time in ms; null for a private app's token, which never expires. */
  readonly expiresAt: number | null;
}

export interface TokenSettings {
  readonly expiresInSeconds: number;
  /** Does every refresh bring a new refresh token that replaces the old one? */
  readonly rotatesRefreshTokens: boolean;
  readonly client: { readonly id: string; readonly secret: string };
}

/** Tokens of all portals. Times are real ones: a client counts `expires_in` on its own clock. */
export interface TokenBook {
  addPrivateApp(token: string, grant: Grant): void;
  addInstallation(refreshToken: string, grant: Grant): void;
  /** The grant of an `Authorization` header; throws the answer that HubSpot gives. */
  authorize(header: string | undefined): Grant;
  exchange(form: Readonly<Record<string, string>>, realAt: number): Record<string, unknown>;
  introspect(form: Readonly<Record<string, string>>): Record<string, unknown>;
  revoke(form: Readonly<Record<string, string>>): void;
  expire(header: string | undefined): void;
}

export function createTokenBook(settings: TokenSettings): TokenBook {
  const access = new Map<string, LiveToken>();
  const refresh = new Map<string, Grant>();
  let issued = 0;

  const issue = (kind: string, grant: Grant) => `sandbox-${kind}-${grant.portalId}-${++issued}`;
  const rotate = (refreshToken: string, grant: Grant): string => {
    if (!settings.rotatesRefreshTokens) return refreshToken;
    refresh.delete(refreshToken);
    const next = issue("refresh", grant);
    refresh.set(next, grant);
    return next;
  };

  return {
    addPrivateApp: (token, grant) => void access.set(token, { ...grant, expiresAt: null }),
    addInstallation: (refreshToken, grant) => void refresh.set(refreshToken, grant),
    authorize: (header) => {
      const token = access.get(toToken(header));
      if (token === undefined) throw unauthenticated();
      const secondsAgo = (Date.now() - (token.expiresAt ?? Infinity)) / 1000;
      if (secondsAgo >= 0) throw expiredToken(Math.floor(secondsAgo));
      return token;
    },
    exchange: (form, realAt) => {
      checkClient(settings, form);
      if (form["grant_type"] !== "refresh_token") {
        throw oauthRefusal("BAD_GRANT_TYPE", "unsupported_grant_type", "missing or unknown grant type");
      }
      const refreshToken = form["refresh_token"] ?? "";
      const grant = refresh.get(refreshToken);
      if (grant === undefined) {
        throw oauthRefusal("BAD_REFRESH_TOKEN", "invalid_grant", "missing or unknown refresh token");
      }
      const token = issue("access", grant);
      access.set(token, { ...grant, expiresAt: realAt + settings.expiresInSeconds * 1000 });
      return {
        token_type: "bearer",
        access_token: token,
        refresh_token: rotate(refreshToken, grant),
        expires_in: settings.expiresInSeconds,
        hub_id: grant.portalId,
        user_id: 1,
        scopes: grant.scopes,
        token_use: "access_token",
      };
    },
    introspect: (form) => {
      checkClient(settings, form);
      return describeToken(access.get(form["token"] ?? "") ?? refresh.get(form["token"] ?? ""));
    },
    revoke: (form) => {
      checkClient(settings, form);
      // Revoking a refresh token leaves live access tokens alone.
      refresh.delete(form["token"] ?? "");
      access.delete(form["token"] ?? "");
    },
    expire: (header) => {
      const token = access.get(toToken(header));
      if (token !== undefined) access.set(toToken(header), { ...token, expiresAt: Date.now() - 1_000 });
    },
  };
}

function toToken(header: string | undefined): string {
  return header?.replace(/^Bearer\s+/i, "") ?? "";
}

function checkClient({ client }: TokenSettings, form: Readonly<Record<string, string>>): void {
  if (form["client_id"] !== client.id) {
    throw oauthRefusal("BAD_CLIENT_ID", "invalid_client", "missing or unknown client id");
  }
  if (form["client_secret"] !== client.secret) {
    throw oauthRefusal("BAD_CLIENT_SECRET", "invalid_client", "missing or invalid client secret");
  }
}

function oauthRefusal(status: string, error: string, message: string): Refusal {
  return new Refusal(400, { status, message, error, error_description: message });
}

function describeToken(token: Grant | undefined): Record<string, unknown> {
  if (token === undefined) return { active: false };
  const { portalId, scopes, appId } = token;
  return {
    active: true,
    hub_id: portalId,
    app_id: appId,
    scopes,
    token_type: "bearer",
    token_use: "access_token",
  };
}
