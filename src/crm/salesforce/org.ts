import type { z } from "zod";
import type { ActivityKind } from "../../domain/activity.ts";
import type { Pipeline } from "../../domain/deal.ts";
import type { Log } from "../../domain/log.ts";
import type { Moment } from "../../domain/time.ts";
import type { Http, HttpRequest } from "../http.ts";
import type { Manifest } from "../manifest.ts";
import type { Account } from "../port.ts";
import type { Currencies } from "./account/read-currencies.ts";
import { unreadable } from "./errors.ts";

/** One connected org: what every reading and writing below needs of the adapter. */
export interface Org {
  readonly http: Http;
  readonly manifest: Manifest;
  /** `/services/data/v66.0`. */
  readonly root: string;
  readonly baseUrl: string;
  /** For sentences: "Salesforce at acme.my.salesforce.com". */
  readonly account: string;
  readonly log: Log;
  /** The moment that counts as now for judging what has happened and what is still to come. */
  readonly now: () => Moment;
  /** UTF-16 units kept of one text. */
  readonly maxTextLength: number;
  /** Kinds of activity that cannot be read in this org or with this user. */
  readonly unmeasured: Set<ActivityKind>;
  /** Answers that do not change within a night, asked for once. */
  readonly memory: Memory;
}

export interface Memory {
  account: Promise<Account> | null;
  currencies: Promise<Currencies | null> | null;
  pipelines: Promise<readonly Pipeline[]> | null;
  readonly objects: Map<string, Promise<ObjectShape | null>>;
}

/** What an object looks like to our user: fields that it may not see are not there. */
export interface ObjectShape {
  readonly name: string;
  readonly isUpdateable: boolean;
  readonly isCreateable: boolean;
  readonly fields: ReadonlyMap<string, FieldShape>;
}

export interface FieldShape {
  readonly name: string;
  readonly type: string;
  readonly isUpdateable: boolean;
  readonly isCreateable: boolean;
  readonly isExternalId: boolean;
  readonly picklistValues: readonly string[];
  /** Of a picklist: the value a new record gets. */
  readonly defaultValue: string | null;
}

/** Makes the call and checks its answer's shape. Only fields that we use are checked; others pass. */
export async function callFor<S extends z.ZodType>(
  org: Org,
  request: HttpRequest,
  schema: S,
): Promise<z.infer<S>> {
  const parsed = schema.safeParse(await org.http.call(request));
  if (parsed.success) return parsed.data;
  // The path of the fault, never the value: it may be a note's text.
  const where = parsed.error.issues[0]?.path.join(".") || "the answer";
  throw unreadable(request, org, `${where} is missing or of another type`);
}
