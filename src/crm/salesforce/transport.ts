import { PassThrough } from "node:stream";
import jsforce from "jsforce";
import { StreamPromise } from "jsforce/lib/util/promise.js";
import { AppError } from "../../domain/errors.ts";
import type { HttpAnswer, HttpRequest, Sent, Transport } from "../http.ts";

interface TransportSettings {
  /** Where relative paths lead: the org's instance, known after the first token. */
  readonly instanceUrl: () => string;
  readonly apiVersion: string;
  /** For the whole call, body included. */
  readonly timeoutMs: number;
}

type WireTransport = InstanceType<typeof jsforce.Connection>["_transport"];
type WireRequest = Parameters<WireTransport["httpRequest"]>[0];
type WireResponse = Awaited<ReturnType<WireTransport["httpRequest"]>>;

/**
 * jsforce's Connection as a bare pipe: it builds the request and hands it to our own transport, a private property that is why
 * its version is pinned. Its own transport ends the process when a body is cut off, retries what it should not, ignores
 * Retry-After, follows redirects with the token and refreshes without end; see docs/salesforce.md. Without a refresh function
 * and with one Connection a call none of its state is shared between calls.
 */
export function createTransport(settings: TransportSettings): Transport {
  const closing = new AbortController();
  return {
    send: (request, token) => send(settings, { request, token, closing: closing.signal }),
    close: () => closing.abort(),
  };
}

interface Sending {
  readonly request: HttpRequest;
  readonly token: string | null;
  readonly closing: AbortSignal;
}

async function send(settings: TransportSettings, sending: Sending): Promise<Sent> {
  const late = AbortSignal.timeout(settings.timeoutMs);
  const wire = openWire(AbortSignal.any([late, sending.closing]));
  const connection = new jsforce.Connection({
    instanceUrl: settings.instanceUrl(),
    version: settings.apiVersion,
    ...(sending.token === null ? {} : { accessToken: sending.token }),
  });
  connection._transport = wire.transport;
  try {
    await connection.request(toWireRequest(sending.request, settings), { responseType: "text/plain" });
  } catch (cause) {
    // jsforce throws for every status from 400 on; our own table says what a status means.
    if (wire.answer() === null) return toLost(cause, { ...settings, ...sending, isLate: late.aborted });
  }
  const answer = wire.answer();
  return answer === null
    ? toLost(null, { ...settings, ...sending, isLate: false })
    : { kind: "answer", answer };
}

/** A transport that reads whole bodies, so that a body cut on its way is a rejection like any other. */
function openWire(signal: AbortSignal): { transport: WireTransport; answer: () => HttpAnswer | null } {
  let answer: HttpAnswer | null = null;
  const exchange = async (request: WireRequest): Promise<WireResponse> => {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers ?? {},
      ...(typeof request.body === "string" ? { body: request.body } : {}),
      // A redirect to another host must not carry the token, and Salesforce's API does not redirect.
      redirect: "manual",
      signal,
    });
    answer = { status: response.status, headers: response.headers, text: await response.text() };
    return {
      statusCode: answer.status,
      headers: Object.fromEntries(response.headers),
      body: answer.text,
    };
  };
  const transport = {
    httpRequest: (request: WireRequest) =>
      StreamPromise.create<WireResponse>(() => ({ stream: new PassThrough(), promise: exchange(request) })),
    getRequestStreamCreator: () => () => new PassThrough(),
  };
  return { transport, answer: () => answer };
}

function toWireRequest(request: HttpRequest, { instanceUrl }: TransportSettings): WireRequest {
  const query = new URLSearchParams(request.query).toString();
  const path = query === "" ? request.path : `${request.path}?${query}`;
  return {
    method: request.method,
    url: new URL(path, instanceUrl()).href,
    headers: {
      accept: "application/json",
      ...(request.body === undefined ? {} : { "content-type": "application/json" }),
      ...(request.form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
      ...request.headers,
    },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    ...(request.form === undefined ? {} : { body: new URLSearchParams(request.form).toString() }),
  };
}

interface LossFacts extends Sending, TransportSettings {
  readonly isLate: boolean;
}

/** Codes of failures before anything of the request left this machine. */
const unsentCodes = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** The cause is kept out of the error: it may hold headers, and with them the token. */
function toLost(cause: unknown, { request, instanceUrl, timeoutMs, isLate }: LossFacts): Sent {
  const code = codeOf(cause);
  const details = { baseUrl: hostOf(request.path, instanceUrl()), act: request.act, reason: code };
  const error = isLate
    ? new AppError("crm-timeout", { details: { ...details, seconds: timeoutMs / 1_000 } })
    : new AppError("crm-unreachable", { details });
  return { kind: "lost", error, wasSent: !unsentCodes.has(code) };
}

function hostOf(path: string, instanceUrl: string): string {
  return URL.parse(path, instanceUrl)?.origin ?? instanceUrl;
}

function codeOf(cause: unknown): string {
  const inner = Error.isError(cause) && Error.isError(cause.cause) ? cause.cause : cause;
  if (typeof inner === "object" && inner !== null && "code" in inner) return String(inner.code);
  return "unknown";
}
