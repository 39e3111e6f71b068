import { AppError } from "../../domain/errors.ts";
import type { HttpAnswer, HttpRequest, Judgement } from "../http.ts";
import { readRetryAfter } from "../retry-after.ts";
import { type ErrorBody, parseErrorBody } from "./error-body.ts";

/** Where the answer came from, for sentences. */
export interface Place {
  readonly baseUrl: string;
  readonly account: string;
}

const passingStatuses = new Set([500, 502, 503, 504, 520, 521, 522, 523, 524]);

/** Passing whatever the status; the last three are words of the token endpoint ("retry your request"). */
const passingCodes = new Set([
  "SERVER_UNAVAILABLE",
  "REQUEST_RUNNING_TOO_LONG",
  "unknown_error",
  "server_error",
  "temporarily_unavailable",
]);

/** Salesforce breaks off a query after this long. */
const queryTimeoutSeconds = 120;

/** A row or its parent is held by somebody else's transaction; nothing was changed. */
export const lockCode = "UNABLE_TO_LOCK_ROW";

/** A lock is held for 10 s at most; half of that spread by the callers' own jitter is usually enough. */
const lockWaitMs = 3_000;

/** The limit on long calls passes when one of them ends: some 20 s each. */
const concurrentWaitMs = 20_000;
/** The day's calls are counted over the last 24 hours, so some come back every hour. */
const spentWaitMs = 3_600_000;
const throttledWaitMs = 5_000;

/** Words of a 401 that no new token mends: the org blocks this client or this way in. */
const hopeless = [
  "This session is not valid for use with the REST API",
  "Connected app is not attached to Agent",
];

/** What an answer of Salesforce means, in one place. */
export function judge(request: HttpRequest, answer: HttpAnswer, place: Place): Judgement {
  if (answer.status >= 200 && answer.status < 300) return judgeSuccess(request, answer, place);
  const body = parseErrorBody(answer.text);
  const details = {
    ...place,
    act: request.act,
    status: answer.status,
    category: body.errorCode,
    problem: toProblem(body),
  };
  if (isExpired(answer, body)) return judgeExpired(body, details);
  if (isElsewhere(answer, body)) return { kind: "unauthorised", error: toRefusal(answer, body, details) };
  if (body.errorCode === "REQUEST_LIMIT_EXCEEDED") return judgeLimit(body, details);
  return judgePassing(answer, body, details) ?? { kind: "refused", error: toRefusal(answer, body, details) };
}

/** Null when asking again would not help. */
function judgePassing(answer: HttpAnswer, body: ErrorBody, details: Details): Judgement | null {
  const { errorCode } = body;
  const waitMs = readRetryAfter(answer.headers);
  if (answer.status === 429 || isLoginLimit(body)) {
    const error = new AppError("crm-busy", { details });
    return { kind: "throttled", error, waitMs: waitMs ?? throttledWaitMs };
  }
  if (errorCode === "QUERY_TIMEOUT") {
    const error = new AppError("crm-timeout", { details: { ...details, seconds: queryTimeoutSeconds } });
    return { kind: "maybe-done", error, waitMs };
  }
  const error = new AppError("crm-broken", { details });
  if (errorCode === lockCode) return { kind: "not-done", error, waitMs: waitMs ?? lockWaitMs };
  const isPassing = passingCodes.has(errorCode) || passingStatuses.has(answer.status);
  return isPassing ? { kind: "maybe-done", error, waitMs } : null;
}

/** The token endpoint's words for too many logins within the hour; some orgs say it in the sentence of `invalid_grant`. */
function isLoginLimit({ errorCode, message }: ErrorBody): boolean {
  const isCode = ["rate_limit_exceeded", "login_rate_exceeded"].includes(errorCode);
  return isCode || (errorCode === "invalid_grant" && /rate exceeded/i.test(message));
}

/** The org has moved to another address, which a new token names. */
function isElsewhere({ status }: HttpAnswer, { errorCode }: ErrorBody): boolean {
  return (status >= 300 && status < 400) || errorCode === "URL_NOT_RESET";
}

type Details = Readonly<Record<string, string | number>>;

/** Bulk answers an ended session with 400 and a code of its own. */
function isExpired(answer: HttpAnswer, { errorCode }: ErrorBody): boolean {
  return answer.status === 401 || /^InvalidSessionId$|^INVALID_SESSION_ID$/.test(errorCode);
}

function judgeExpired(body: ErrorBody, details: Details): Judgement {
  const error = new AppError("token-rejected", { details });
  return { kind: hopeless.some((words) => body.message.includes(words)) ? "refused" : "unauthorised", error };
}

/** One code for two limits: the day's calls, which are not waited out, and long calls at the same time. */
function judgeLimit(body: ErrorBody, details: Details): Judgement {
  if (/concurrent/i.test(body.message)) {
    const error = new AppError("crm-busy", { details, retryAfterMs: concurrentWaitMs });
    return { kind: "throttled", error, waitMs: concurrentWaitMs };
  }
  return { kind: "refused", error: new AppError("crm-busy", { details, retryAfterMs: spentWaitMs }) };
}

const accessCodes = new Set([
  "API_DISABLED_FOR_ORG",
  "API_CURRENTLY_DISABLED",
  "FUNCTIONALITY_NOT_ENABLED",
  "INSUFFICIENT_ACCESS",
  "INSUFFICIENT_ACCESS_OR_READONLY",
  "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
]);

function toRefusal(answer: HttpAnswer, body: ErrorBody, details: Details): AppError {
  if (answer.status >= 500) return new AppError("crm-broken", { details });
  if (answer.status >= 300 && answer.status < 400) {
    return new AppError("crm-answer-unreadable", {
      details: { ...details, problem: "it sends us elsewhere" },
    });
  }
  if (!body.isJson) {
    const problem = `status ${answer.status} without JSON`;
    return new AppError("crm-answer-unreadable", { details: { ...details, problem } });
  }
  if (answer.status === 403 || accessCodes.has(body.errorCode)) {
    return new AppError("scope-missing", {
      details: { ...details, scopes: `the permission (${toProblem(body)})` },
    });
  }
  return new AppError("crm-refused", { details });
}

function toProblem({ errorCode, message }: ErrorBody): string {
  const text = message.replaceAll(/\s+/g, " ").trim().slice(0, 300);
  if (text === "") return errorCode || "no reason given";
  return errorCode === "" ? text : `${errorCode}: ${text}`;
}

function judgeSuccess(request: HttpRequest, answer: HttpAnswer, place: Place): Judgement {
  if (request.answerAs === "text") {
    return { kind: "answered", value: { text: answer.text, headers: answer.headers } };
  }
  if (answer.status === 204) return { kind: "answered", value: null };
  try {
    return { kind: "answered", value: JSON.parse(answer.text) };
  } catch {
    // Cut on its way, down to nothing at times, or a page saying that the org is away for a moment; where the address is no
    // Salesforce at all, the token endpoint is the first to say so.
    const error = unreadable(request, place, "it is not JSON");
    return request.isAnonymous === true
      ? { kind: "refused", error }
      : { kind: "maybe-done", error, waitMs: null };
  }
}

export function unreadable(request: { readonly act: string }, place: Place, problem: string): AppError {
  return new AppError("crm-answer-unreadable", {
    details: { baseUrl: place.baseUrl, account: place.account, act: request.act, problem },
  });
}

/** Salesforce's code of a refusal, for callers to whom it is news rather than a failure. */
export function codeOf(error: AppError): string {
  const category = error.details["category"];
  return typeof category === "string" ? category : "";
}
