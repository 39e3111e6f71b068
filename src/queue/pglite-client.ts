import { EventEmitter } from "node:events";
import type { PgPoolClient, PgQueryResult } from "bullmq";
import { createPgliteRunner } from "./pglite-runner.ts";
import type { PgliteSession } from "./pglite-session.ts";

/** A client shaped like one of pg's pool: it runs its statements in the order they were asked for, until released. */
export function createPgliteClient(session: PgliteSession): PgPoolClient {
  const events = new EventEmitter();
  const runner = createPgliteRunner(session, events);
  let last: Promise<unknown> = Promise.resolve();
  let isReleased = false;

  return Object.assign(events, {
    query(text: string, params?: readonly unknown[]): Promise<PgQueryResult> {
      if (isReleased) return Promise.reject(new Error("Client was released and is not queryable"));
      const query = last.then(() => runner.run(text, params));
      last = query.catch(() => undefined);
      return query;
    },
    release(): void {
      if (isReleased)
        throw new Error("Release called on client which has already been released to the pool.");
      isReleased = true;
      // When the session is gone or broken, the next statement of whoever uses it says so.
      last.then(() => runner.finish()).catch(() => undefined);
    },
  });
}
