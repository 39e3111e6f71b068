import type { Request, Response } from "express";
import type { Core } from "../core.ts";
import { breakConnection, findFault } from "../fault-tools.ts";
import { playFaults } from "./play-faults.ts";
import { isRefusal } from "./refusals.ts";
import type { Answer } from "./route.ts";
import { sendAnswer } from "./send-answer.ts";

type Form = Readonly<Record<string, string>>;

/** Answers the token endpoints: form-encoded, and with the client's secret instead of a token. */
export function answerOAuth(core: Core, act: "token" | "introspect" | "revoke") {
  return async (request: Request, response: Response): Promise<void> => {
    const seen = {
      portalId: null,
      method: request.method,
      path: request.path,
      kind: "oauth",
      body: request.body,
    };
    await core.options.onRequest?.(seen);
    const faults = core.faults.strike(seen);
    const played = await playFaults(core, faults, request);
    if (played === "cut") {
      log(core, request, 0);
      return breakConnection(response);
    }
    const answer = played?.answer ?? handle(core, act, toForm(request.body));
    log(core, request, answer.status);
    await core.options.onAnswer?.({ ...seen, status: answer.status });
    if (findFault(faults, "lose-answer") !== null) breakConnection(response);
    else sendAnswer(response, answer, played?.headers);
  };
}

function handle(core: Core, act: "token" | "introspect" | "revoke", form: Form): Answer {
  try {
    if (act === "introspect") return { status: 200, body: core.tokens.introspect(form) };
    if (act === "revoke") {
      core.tokens.revoke(form);
      return { status: 204, body: null };
    }
    const realAt = Date.now();
    const body = core.tokens.exchange(form, realAt);
    core.journal.append({ kind: "token", at: core.clock.now(), realAt, form: { ...form } });
    return { status: 200, body };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { status: error.status, body: error.body };
  }
}

function log(core: Core, { method, path }: Request, status: number): void {
  core.log.add({ at: core.clock.now(), portalId: null, method, path, kind: "oauth", status });
}

function toForm(body: unknown): Form {
  const entries = typeof body === "object" && body !== null ? Object.entries(body) : [];
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
