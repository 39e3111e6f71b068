import type { Moment } from "../../../domain/time.ts";
import type { Org } from "./org.ts";

/** Under which an endpoint's requests are counted and struck by faults. */
export type RequestKind = "query" | "describe" | "write" | "bulk" | "limits" | "oauth";

export interface Call {
  readonly org: Org;
  readonly at: Moment;
  /** The user behind the token. */
  readonly userId: string;
  /** `66.0`, as the path says. */
  readonly version: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Accepted and then lost: nothing is kept. */
  readonly isDropped: boolean;
  /** Rows of a page that a fault allows; null for the usual. */
  readonly maxRows: number | null;
}

export interface Answer {
  readonly status: number;
  /** A text is sent as CSV, anything else as JSON, null as nothing. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One endpoint below `/services/data/v66.0`. */
export interface Route {
  readonly method: "get" | "post" | "patch" | "put" | "delete";
  readonly path: string;
  readonly kind: RequestKind;
  readonly isWrite: boolean;
  readonly handle: (call: Call) => Answer;
}
