import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openJobs } from "../../src/queue/open-jobs.ts";
import { openStore } from "../../src/store/open-store.ts";

const project = fileURLToPath(new URL("../..", import.meta.url));
const cache = join(project, "node_modules/.cache/norma-tests");

/**
 * Puts an embedded store and queue into the data folder as they are after their very first opening, with no tenant.
 * Making them takes seconds each, so they are made once per version of what they hold, and copied.
 * Tests of the first opening itself start from an empty folder instead.
 */
export async function putFreshStores(dataDir: string): Promise<void> {
  const template = join(cache, versionOfStores());
  if (!existsSync(template)) await makeTemplate(template);
  cpSync(template, dataDir, { recursive: true });
}

async function makeTemplate(template: string): Promise<void> {
  mkdirSync(cache, { recursive: true });
  const building = mkdtempSync(join(cache, "building-"));
  const [store, jobs] = await Promise.all([
    openStore({ dataDir: building, databaseUrl: null }),
    openJobs({ redisUrl: null, databaseUrl: null, dataDir: building }),
  ]);
  await jobs.close();
  await store.close();
  try {
    renameSync(building, template);
  } catch (cause) {
    // Another worker of the test run was first.
    rmSync(building, { recursive: true, force: true });
    if (!existsSync(template)) throw cause;
  }
}

/** Changes with the tables and with the libraries that make them. */
function versionOfStores(): string {
  const hash = createHash("sha256");
  const migrations = join(project, "src/store/migrations");
  for (const name of readdirSync(migrations).toSorted()) hash.update(readFileSync(join(migrations, name)));
  hash.update(readFileSync(join(project, "package-lock.json")));
  return hash.digest("hex").slice(0, 16);
}
