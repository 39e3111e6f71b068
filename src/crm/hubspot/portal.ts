import type { z } from "zod";
import type { ActivityKind } from "../../domain/activity.ts";
import type { Pipeline } from "../../domain/deal.ts";
import type { Log } from "../../domain/log.ts";
import type { Moment } from "../../domain/time.ts";
import type { Http, HttpRequest } from "../http.ts";
import type { Manifest } from "../manifest.ts";
import type { Account } from "../port.ts";
import { unreadable } from "./errors.ts";
import type { Paths } from "./paths.ts";
import { type Remembered, remember } from "./remembered.ts";

/** One connected portal: what every reading and writing below needs of the adapter. */
export interface Portal {
  readonly http: Http;
  readonly paths: Paths;
  readonly manifest: Manifest;
  readonly baseUrl: string;
  /** For sentences: "HubSpot at api.hubapi.com". */
  readonly account: string;
  readonly isOAuth: boolean;
  readonly log: Log;
  /** The moment that counts as now for judging what has happened and what is still to come. */
  readonly now: () => Moment;
  /** UTF-16 units kept of one text. */
  readonly maxTextLength: number;
  /** Kinds of activity that turned out to be unreadable with this token, since its access was last read. */
  readonly unmeasured: Set<ActivityKind>;
  readonly memory: Memory;
}

/** Answers that do not change within a night, asked for once, and what was learned of the server. */
export interface Memory {
  readonly account: Remembered<Account>;
  readonly pipelines: Remembered<readonly Pipeline[]>;
  readonly properties: Map<string, Remembered<readonly PropertyDefinition[] | null>>;
  idsPerAssociationRead: number;
}

export function createMemory(): Memory {
  return { account: remember(), pipelines: remember(), properties: new Map(), idsPerAssociationRead: 1_000 };
}

export interface PropertyDefinition {
  readonly name: string;
  readonly type: string;
  readonly options: readonly PropertyOption[];
}

export interface PropertyOption {
  readonly value: string;
  readonly label: string;
  readonly displayOrder: number;
  readonly hidden: boolean;
  readonly description?: string | undefined;
}

/**
 * Makes the call and checks its answer's shape. Only fields that we use are checked; others pass. An answer of another shape (empty,
 * say) is asked for a second time.
 */
export async function callFor<S extends z.ZodType>(
  portal: Portal,
  request: HttpRequest,
  schema: S,
): Promise<z.infer<S>> {
  let parsed = schema.safeParse(await portal.http.call(request));
  if (!parsed.success) parsed = schema.safeParse(await portal.http.call(request));
  if (parsed.success) return parsed.data;
  // The path of the fault, never the value: it may be a note's text.
  const where = parsed.error.issues[0]?.path.join(".") || "the answer";
  throw unreadable(request, portal, `${where} is missing or of another type`);
}
