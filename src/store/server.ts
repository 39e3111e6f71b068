import { PostgresDialect } from "kysely";
import { Pool, types } from "pg";
import type { Backend } from "./backend.ts";
import { parsers } from "./values.ts";

/** Connections of one process: a night needs one a running job, the web process a few. */
const maxConnections = 10;
const connectTimeoutMs = 10_000;

/** A Postgres server. Its types are read by this pool's own parsers; pg's global ones stay as they are. */
export function openServer(databaseUrl: string): Backend {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: maxConnections,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: "norma",
    types: {
      getTypeParser: (oid, format) =>
        (format === "binary" ? undefined : parsers[oid]) ?? types.getTypeParser(oid, format),
    },
  });
  // A connection lost while idle is dropped and made anew on the next query; unheard it would end the process.
  pool.on("error", () => undefined);
  return {
    dialect: new PostgresDialect({ pool }),
    where: withoutPassword(databaseUrl),
    isServer: true,
    ready: () => Promise.resolve(),
  };
}

function withoutPassword(databaseUrl: string): string {
  if (!URL.canParse(databaseUrl)) return "DATABASE_URL";
  const { protocol, host, pathname } = new URL(databaseUrl);
  return `${protocol}//${host}${pathname}`;
}
