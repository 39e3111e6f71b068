import { once } from "node:events";
import type { Request, Response } from "express";
import type { Core } from "../core.ts";
import { breakConnection, findFault, sendBroken } from "../fault-tools.ts";
import type { Fault } from "../faults.ts";
import { editRandomRows } from "./edit-row.ts";
import type { OpenOrg } from "./open-org.ts";
import { concurrentLimit, dailyLimit, isRefusal, refuse, sessionExpired } from "./refusals.ts";
import type { Answer, Call, Route } from "./route.ts";
import { forgetCursors } from "./routes/query-routes.ts";
import type { Grant } from "./tokens.ts";

/** Serves one endpoint: hooks, faults, token, daily limit, the handler itself, journal, answer. */
export function answerRequest(
  core: Core,
  route: Route,
): (request: Request, response: Response) => Promise<void> {
  return async (request, response) => {
    const seen = toSeen(core, route, request);
    await core.options.onRequest?.(seen);
    await pause(core.options.latencyMs ?? 0);
    const faults = core.faults.strike(seen);
    const planned = await playFaults(core, faults, request);
    if (planned === "cut") {
      log(core, seen, 0);
      return breakConnection(response);
    }
    const answer = planned ?? handle(core, route, { request, faults });
    await core.options.onAnswer?.({ ...seen, status: answer.status });
    log(core, seen, answer.status);
    if (findFault(faults, "lose-answer") !== null) return breakConnection(response);
    if (findFault(faults, "truncate") !== null) return sendBroken(response, answer);
    send(response, answer);
  };
}

function toSeen(core: Core, route: Route, request: Request) {
  const { method, path } = request;
  const body: unknown = method === "GET" ? request.query : request.body;
  return { portalId: peekOrg(core, request)?.org.id ?? null, method, path, kind: route.kind, body };
}

function peekOrg(core: Core, request: Request): OpenOrg | null {
  try {
    return core.orgs.get(core.gate.authorize(request.headers.authorization).orgId) ?? null;
  } catch {
    return null;
  }
}

/** What happens before the request is looked at. Null: go on as usual. */
async function playFaults(
  core: Core,
  faults: readonly Fault[],
  request: Request,
): Promise<Answer | "cut" | null> {
  const slow = findFault(faults, "slow");
  if (slow !== null) await pause(slow.ms);
  if (findFault(faults, "hang") !== null) {
    if (!request.socket.destroyed) await once(request.socket, "close");
    return "cut";
  }
  if (findFault(faults, "reset") !== null) return "cut";
  if (findFault(faults, "expire-token") !== null) core.gate.expire(request.headers.authorization);
  if (findFault(faults, "busy") !== null) return toAnswer(concurrentLimit());
  if (findFault(faults, "html") !== null) {
    const body = "<!doctype html><title>Wartung</title><h1>Wartung</h1>";
    return { status: 200, body, headers: { "Content-Type": "text/html" } };
  }
  const error = findFault(faults, "error");
  return error === null
    ? null
    : toAnswer(refuse(error.status, "UNKNOWN_EXCEPTION", "An unexpected error occurred."));
}

interface Pending {
  readonly request: Request;
  readonly faults: readonly Fault[];
}

function handle(core: Core, route: Route, { request, faults }: Pending): Answer {
  try {
    const grant = core.gate.authorize(request.headers.authorization);
    const open = core.orgs.get(grant.orgId);
    if (open?.org.settings.isAppApproved !== true) throw sessionExpired();
    admit(open);
    if (findFault(faults, "forget-cursors") !== null) forgetCursors(open.org);
    const edits = findFault(faults, "edits");
    if (edits !== null) editRandomRows(core, open.org, edits.edits);
    const call = toCall(core, open, { request, faults, grant });
    const answer = route.handle(call);
    if (route.isWrite && !call.isDropped) journalCall(core, route, call);
    return { ...answer, headers: { ...answer.headers, "Sforce-Limit-Info": usageOf(open) } };
  } catch (error) {
    if (isRefusal(error)) return toAnswer(error);
    throw error;
  }
}

function admit({ org }: OpenOrg): void {
  const { usedCalls, dailyCalls } = org.settings;
  if (usedCalls + org.calls >= dailyCalls) throw dailyLimit();
  org.calls += 1;
}

function usageOf({ org }: OpenOrg): string {
  return `api-usage=${org.settings.usedCalls + org.calls}/${org.settings.dailyCalls}`;
}

function toCall(
  core: Core,
  { org }: OpenOrg,
  { request, faults, grant }: Pending & { readonly grant: Grant },
): Call {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const);
  const params = Object.entries(request.params).map(([name, value]) => [name, String(value)] as const);
  const { version = "", ...others } = Object.fromEntries(params);
  return {
    org,
    at: core.clock.now(),
    userId: grant.userId,
    version,
    params: others,
    query: new URL(request.url, "http://sandbox").searchParams,
    headers: Object.fromEntries(headers),
    body: request.body,
    isDropped: findFault(faults, "drop-write") !== null,
    maxRows: findFault(faults, "short-page")?.rows ?? null,
  };
}

function journalCall(core: Core, route: Route, call: Call): void {
  core.journal.append({
    kind: "org-request",
    at: call.at,
    orgId: call.org.id,
    userId: call.userId,
    method: route.method,
    path: route.path,
    params: { ...call.params },
    query: call.query.toString(),
    body: call.body ?? null,
  });
}

function log(core: Core, seen: ReturnType<typeof toSeen>, status: number): void {
  const { portalId, method, path, kind } = seen;
  core.log.add({ at: core.clock.now(), portalId, method, path, kind, status });
}

function toAnswer({ status, body }: { readonly status: number; readonly body: unknown }): Answer {
  return { status, body };
}

function send(response: Response, { status, body, headers }: Answer): void {
  response.status(status).set({ ...headers });
  if (body === null) response.end();
  else if (typeof body === "string") response.type(headers?.["Content-Type"] ?? "text/csv").send(body);
  else response.json(body);
}

function pause(ms: number): Promise<void> {
  return ms <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));
}
