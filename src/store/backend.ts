import type { Dialect } from "kysely";
import { AppError, isAppError } from "../domain/errors.ts";

/** What a kind of database hands to the store. */
export interface Backend {
  readonly dialect: Dialect;
  /** Where it is, without secrets, for messages. */
  readonly where: string;
  /** False when nobody vacuums but us. */
  readonly isServer: boolean;
  /** Called once the database is migrated. */
  ready(): Promise<void>;
}

/** The one way in which a database that cannot be opened is reported. */
export function unavailable(where: string, cause: unknown): AppError {
  if (isAppError(cause)) return cause;
  const problem = Error.isError(cause) ? firstLine(cause) : String(cause);
  return new AppError("store-unavailable", { details: { where, problem }, cause });
}

// Refused connections to several addresses of one name come as an AggregateError with an empty message.
function firstLine(error: Error): string {
  const own = error.message.split("\n")[0] ?? "";
  if (own !== "") return own;
  return "code" in error ? String(error.code) : error.name;
}
