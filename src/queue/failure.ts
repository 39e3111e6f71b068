import { UnrecoverableError } from "bullmq";
import { z } from "zod";
import { AppError, type ErrorCode, errorTable, isAppError, toSentence } from "../domain/errors.ts";
import { redactSecrets } from "../domain/redact.ts";
import { msPerHour } from "../domain/time.ts";

/** Why a job failed, as it is kept with the job. Holds no credential. */
export interface Failure {
  readonly code: ErrorCode;
  readonly sentence: string;
}

/** A retry never waits longer than this for a CRM that asked for patience; milliseconds. */
const maxRetryAfterMs = msPerHour;

export interface BackoffSettings {
  /** Wait before the first retry, milliseconds; doubles with each. */
  readonly baseMs: number;
  readonly maxMs: number;
}

const keptFailure = z.object({
  code: z.string().refine((code): code is ErrorCode => code in errorTable),
  sentence: z.string(),
});

/**
 * What a handler threw, as an error that BullMQ keeps and obeys: the message is the failure as JSON, without a stack.
 * Not tried again: what a second try cannot mend, and what asks for a longer wait than `patienceMs`.
 */
export function toJobError(thrown: unknown, patienceMs = Infinity): Error {
  const failure = toFailure(thrown);
  const message = JSON.stringify(failure);
  const retryAfterMs = isAppError(thrown) ? thrown.retryAfterMs : null;
  const isRetryable = !isAppError(thrown) || errorTable[thrown.code].isRetryable;
  const mayHelpToRetry = isRetryable && (retryAfterMs ?? 0) <= patienceMs;
  const error = mayHelpToRetry ? new Error(message) : new UnrecoverableError(message);
  // BullMQ stores the stack with the job; ours repeats the message and shows paths, and goes to the log instead.
  error.stack = failure.code;
  return Object.assign(error, { retryAfterMs });
}

/** Reads a failure back from a job. What BullMQ itself gave as the reason, e.g. too many stalls, is our bug. */
export function readFailure(failedReason: string): Failure {
  return (
    readKept(failedReason) ?? toFailure(new AppError("bug-found", { details: { problem: failedReason } }))
  );
}

/** False for reasons that BullMQ gave, such as "a child failed". */
export function isOwnFailure(failedReason: string): boolean {
  return readKept(failedReason) !== null;
}

/**
 * Milliseconds until the next try: doubles from try to try, at random between half and all of it so that tenants who
 * failed together do not return together; never earlier than the CRM asked for.
 */
export function computeBackoff(attemptsMade: number, error: unknown, settings: BackoffSettings): number {
  const ceiling = Math.min(settings.baseMs * 2 ** (attemptsMade - 1), settings.maxMs);
  const jittered = Math.round(ceiling * (0.5 + Math.random() / 2));
  return Math.max(jittered, Math.min(readRetryAfter(error), maxRetryAfterMs));
}

function toFailure(thrown: unknown): Failure {
  const code = isAppError(thrown) ? thrown.code : "bug-found";
  return { code, sentence: redactSecrets(toSentence(thrown)) };
}

function readKept(failedReason: string): Failure | null {
  try {
    return keptFailure.parse(JSON.parse(failedReason));
  } catch {
    return null;
  }
}

function readRetryAfter(error: unknown): number {
  if (!Error.isError(error) || !("retryAfterMs" in error)) return 0;
  return typeof error.retryAfterMs === "number" ? error.retryAfterMs : 0;
}
