import type { Request, Response } from "express";
import { applyRandomEdits, type Core } from "../core.ts";
import { breakConnection, findFault, sendBroken } from "../fault-tools.ts";
import type { Fault } from "../faults.ts";
import type { OpenPortal } from "../open-portal.ts";
import type { RequestSeen } from "../options.ts";
import { playFaults } from "./play-faults.ts";
import { isRefusal, missingScopes, unauthenticated } from "./refusals.ts";
import type { Answer, Call, RequestKind, Route } from "./route.ts";
import { sendAnswer } from "./send-answer.ts";
import type { Grant } from "./tokens.ts";

/** Serves one endpoint: hooks, faults, token, budgets, scopes, the handler itself, journal, answer. */
export function answerRequest(
  core: Core,
  route: Route,
): (request: Request, response: Response) => Promise<void> {
  return async (request, response) => {
    const seen = toSeen(core, route, request);
    await core.options.onRequest?.(seen);
    await pause(core.options.latencyMs ?? 0);
    const faults = core.faults.strike(seen);
    const outcome = await playFaults(core, faults, request);
    if (outcome === "cut") {
      log(core, seen, 0);
      return breakConnection(response);
    }
    const { answer, headers } = outcome ?? handle(core, { route, request, seen, faults });
    await core.options.onAnswer?.({ ...seen, status: answer.status });
    log(core, seen, answer.status);
    if (findFault(faults, "lose-answer") !== null) return breakConnection(response);
    if (findFault(faults, "truncate") !== null) return sendBroken(response, answer);
    sendAnswer(response, answer, headers);
  };
}

function toSeen(core: Core, route: Route, request: Request): RequestSeen & { readonly kind: RequestKind } {
  const kind = typeof route.kind === "string" ? route.kind : route.kind(request.body);
  return {
    portalId: peekPortal(core, request),
    method: request.method,
    path: request.path,
    kind,
    body: request.body,
  };
}

function peekPortal(core: Core, request: Request): number | null {
  try {
    return core.tokens.authorize(request.headers.authorization).portalId;
  } catch {
    return null;
  }
}

interface Pending {
  readonly route: Route;
  readonly request: Request;
  readonly seen: { readonly kind: RequestKind };
  readonly faults: readonly Fault[];
}

export interface Outcome {
  readonly answer: Answer;
  readonly headers: Record<string, string>;
}

function handle(core: Core, { route, request, seen, faults }: Pending): Outcome {
  let headers: Record<string, string> = {};
  try {
    const grant = core.tokens.authorize(request.headers.authorization);
    const target = core.portals.get(grant.portalId);
    if (target === undefined || !target.portal.isInstalled) throw unauthenticated();
    headers = target.traffic.admit(seen.kind);
    const call = toCall(core, { target, grant, request, faults });
    const missing = route.scopes(call).filter((scope) => !grant.scopes.includes(scope));
    if (missing.length > 0) throw missingScopes(missing);
    editWhilePaging(core, target, { call, faults });
    const answer = route.handle(call);
    if (route.isWrite && !call.isDropped) journalCall(core, route, call);
    return { answer, headers };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { answer: { status: error.status, body: error.body }, headers: { ...headers, ...error.headers } };
  }
}

function toCall(
  core: Core,
  from: { target: OpenPortal; grant: Grant; request: Request; faults: readonly Fault[] },
): Call {
  const { target, grant, request, faults } = from;
  const params = Object.entries(request.params).map(([name, value]) => [name, String(value)]);
  return {
    portal: target.portal,
    at: core.clock.now(),
    appId: grant.appId,
    params: Object.fromEntries(params),
    query: new URL(request.url, "http://sandbox").searchParams,
    body: request.body,
    isDropped: findFault(faults, "drop-write") !== null,
    maxRows: findFault(faults, "short-page")?.rows ?? null,
  };
}

function editWhilePaging(
  core: Core,
  target: OpenPortal,
  { call, faults }: { call: Call; faults: readonly Fault[] },
): void {
  const fault = findFault(faults, "edits");
  const type = call.params["type"];
  if (fault !== null && type !== undefined) applyRandomEdits(core, target, { type, count: fault.edits });
}

function journalCall(core: Core, route: Route, call: Call): void {
  core.journal.append({
    kind: "request",
    at: call.at,
    portalId: call.portal.id,
    appId: call.appId,
    method: route.method,
    path: route.path,
    params: { ...call.params },
    query: call.query.toString(),
    body: call.body ?? null,
  });
}

function log(core: Core, seen: RequestSeen, status: number): void {
  const { portalId, method, path, kind } = seen;
  core.log.add({ at: core.clock.now(), portalId, method, path, kind, status });
}

function pause(ms: number): Promise<void> {
  return ms <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));
}
