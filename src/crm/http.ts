import { AppError } from "../domain/errors.ts";
import { createCallCounter } from "./call-counter.ts";
import type { Budget, ObservedLimit, Pacing } from "./pacing.ts";
import type { CallCounts } from "./port.ts";
import { type Attempt, withRetries } from "./retry.ts";
import type { TokenSource } from "./tokens.ts";

/** One call as the adapters write it down. */
export interface HttpRequest {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** From the account's address; a whole address where another host answers (asking for a token). */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent besides what the transport itself sends; the token never goes here. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent form-encoded instead of `body`. */
  readonly form?: Readonly<Record<string, string>>;
  /** The kind of endpoint it is counted under. */
  readonly kind: string;
  /** What is being done, for people: "reading deals". */
  readonly act: string;
  readonly budget?: Budget;
  /** False for calls that would do something twice; the default is true. */
  readonly isRepeatable?: boolean;
  /** `text` gives `{ text, headers }` (Bulk results are CSV with their place in a header); the default is parsed JSON. */
  readonly answerAs?: "text";
  /** True for calls that carry no token, such as asking for one. */
  readonly isAnonymous?: boolean;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** What became of one request on the wire. */
export type Sent = { readonly kind: "answer"; readonly answer: HttpAnswer } | Lost;

/** No whole answer. `wasSent`: the CRM may have received and carried out the request. */
interface Lost {
  readonly kind: "lost";
  readonly error: AppError;
  readonly wasSent: boolean;
}

export interface Transport {
  send(request: HttpRequest, token: string | null): Promise<Sent>;
  /** Breaks off what is under way. */
  close(): void;
}

/** What an answer means; made by the vendor's own table. */
export type Judgement =
  | Attempt<unknown>
  /** Throttled: the budget slows down before anybody tries again. */
  | { readonly kind: "throttled"; readonly error: AppError; readonly waitMs: number }
  | Unauthorised;

/** The token is not accepted. */
interface Unauthorised {
  readonly kind: "unauthorised";
  readonly error: AppError;
}

export interface HttpDeps {
  readonly transport: Transport;
  readonly pacing: Pacing;
  readonly maxAttempts: number;
  readonly judge: (request: HttpRequest, answer: HttpAnswer) => Judgement;
  readonly readLimit: (answer: HttpAnswer) => ObservedLimit | null;
  /** True when a new token may name another address than the one that does not answer. */
  readonly isPerhapsElsewhere?: (lost: Lost) => boolean;
}

export interface Http {
  /** The answer's parsed JSON, null when its body is empty. Throws AppError for everything that is not 2xx. */
  call(request: HttpRequest): Promise<unknown>;
  /** Gives the source of tokens afterwards, because asking for a token is itself a call. */
  useTokens(tokens: TokenSource): void;
  callCounts(): CallCounts;
  /** How far the server's clock is ahead of ours by its last answer, exact to a second or two; null when it does not say. */
  clockSkewMs(): number | null;
  close(): void;
}

/** A fresh token may itself be withdrawn before its first use arrives; a third refusal is meant. */
const maxRenewals = 2;

/** Pacing, token, timeout, retries and counting around every call; the only place where they meet. */
export function createHttp(deps: HttpDeps): Http {
  const counter = createCallCounter();
  const closing = new AbortController();
  const tokens = createTokenHolder();
  let skewMs: number | null = null;

  async function attempt(request: HttpRequest, renewalsLeft: number): Promise<Attempt<unknown>> {
    await deps.pacing.take(request.budget ?? "general");
    throwIfClosed();
    const token = request.isAnonymous === true ? null : await tokens.require().access();
    counter.count(request.kind);
    const sent = await deps.transport.send(request, token);
    throwIfClosed();
    if (sent.kind === "answer") skewMs = readSkewMs(sent.answer) ?? skewMs;
    const judgement =
      sent.kind === "lost" ? judgeLoss(sent) : heed(request, withoutToken(sent.answer, token));
    if (judgement.kind !== "unauthorised") return judgement;
    if (renewalsLeft === 0 || token === null) return { kind: "refused", error: judgement.error };
    await tokens.require().replace(token);
    counter.countRetried();
    return attempt(request, renewalsLeft - 1);
  }

  /** Takes from the answer what the pacing must know, and says what it means. */
  function heed(request: HttpRequest, answer: HttpAnswer): Attempt<unknown> | Unauthorised {
    const budget = request.budget ?? "general";
    const limit = deps.readLimit(answer);
    if (limit !== null) deps.pacing.observe(budget, limit);
    if (answer.status === 429) counter.countThrottled();
    const judgement = deps.judge(request, answer);
    if (judgement.kind !== "throttled") return judgement;
    deps.pacing.slowDown(budget, judgement.waitMs);
    return { ...judgement, kind: "not-done" };
  }

  function judgeLoss(lost: Lost): Attempt<unknown> | Unauthorised {
    const isElsewhere = deps.isPerhapsElsewhere?.(lost) === true;
    return isElsewhere ? { kind: "unauthorised", error: lost.error } : toAttempt(lost);
  }

  function throwIfClosed(): void {
    if (closing.signal.aborted) throw new AppError("interrupted");
  }

  return {
    call: (request) =>
      withRetries(
        {
          maxAttempts: deps.maxAttempts,
          isRepeatable: request.isRepeatable ?? true,
          signal: closing.signal,
          onRetry: counter.countRetried,
        },
        () => attempt(request, maxRenewals),
      ),
    useTokens: tokens.use,
    callCounts: counter.callCounts,
    clockSkewMs: () => skewMs,
    close: () => {
      closing.abort();
      deps.pacing.close();
      deps.transport.close();
    },
  };
}

/** A refusal's text may end up in an error's sentence; some servers repeat the token in it. */
function withoutToken(answer: HttpAnswer, token: string | null): HttpAnswer {
  if (token === null || token === "" || answer.status < 400) return answer;
  return { ...answer, text: answer.text.replaceAll(token, "…") };
}

function createTokenHolder(): { use: (source: TokenSource) => void; require: () => TokenSource } {
  let tokens: TokenSource | null = null;
  return {
    use: (source) => {
      tokens = source;
    },
    require: () => {
      if (tokens !== null) return tokens;
      throw new AppError("bug-found", { details: { problem: "a call before its tokens" } });
    },
  };
}

function readSkewMs({ headers }: HttpAnswer): number | null {
  const at = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(at) ? null : at - Date.now();
}

function toAttempt(lost: Lost): Attempt<unknown> {
  return { kind: lost.wasSent ? "maybe-done" : "not-done", error: lost.error, waitMs: null };
}
