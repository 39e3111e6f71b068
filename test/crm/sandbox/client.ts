import type { SandboxOptions } from "../../../src/crm/sandbox/options.ts";
import type { Sandbox } from "../../../src/crm/sandbox/sandbox.ts";
import { startSandbox } from "../../../src/crm/sandbox/start-sandbox.ts";

const tinyCompany = { reps: 3, openDeals: 30, activitiesPerDay: 70, historyDays: 10 } as const;

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // Answers are looked at key by key in the tests.
  readonly body: Json;
}

/** What a test reads out of an answer; a wrong key is undefined and fails the comparison. */
export interface Json {
  readonly [key: string]: Json;
}

export interface Client {
  readonly sandbox: Sandbox;
  readonly get: (path: string, token?: string) => Promise<Reply>;
  readonly post: (path: string, body: unknown, token?: string) => Promise<Reply>;
  readonly send: (method: string, path: string, body?: unknown) => Promise<Reply>;
  readonly form: (path: string, form: Record<string, string>) => Promise<Reply>;
}

const started: Sandbox[] = [];

/** Without limits and with a tiny company, unless the test says otherwise. */
export async function openClient(options: SandboxOptions = {}): Promise<Client> {
  const sandbox = await startSandbox({ size: tinyCompany, limits: null, ...options });
  started.push(sandbox);
  const token = sandbox.portals[0]?.token ?? "";
  const ask = async (method: string, path: string, more: { body?: unknown; token?: string | undefined }) => {
    const response = await fetch(`${sandbox.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${more.token ?? token}`, "content-type": "application/json" },
      ...(more.body === undefined ? {} : { body: JSON.stringify(more.body) }),
    });
    return await toReply(response);
  };
  return {
    sandbox,
    get: (path, other) => ask("GET", path, { token: other }),
    post: (path, body, other) => ask("POST", path, { body, token: other }),
    send: (method, path, body) => ask(method, path, { body }),
    form: async (path, form) =>
      await toReply(
        await fetch(`${sandbox.url}${path}`, { method: "POST", body: new URLSearchParams(form) }),
      ),
  };
}

export async function closeAll(): Promise<void> {
  await Promise.all(started.splice(0).map((sandbox) => sandbox.close()));
}

async function toReply(response: Response): Promise<Reply> {
  const text = await response.text();
  const body: Json = text === "" ? {} : JSON.parse(text);
  return { status: response.status, headers: response.headers, body };
}

export function list(json: Json | undefined): Json[] {
  return Array.isArray(json) ? json : [];
}

/** A string or number of an answer as text. */
export function text(json: Json | undefined): string {
  return JSON.stringify(json ?? null).replaceAll(/^"|"$/g, "");
}

export function ids(json: Json | undefined): string[] {
  return list(json).map((one) => text(one["id"]));
}

export const objects = "/crm/objects/2026-09";
