import type { EventEmitter } from "node:events";
import type { PgQueryResult } from "bullmq";
import type { ClientSettings, PgliteSession } from "./pglite-session.ts";
import { readCommand, type SqlCommand } from "./sql-command.ts";
import type { EndTurn } from "./turns.ts";

export interface PgliteRunner {
  /** One statement at a time; the next call only after this one has settled. */
  run(text: string, params?: readonly unknown[]): Promise<PgQueryResult>;
  /** Rolls back what is open and stops listening. */
  finish(): Promise<void>;
}

/**
 * Runs one client's statements in the shared session. From BEGIN to COMMIT or ROLLBACK it keeps the session for itself;
 * outside of a transaction each statement is a turn of its own. Settings and channels are the client's own.
 */
export function createPgliteRunner(session: PgliteSession, listener: EventEmitter): PgliteRunner {
  let settings: ClientSettings = session.defaults;
  let areSettingsStale = false;
  let hasListened = false;
  // Held while a transaction is open.
  let endTurn: EndTurn | null = null;

  async function run(text: string, params?: readonly unknown[]): Promise<PgQueryResult> {
    const command = readCommand(text);
    const end = endTurn ?? (await session.take());
    try {
      if (endTurn === null) await session.wear(settings);
      const result = await runCommand(command, () => session.run(text, params));
      if (command.kind === "begin") endTurn = end;
      if (command.kind === "set") areSettingsStale = true;
      return result;
    } finally {
      // A COMMIT that fails, e.g. on a deferred constraint, has ended the transaction all the same.
      if (command.kind === "end") endTurn = null;
      if (endTurn === null) await hand(end);
    }
  }

  async function runCommand(command: SqlCommand, otherwise: () => Promise<PgQueryResult>) {
    if (command.kind === "listen") {
      hasListened = true;
      await session.listen(command.channel, listener);
    } else if (command.kind === "unlisten") {
      await session.unlisten(command.channel, listener);
    } else {
      return await otherwise();
    }
    return { rows: [], rowCount: 0 };
  }

  async function hand(end: EndTurn): Promise<void> {
    try {
      // A transaction that was rolled back took its settings with it: they are read when it is over.
      if (areSettingsStale) settings = await session.readSettings();
      areSettingsStale = false;
    } finally {
      end();
    }
  }

  async function finish(): Promise<void> {
    if (endTurn !== null) await run("ROLLBACK");
    if (hasListened) await run("UNLISTEN *");
  }

  return { run, finish };
}
