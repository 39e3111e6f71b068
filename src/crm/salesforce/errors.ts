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

/** Passing whatever the status: a query that found the server busy. */
const passingCodes = new Set(["QUERY_TIMEOUT", "SERVER_UNAVAILABLE"]);

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
  if (body.errorCode === "REQUEST_LIMIT_EXCEEDED") return judgeLimit(body, details);
  return judgePassing(answer, body, details) ?? { kind: "refused", error: toRefusal(answer, body, details) };
}

/** Null when asking again would not help. */
function judgePassing(answer: HttpAnswer, { errorCode }: ErrorBody, details: Details): Judgement | null {
  const waitMs = readRetryAfter(answer.headers);
  if (answer.status === 429) {
    const error = new AppError("crm-busy", { details });
    return { kind: "throttled", error, waitMs: waitMs ?? throttledWaitMs };
  }
  const error = new AppError("crm-broken", { details });
  if (errorCode === lockCode) return { kind: "not-done", error, waitMs: waitMs ?? lockWaitMs };
  const isPassing = passingCodes.has(errorCode) || passingStatuses.has(answer.status);
  return isPassing ? { kind: "maybe-done", error, waitMs } : null;
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
  if (answer.text.trim() === "") return { kind: "answered", value: null };
  try {
    return { kind: "answered", value: JSON.parse(answer.text) };
  } catch {
    const error = unreadable(request, place, "it is not JSON");
    // Announced as JSON it was cut on its way; anything else is another kind of server, or a page saying that the org is away.
    const isCut = answer.headers.get("content-type")?.includes("json") ?? false;
    return isCut ? { kind: "maybe-done", error, waitMs: null } : { kind: "refused", error };
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
