import { randomUUID } from "node:crypto";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { Client } from "@hubspot/api-client";
import { AppError } from "../../domain/errors.ts";
import type { HttpAnswer, HttpRequest, Sent, Transport } from "../http.ts";

interface TransportSettings {
  readonly baseUrl: string;
  /** For the whole call, body included. */
  readonly timeoutMs: number;
}

/**
 * HubSpot's client as a bare pipe. Its retries and limiter live in a process-wide singleton that every `new Client()`
 * and `setAccessToken()` resets and that `apiRequest` passes through too, so all our clients are made without either
 * and the token goes into each call's own headers. It has no timeout and takes no abort signal; see `watchSocket`.
 */
export function createTransport({ baseUrl, timeoutMs }: TransportSettings): Transport {
  const client = new Client({ basePath: baseUrl.replace(/\/+$/, ""), numberOfApiCallRetries: 0 });
  const underWay = new Set<() => void>();

  async function send(request: HttpRequest, token: string | null): Promise<Sent> {
    const callId = randomUUID();
    const socket = watchSocket(callId);
    let isLate = false;
    const deadline = createDeadline(timeoutMs, () => {
      isLate = true;
      socket.destroy();
    });
    underWay.add(deadline.expire);
    try {
      const answering = exchange(client, request, toHeaders(request, token, callId));
      return { kind: "answer", answer: await Promise.race([answering, deadline.expired]) };
    } catch (cause) {
      return toLost(cause, { request, baseUrl, timeoutMs, isLate, wasSent: socket.wasUsed() });
    } finally {
      underWay.delete(deadline.expire);
      deadline.clear();
      socket.release();
    }
  }

  return {
    send,
    close: () => {
      for (const expire of underWay) expire();
    },
  };
}

async function exchange(
  client: Client,
  request: HttpRequest,
  headers: Record<string, string>,
): Promise<HttpAnswer> {
  const response = await client.apiRequest({
    method: request.method,
    path: request.path,
    headers,
    authType: "none",
    ...(request.query === undefined ? {} : { qs: { ...request.query } }),
    ...(request.form === undefined
      ? { body: request.body }
      : { body: new URLSearchParams(request.form).toString(), defaultJson: false }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

function toHeaders(request: HttpRequest, token: string | null, callId: string): Record<string, string> {
  return {
    [callHeader]: callId,
    ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
    ...(request.form === undefined ? {} : { "Content-Type": "application/x-www-form-urlencoded" }),
  };
}

/** Names each call on the wire, for us and for whoever reads a proxy's log. */
const callHeader = "X-Norma-Call";
const sendingChannel = "undici:client:sendHeaders";

/**
 * Finds the socket that carries a call, so that a late call can really be ended: a promise race alone would leave the
 * connection open and the process alive for undici's own 300 s. Node announces each request with its socket on a
 * documented diagnostics channel; the call is known by its header.
 */
function watchSocket(callId: string): { wasUsed(): boolean; destroy(): void; release(): void } {
  let socket: Socket | null = null;
  const onSending = (message: unknown) => {
    if (isSending(message) && message.headers.includes(callId)) socket = message.socket;
  };
  subscribe(sendingChannel, onSending);
  return {
    wasUsed: () => socket !== null,
    destroy: () => socket?.destroy(),
    release: () => unsubscribe(sendingChannel, onSending),
  };
}

function isSending(message: unknown): message is { headers: string; socket: Socket } {
  return (
    typeof message === "object" &&
    message !== null &&
    "headers" in message &&
    typeof message.headers === "string" &&
    "socket" in message
  );
}

interface Deadline {
  readonly expired: Promise<never>;
  readonly expire: () => void;
  readonly clear: () => void;
}

function createDeadline(timeoutMs: number, onLate: () => void): Deadline {
  const { promise, reject } = Promise.withResolvers<never>();
  // Nobody listens any more when the answer came in time or the loser of the race fails later.
  promise.catch(() => undefined);
  const expire = () => {
    onLate();
    reject(new Error("late"));
  };
  const timer = setTimeout(expire, timeoutMs);
  return { expired: promise, expire, clear: () => clearTimeout(timer) };
}

interface LossFacts {
  readonly request: HttpRequest;
  readonly baseUrl: string;
  readonly timeoutMs: number;
  readonly isLate: boolean;
  readonly wasSent: boolean;
}

/** The cause is kept out of the error: undici's may hold headers, and with them the token. */
function toLost(cause: unknown, facts: LossFacts): Sent {
  const { request, baseUrl, wasSent } = facts;
  const details = { baseUrl, act: request.act, reason: codeOf(cause) };
  const error = facts.isLate
    ? new AppError("crm-timeout", { details: { ...details, seconds: facts.timeoutMs / 1_000 } })
    : new AppError("crm-unreachable", { details });
  return { kind: "lost", error, wasSent };
}

function codeOf(cause: unknown): string {
  const inner = Error.isError(cause) && Error.isError(cause.cause) ? cause.cause : cause;
  if (typeof inner === "object" && inner !== null && "code" in inner) return String(inner.code);
  return "unknown";
}
