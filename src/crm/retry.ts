import { setTimeout as sleep } from "node:timers/promises";
import { AppError, type ErrorCode } from "../domain/errors.ts";

/** How one attempt of a call ended. */
export type Attempt<T> =
  | { readonly kind: "answered"; readonly value: T }
  /** The CRM will say no again, however often it is asked. */
  | { readonly kind: "refused"; readonly error: AppError }
  /** The CRM certainly did nothing: throttled, locked, or never reached. */
  | { readonly kind: "not-done"; readonly error: AppError; readonly waitMs: number | null }
  /** The CRM may have done it: no answer, or a failure behind its front door. */
  | { readonly kind: "maybe-done"; readonly error: AppError; readonly waitMs: number | null };

export interface RetrySettings {
  /** Attempts in all, the first included. */
  readonly maxAttempts: number;
  /** May the same call be made twice without doing something twice? */
  readonly isRepeatable: boolean;
  readonly signal: AbortSignal;
  readonly onRetry: () => void;
}

/** A longer wait than this is not sat out but left to the next run; an account that moves house asks for hours. */
const maxWaitMs = 60_000;

/**
 * Tries of a call by what came of it, fewer than of others. Whoever runs into the timeout sits it out in full, and six of them would
 * be minutes of silence; a server that does not speak the CRM's format usually never will.
 */
const maxTries: Partial<Readonly<Record<ErrorCode, number>>> = {
  "crm-timeout": 2,
  "crm-answer-unreadable": 3,
};

const firstWaitMs = 500;
const ceilingMs = 20_000;

/** Tries until there is an answer, a refusal, or the attempts are used up; then throws the last attempt's error. */
export async function withRetries<T>(
  settings: RetrySettings,
  attempt: (number: number) => Promise<Attempt<T>>,
): Promise<T> {
  const tries: Partial<Record<ErrorCode, number>> = {};
  for (let number = 1; ; number += 1) {
    const outcome = await attempt(number);
    if (outcome.kind === "answered") return outcome.value;
    const { code } = outcome.error;
    const alike = (tries[code] ?? 0) + 1;
    tries[code] = alike;
    const isSpent = number >= settings.maxAttempts || alike >= (maxTries[code] ?? Infinity);
    const waitMs = toWaitMs(outcome, settings, number);
    if (isSpent || waitMs === null) throw outcome.error;
    settings.onRetry();
    await rest(waitMs, settings.signal);
  }
}

type Failed = Exclude<Attempt<unknown>, { kind: "answered" }>;

/** Null when it is not to be tried again. */
function toWaitMs(outcome: Failed, { isRepeatable }: RetrySettings, number: number): number | null {
  if (outcome.kind === "refused" || (outcome.kind === "maybe-done" && !isRepeatable)) return null;
  const waitMs = outcome.waitMs === null ? backoffMs(number) : lengthen(outcome.waitMs, number);
  return waitMs > maxWaitMs ? null : waitMs;
}

/** Whoever was told to wait a second, and it was not enough, waits longer each time: what others use up may take them a minute. */
function lengthen(toldMs: number, attempt: number): number {
  return Math.max(toldMs, Math.min(ceilingMs, toldMs * 2 ** (attempt - 1)));
}

/** Doubles from half a second and is spread over its upper half, so that callers that failed together part. */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const fullMs = Math.min(ceilingMs, firstWaitMs * 2 ** (attempt - 1));
  return fullMs * (0.5 + random() / 2);
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (cause) {
    throw new AppError("interrupted", { cause });
  }
}
