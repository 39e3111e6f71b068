import { AppError, errorTable, isAppError } from "../domain/errors.ts";
import type { Credentials, JwtIdentity, OAuthTokens, StaticToken } from "../domain/tenant.ts";
import { type Moment, msPerMinute } from "../domain/time.ts";

/** Credentials with an access token that ends. */
type Renewable = OAuthTokens | JwtIdentity;

export interface TokenSource {
  /** A token that is good for the next call; refreshes ahead of its expiry. */
  access(): Promise<string>;
  /** A token to use instead of `rejected`; throws `token-rejected` when there can be none. */
  replace(rejected: string): Promise<string>;
  readonly isOAuth: boolean;
}

interface TokenSettings<R extends Renewable> {
  readonly account: string;
  readonly credentials: R | StaticToken;
  readonly refresh: (current: R) => Promise<R>;
  /** Called before new credentials are used: a rotated refresh token that is not saved locks the account out. */
  readonly saveCredentials: (credentials: Credentials) => Promise<void>;
  readonly now: () => Moment;
}

/** Refreshed this long before expiry; tokens with a short life, a tenth of it before. */
const aheadMs = 5 * msPerMinute;
const shortLifeMs = 30 * msPerMinute;
/** After a failed early refresh the old token serves at least this long before the next try. */
const restMs = msPerMinute / 2;

/** Holds one account's token. Callers that need a new one at the same time share one pending refresh. */
export function createTokens<R extends Renewable>(settings: TokenSettings<R>): TokenSource {
  let current = settings.credentials;
  let marginMs = aheadMs;
  let pending: Promise<string> | null = null;
  let earliestRefreshAt = 0;

  async function refresh(from: R): Promise<string> {
    const fresh = await settings.refresh(from);
    await settings.saveCredentials(fresh);
    current = fresh;
    const lifeMs = fresh.expiresAt - settings.now();
    marginMs = lifeMs >= shortLifeMs ? aheadMs : lifeMs / 10;
    return fresh.accessToken;
  }

  function shareRefresh(from: R): Promise<string> {
    pending ??= refresh(from).finally(() => {
      pending = null;
    });
    return pending;
  }

  return {
    isOAuth: current.kind !== "static",
    access: async () => {
      if (current.kind === "static") return current.token;
      const now = settings.now();
      const leftMs = current.expiresAt - now;
      if (leftMs > marginMs || (leftMs > 0 && now < earliestRefreshAt)) return current.accessToken;
      try {
        return await shareRefresh(current);
      } catch (error) {
        // A passing failure to refresh early does no harm while the old token is good.
        if (leftMs <= 0 || !isPassing(error)) throw error;
        earliestRefreshAt = now + restMs;
        return current.accessToken;
      }
    },
    replace: async (rejected) => {
      if (current.kind === "static") {
        throw new AppError("token-rejected", { details: { account: settings.account } });
      }
      return current.accessToken === rejected ? shareRefresh(current) : current.accessToken;
    },
  };
}

function isPassing(error: unknown): boolean {
  return isAppError(error) && errorTable[error.code].isRetryable;
}
