import { existsSync } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { PGliteDialect } from "kysely";
import { type Backend, unavailable } from "./backend.ts";
import { parsers } from "./values.ts";

/** Pages that Postgres keeps itself; its default of 128 MB is zeroed on every start, and the system caches files anyway. */
const startParams = [...PGlite.defaultStartParams, "-c", "shared_buffers=32MB"];

/**
 * Postgres inside this process. A new folder is marked until its first migration is done: a process killed in
 * between leaves the mark, and the next one builds the folder again (nothing was ever stored in it).
 */
export async function openEmbedded(dataDir: string | null): Promise<Backend> {
  const folder = dataDir === null ? null : join(dataDir, "store");
  const where = folder ?? "memory";
  try {
    const mark = folder === null ? null : await prepareFolder(folder);
    const pglite = await PGlite.create({
      ...(folder === null ? {} : { dataDir: folder }),
      parsers,
      startParams,
    });
    return {
      dialect: new PGliteDialect({ pglite }),
      where,
      isServer: false,
      ready: async () => {
        if (mark !== null) await rm(mark, { force: true });
      },
    };
  } catch (cause) {
    throw unavailable(where, cause);
  }
}

async function prepareFolder(folder: string): Promise<string> {
  const mark = `${folder}.unfinished`;
  if (existsSync(mark)) await rm(folder, { recursive: true, force: true });
  // Only the owner may enter: the files inside are made readable by all.
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (existsSync(join(folder, "PG_VERSION"))) return mark;
  const [stranger] = await readdir(folder);
  if (stranger !== undefined) throw new Error(`it is not a store of Norma, it holds ${stranger}`);
  await writeFile(mark, "");
  return mark;
}
