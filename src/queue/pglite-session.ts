import type { EventEmitter } from "node:events";
import type { PGlite } from "@electric-sql/pglite";
import type { PgQueryResult } from "bullmq";
import { createTurns, type EndTurn } from "./turns.ts";

/** The settings that a Postgres connection has for itself and that clients of one PGlite would otherwise share. */
export interface ClientSettings {
  readonly searchPath: string;
  readonly applicationName: string;
}

/** PGlite's one session, shared out among clients that each believe to have a connection of their own. */
export interface PgliteSession {
  readonly defaults: ClientSettings;
  take(): Promise<EndTurn>;
  /** Only within a turn. Several statements without parameters are allowed, as in pg. */
  run(text: string, params?: readonly unknown[]): Promise<PgQueryResult>;
  /** Only within a turn: makes the session look like this client's connection. */
  wear(settings: ClientSettings): Promise<void>;
  /** Only within a turn: what the session's settings are now, after a client may have changed them. */
  readSettings(): Promise<ClientSettings>;
  /** Only within a turn. `listener` hears each notification of the channel once, as event `notification`. */
  listen(channel: string, listener: EventEmitter): Promise<void>;
  /** Only within a turn. `null` is every channel. */
  unlisten(channel: string | null, listener: EventEmitter): Promise<void>;
  close(): Promise<void>;
}

export async function openPgliteSession(db: PGlite, searchPath: string): Promise<PgliteSession> {
  const turns = createTurns();
  const channels = new Map<string, Set<EventEmitter>>();
  const stopHearing = db.onNotification((channel, payload) => {
    // Not before the microtasks that follow the statement: BullMQ looks for work and then, without giving up the
    // event loop, starts to listen. A notification sent in between would reach nobody.
    setImmediate(() => {
      for (const listener of channels.get(channel) ?? []) {
        listener.emit("notification", { channel, payload, processId: 0 });
      }
    });
  });

  const run: PgliteSession["run"] = (text, params) => runOn(db, text, params);
  const defaults = { searchPath, applicationName: "" };
  let worn: ClientSettings = defaults;
  await setSettings(run, defaults);

  async function unlistenOne(channel: string, listener: EventEmitter): Promise<void> {
    const listeners = channels.get(channel);
    if (listeners?.delete(listener) !== true || listeners.size > 0) return;
    channels.delete(channel);
    await run(`UNLISTEN "${channel}"`);
  }

  return {
    defaults,
    take: () => turns.take(),
    run,
    async wear(settings) {
      if (isSame(settings, worn)) return;
      await setSettings(run, settings);
      worn = settings;
    },
    async readSettings() {
      const { rows } = await run(
        `SELECT current_setting('search_path') AS "searchPath", current_setting('application_name') AS "applicationName"`,
      );
      worn = rows[0];
      return worn;
    },
    async listen(channel, listener) {
      const listeners = channels.get(channel) ?? new Set();
      if (listeners.size === 0) await run(`LISTEN "${channel}"`);
      channels.set(channel, listeners.add(listener));
    },
    async unlisten(channel, listener) {
      const wanted = channel === null ? [...channels.keys()] : [channel];
      for (const name of wanted) await unlistenOne(name, listener);
    },
    async close() {
      stopHearing();
      await db.close();
    },
  };
}

// As pg does: bigint stays text, which BullMQ turns into a number where it wants one.
const int8 = 20;
const options = { parsers: { [int8]: (text: string) => text } };

async function runOn(db: PGlite, text: string, params?: readonly unknown[]): Promise<PgQueryResult> {
  // Only the simple protocol takes several statements, only the extended one takes parameters; pg chooses alike.
  const result =
    params === undefined ? (await db.exec(text, options)).at(-1) : await db.query(text, [...params], options);
  const rows = result?.rows ?? [];
  return { rows, rowCount: rows.length || (result?.affectedRows ?? 0) };
}

async function setSettings(run: PgliteSession["run"], settings: ClientSettings): Promise<void> {
  await run("SELECT set_config('search_path', $1, false), set_config('application_name', $2, false)", [
    settings.searchPath,
    settings.applicationName,
  ]);
}

function isSame(a: ClientSettings, b: ClientSettings): boolean {
  return a.searchPath === b.searchPath && a.applicationName === b.applicationName;
}
