import type { Moment } from "../../../domain/time.ts";
import { type ObjectType, toObjectType } from "./object-types.ts";
import type { Portal } from "./portal.ts";
import { invalid, notFound } from "./refusals.ts";
import type { WriteContext } from "./write-record.ts";

/** What a request is for; budgets, fault switches and the request log speak of these. */
export const requestKinds = [
  "search",
  "object-list",
  "object-read",
  "batch-read",
  "history-read",
  "write",
  "association",
  "association-write",
  "property",
  "owner",
  "user",
  "pipeline",
  "account",
  "oauth",
  "install",
  "other",
] as const;
export type RequestKind = (typeof requestKinds)[number];

/** One authorised request. */
export interface Call {
  readonly portal: Portal;
  readonly at: Moment;
  /** The app that the token belongs to; its writes carry this id as their source. */
  readonly appId: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly isDropped: boolean;
  /** A fault: give at most so many rows of a page. */
  readonly maxRows: number | null;
}

export interface Answer {
  readonly status: number;
  /** Null: no body. */
  readonly body: unknown;
}

/** One endpoint. Handlers are plain functions of a call, so a journal can play them again. */
export interface Route {
  readonly method: "get" | "post" | "put" | "patch" | "delete";
  /** Express path; `:version` is checked to be a date version. */
  readonly path: string;
  readonly kind: RequestKind | ((body: unknown) => RequestKind);
  scopes(call: Call): readonly string[];
  /** Changes what the portal holds, so it is journaled. */
  readonly isWrite: boolean;
  handle(call: Call): Answer;
}

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

export function typeOf(call: Call, param = "type"): ObjectType {
  const name = call.params[param] ?? "";
  const type = toObjectType(name);
  if (type === null) throw invalid(`Unable to infer object type from: ${name}`);
  return type;
}

export function paramOf(call: Call, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw notFound();
  return value;
}

export function writeContext(call: Call): WriteContext {
  return {
    portal: call.portal,
    at: call.at,
    isDropped: call.isDropped,
    source: { type: "INTEGRATION", id: call.appId, userId: null },
  };
}
