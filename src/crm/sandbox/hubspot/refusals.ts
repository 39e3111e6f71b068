import { randomUUID } from "node:crypto";

/** An answer that is not 2xx, thrown by a handler and sent as it is. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: Record<string, unknown>, headers: Record<string, string> = {}) {
    super(`refused with ${status}`);
    this.name = "Refusal";
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

export function isRefusal(error: unknown): error is Refusal {
  return Error.isError(error) && error.name === "Refusal" && "body" in error;
}

interface ErrorBody {
  readonly message: string;
  readonly category: string;
  readonly subCategory?: string;
  readonly context?: Record<string, readonly string[]>;
  readonly errors?: readonly unknown[];
}

/** HubSpot's usual error body. */
export function refuse(status: number, body: ErrorBody): Refusal {
  return new Refusal(status, { status: "error", correlationId: randomUUID(), ...body });
}

export function invalid(message: string, context?: Record<string, readonly string[]>): Refusal {
  return refuse(400, {
    message,
    category: "VALIDATION_ERROR",
    ...(context === undefined ? {} : { context }),
  });
}

export function notFound(message = "resource not found"): Refusal {
  return refuse(404, { message, category: "OBJECT_NOT_FOUND" });
}

export function missingScopes(scopes: readonly string[]): Refusal {
  return refuse(403, {
    message:
      "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.",
    category: "MISSING_SCOPES",
    errors: [
      {
        message: "One or more of the following scopes are required.",
        context: { requiredGranularScopes: scopes },
      },
    ],
  });
}

export function unauthenticated(): Refusal {
  return refuse(401, {
    message:
      "Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview",
    category: "INVALID_AUTHENTICATION",
  });
}

export function expiredToken(secondsAgo: number): Refusal {
  return refuse(401, {
    message: `The OAuth token used to make this call expired ${secondsAgo} second(s) ago.`,
    category: "EXPIRED_AUTHENTICATION",
  });
}

/** The recorded body of a search that came too fast: no policy name and no headers. */
export function tooManySearches(): Refusal {
  return new Refusal(429, {
    status: "error",
    message: "You have reached your secondly limit.",
    category: "RATE_LIMITS",
  });
}

export function tooManyCalls(headers: Record<string, string>): Refusal {
  return new Refusal(
    429,
    {
      status: "error",
      message: "You have reached your ten_secondly_rolling limit.",
      errorType: "RATE_LIMIT",
      correlationId: randomUUID(),
      policyName: "TEN_SECONDLY_ROLLING",
      requestId: randomUUID(),
    },
    headers,
  );
}
