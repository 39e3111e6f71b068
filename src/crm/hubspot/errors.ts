import { AppError } from "../../domain/errors.ts";
import type { HttpAnswer, HttpRequest, Judgement } from "../http.ts";
import type { ObservedLimit } from "../pacing.ts";
import { readRetryAfter } from "../retry-after.ts";
import { type ErrorBody, parseErrorBody } from "./error-body.ts";

/** Statuses behind which the failure is passing; 520 and above come from the proxy in front of HubSpot. */
const passingStatuses = new Set([408, 500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 527, 530]);

const lockedWaitMs = 2_000;
const secondlyWaitMs = 1_000;
const rollingWaitMs = 3_000;

/** What an answer of HubSpot means, in one place. */
export function judge(request: HttpRequest, answer: HttpAnswer, place: Place): Judgement {
  if (answer.status >= 200 && answer.status < 300) return judgeSuccess(request, answer, place);
  const body = parseErrorBody(answer.text);
  const details = { ...place, act: request.act, status: answer.status, category: body.category };
  const waitMs = readRetryAfter(answer.headers);
  switch (answer.status) {
    case 401:
      return { kind: "unauthorised", error: new AppError("token-rejected", { details }) };
    case 403:
      return judgeForbidden(body, details, waitMs);
    case 423:
      return {
        kind: "not-done",
        error: new AppError("crm-broken", { details }),
        waitMs: waitMs ?? lockedWaitMs,
      };
    case 429:
      return judgeThrottled(body, details, waitMs);
    case 477: {
      // The account is being moved to another data centre; Retry-After may be hours.
      const error = new AppError("crm-broken", {
        details,
        ...(waitMs === null ? {} : { retryAfterMs: waitMs }),
      });
      return { kind: "not-done", error, waitMs };
    }
    default:
      return judgeOther(answer, { body, details, waitMs });
  }
}

/** Where the answer came from, for sentences. */
export interface Place {
  readonly baseUrl: string;
  readonly account: string;
}

/** HubSpot's own account of the general budget; searches carry no such headers. */
export function readLimit(answer: HttpAnswer): ObservedLimit | null {
  const read = (name: string) => Number(answer.headers.get(`x-hubspot-ratelimit-${name}`) ?? Number.NaN);
  const limit = { max: read("max"), remaining: read("remaining"), intervalMs: read("interval-milliseconds") };
  return Object.values(limit).every(Number.isFinite) ? limit : null;
}

/** The status of a refusal, for callers to whom a 404 or 400 is news rather than a failure. */
export function statusOf(error: AppError): number | null {
  const status = error.details["status"];
  return typeof status === "number" ? status : null;
}

function judgeSuccess(request: HttpRequest, answer: HttpAnswer, place: Place): Judgement {
  if (answer.text.trim() === "") return { kind: "answered", value: null };
  try {
    return { kind: "answered", value: JSON.parse(answer.text) };
  } catch {
    // Cut on its way, or a page of the proxy in between; another kind of server answers the same way each time.
    return { kind: "maybe-done", error: unreadable(request, place, "it is not JSON"), waitMs: null };
  }
}

export function unreadable(request: { act: string }, place: Place, problem: string): AppError {
  return new AppError("crm-answer-unreadable", { details: { ...place, act: request.act, problem } });
}

type Details = Readonly<Record<string, string | number>>;

/** HubSpot itself says no in JSON; a page is its proxy's doubt about a single call. */
function judgeForbidden(body: ErrorBody, details: Details, waitMs: number | null): Judgement {
  const error = toForbidden(body, details);
  return body.isJson ? { kind: "refused", error } : { kind: "not-done", error, waitMs };
}

function toForbidden(body: ErrorBody, details: Details): AppError {
  if (body.category !== "MISSING_SCOPES" && body.scopes.length === 0) {
    return new AppError("crm-refused", { details: { ...details, problem: body.problem } });
  }
  const scopes = body.scopes.length === 0 ? "a scope" : body.scopes.join(", ");
  return new AppError("scope-missing", { details: { ...details, scopes } });
}

/** A daily limit is not waited out within the night; the others pass in seconds. */
function judgeThrottled(body: ErrorBody, details: Details, retryAfterMs: number | null): Judgement {
  const isDaily = body.policyName === "DAILY" || /\bdaily limit\b/i.test(body.problem);
  const isRolling = body.policyName.startsWith("TEN_SECONDLY");
  const waitMs = retryAfterMs ?? (isRolling ? rollingWaitMs : secondlyWaitMs);
  const error = new AppError("crm-busy", {
    details,
    retryAfterMs: isDaily ? (retryAfterMs ?? 3_600_000) : waitMs,
  });
  return isDaily ? { kind: "refused", error } : { kind: "throttled", error, waitMs };
}

function judgeOther(
  answer: HttpAnswer,
  { body, details, waitMs }: { body: ErrorBody; details: Details; waitMs: number | null },
): Judgement {
  if (passingStatuses.has(answer.status)) {
    return { kind: "maybe-done", error: new AppError("crm-broken", { details }), waitMs };
  }
  if (answer.status >= 500) {
    return { kind: "refused", error: new AppError("crm-broken", { details }) };
  }
  if (!body.isJson) {
    // With its status all the same: a path that a server does not know is often a 404 in plain text.
    const problem = `status ${answer.status} without JSON`;
    return {
      kind: "refused",
      error: new AppError("crm-answer-unreadable", { details: { ...details, problem } }),
    };
  }
  return {
    kind: "refused",
    error: new AppError("crm-refused", { details: { ...details, problem: body.problem } }),
  };
}
