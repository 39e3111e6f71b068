import { once } from "node:events";
import type { Request } from "express";
import type { Core } from "../core.ts";
import { findFault } from "../fault-tools.ts";
import type { Fault } from "../faults.ts";
import { tooManyCalls, tooManySearches } from "./refusals.ts";
import type { Answer } from "./route.ts";

type Played = { readonly answer: Answer; readonly headers: Record<string, string> } | "cut" | null;

/** Plays what happens before the request is looked at. Null: go on as usual. */
export async function playFaults(core: Core, faults: readonly Fault[], request: Request): Promise<Played> {
  const slow = findFault(faults, "slow");
  if (slow !== null) await new Promise((resolve) => setTimeout(resolve, slow.ms));
  if (findFault(faults, "hang") !== null) {
    if (!request.socket.destroyed) await once(request.socket, "close");
    return "cut";
  }
  if (findFault(faults, "reset") !== null) return "cut";
  if (findFault(faults, "expire-token") !== null) core.tokens.expire(request.headers.authorization);
  return plannedAnswer(faults, request);
}

function plannedAnswer(faults: readonly Fault[], request: Request): Played {
  const busy = findFault(faults, "busy");
  if (busy !== null) {
    const { status, body, headers } = request.path.endsWith("/search") ? tooManySearches() : tooManyCalls({});
    return { answer: { status, body }, headers: { ...headers, ...retryAfter(busy.retryAfterSeconds) } };
  }
  const error = findFault(faults, "error");
  if (error !== null) {
    const body = { status: "error", message: "internal error", correlationId: "sandbox" };
    return { answer: { status: error.status, body }, headers: retryAfter(error.retryAfterSeconds) };
  }
  if (findFault(faults, "html") === null) return null;
  return {
    answer: { status: 200, body: "<!doctype html><title>Sign in</title><h1>Sign in</h1>" },
    headers: {},
  };
}

function retryAfter(seconds: number | undefined): Record<string, string> {
  return seconds === undefined ? {} : { "Retry-After": String(seconds) };
}
